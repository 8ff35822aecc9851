package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A column of a file, typed while it is read, cell by cell. Until it has more than {@link #MOST_DISTINCT} different values it
 * keeps a number for each of these; then the cells' numbers, if all are numbers; otherwise no cells, because that many
 * categories are never used. So nothing has to be read a second time, whatever comes further down.
 */
final class FileColumn {
    /** Maximum number of distinct values to remember, and one more. */
    static final int MOST_DISTINCT = 1000;

    private static final int CHUNK = 1 << 13;
    private static final short MISSING = -1;

    private final Texts distinct = new Texts();
    /** The number that each distinct value is; {@code NaN} for text. */
    private double[] numberOf = new double[16];
    /** Numbers of distinct values; null once there are too many. */
    private List<short[]> codes = new ArrayList<>();
    /** Numbers; null before there are too many distinct values, or if there is text. */
    private List<double[]> cells;

    private int rows;
    private Optional<Place> firstText = Optional.empty();
    private Optional<Place> firstInfinite = Optional.empty();
    private Optional<Place> firstMissing = Optional.empty();
    private int values;
    private int numbers;
    private boolean whole = true;
    private boolean counting = true;
    private double firstNumber = Double.NaN;
    private double lastNumber = Double.NaN;
    /** The cell above all others, if one was added. */
    private Optional<String> above = Optional.empty();

    /**
     * A cell.
     *
     * @param line of its row
     * @param text of the cell
     */
    record Place(long line, String text) {}

    /** Adds the next cell: the characters {@code from} to {@code to} − 1 of {@code text}. */
    void add(long line, char[] text, int from, int to) {
        if (codes == null) {
            addUncoded(line, text, from, to);
            return;
        }
        int code = distinct.find(text, from, to);
        if (code >= 0) {
            count(numberOf[code]);
        } else if (Cell.isMissing(text, from, to)) {
            noteMissing(line, text, from, to);
            code = MISSING;
        } else {
            double number = Cell.number(text, from, to);
            note(line, text, from, to, number);
            code = remember(new String(text, from, to - from), number);
        }
        if (rows % CHUNK == 0) {
            codes.add(new short[CHUNK]);
        }
        codes.get(rows / CHUNK)[rows % CHUNK] = (short) code;
        rows++;
        if (distinct.size() > MOST_DISTINCT) {
            forgetCodes();
        }
    }

    private int remember(String text, double number) {
        int code = distinct.add(text);
        if (code == numberOf.length) {
            numberOf = Arrays.copyOf(numberOf, 2 * code);
        }
        numberOf[code] = number;
        return code;
    }

    private void addUncoded(long line, char[] text, int from, int to) {
        double number = Cell.number(text, from, to);
        if (Double.isNaN(number) && Cell.isMissing(text, from, to)) {
            noteMissing(line, text, from, to);
        } else {
            note(line, text, from, to, number);
        }
        if (cells != null) {
            if (rows % CHUNK == 0) {
                cells.add(new double[CHUNK]);
            }
            cells.get(rows / CHUNK)[rows % CHUNK] = number;
        }
        rows++;
    }

    private void forgetCodes() {
        if (isNumeric()) {
            cells = new ArrayList<>();
            for (int first = 0; first < rows; first += CHUNK) {
                double[] chunk = new double[CHUNK];
                for (int i = first; i < Math.min(rows, first + CHUNK); i++) {
                    chunk[i - first] = coded(i);
                }
                cells.add(chunk);
            }
        }
        codes = null;
    }

    private double coded(int row) {
        int code = code(row);
        return code == MISSING ? Double.NaN : numberOf[code];
    }

    private int code(int row) {
        return codes.get(row / CHUNK)[row % CHUNK];
    }

    private void noteMissing(long line, char[] text, int from, int to) {
        if (firstMissing.isEmpty()) {
            firstMissing = place(line, text, from, to);
        }
    }

    private static Optional<Place> place(long line, char[] text, int from, int to) {
        return Optional.of(new Place(line, new String(text, from, to - from)));
    }

    /** Counts a cell with a value that may be new. */
    private void note(long line, char[] text, int from, int to, double number) {
        if (Double.isNaN(number)) {
            if (firstText.isEmpty()) {
                firstText = place(line, text, from, to);
                cells = null;
            }
        } else {
            if (Double.isInfinite(number) && firstInfinite.isEmpty()) {
                firstInfinite = place(line, text, from, to);
            }
            whole &= number == Math.rint(number);
        }
        count(number);
    }

    private void count(double number) {
        values++;
        if (!Double.isNaN(number)) {
            numbers++;
            counting &= numbers == 1 || number == lastNumber + 1;
            firstNumber = numbers == 1 ? number : firstNumber;
            lastNumber = number;
        }
    }

    /** Adds a cell above all others, once and after them. */
    void addAbove(long line, String cell) {
        above = Optional.of(cell);
        Optional<Place> place = Optional.of(new Place(line, cell));
        if (Cell.isMissing(cell)) {
            firstMissing = place;
            return;
        }
        double number = Cell.number(cell.toCharArray(), 0, cell.length());
        values++;
        if (Double.isNaN(number)) {
            firstText = place;
            cells = null;
            return;
        }
        numbers++;
        firstInfinite = Double.isInfinite(number) ? place : firstInfinite;
        whole &= number == Math.rint(number);
        counting &= numbers == 1 || number == firstNumber - 1;
    }

    /** Whether every value is a number. */
    boolean isNumeric() {
        return firstText.isEmpty();
    }

    /** Whether it has no values at all. */
    boolean isEmpty() {
        return values == 0;
    }

    /** Whether each value is a whole number. */
    boolean isWhole() {
        return isNumeric() && whole;
    }

    /** Whether it looks like a row number. */
    boolean counts() {
        return isNumeric() && counting && values > 2 && firstMissing.isEmpty();
    }

    /** The distinct values in order of first appearance; not all of them if there are more than {@link #MOST_DISTINCT}. */
    List<String> distinct() {
        if (above.isEmpty() || Cell.isMissing(above.get())) {
            return distinct.all();
        }
        List<String> values = new ArrayList<>(List.of(above.get()));
        distinct.all().stream().filter(text -> !text.equals(above.get())).forEach(values::add);
        return values;
    }

    int numbers() {
        return numbers;
    }

    int values() {
        return values;
    }

    Optional<Place> firstText() {
        return firstText;
    }

    Optional<Place> firstInfinite() {
        return firstInfinite;
    }

    Optional<Place> firstMissing() {
        return firstMissing;
    }

    /** Number of cells. */
    int rows() {
        return above.isPresent() ? rows + 1 : rows;
    }

    /** Access to its cells, by row from 0. */
    @FunctionalInterface
    interface Cells {
        double at(int row);
    }

    /**
     * The numbers of a numeric column; {@code NaN} where one is missing.
     *
     * @throws IllegalStateException if it is not numeric
     */
    Cells asNumbers() {
        if (!isNumeric()) {
            throw new IllegalStateException("a column with text has no numbers");
        }
        return below(
                codes == null ? row -> cells.get(row / CHUNK)[row % CHUNK] : this::coded,
                above.map(text -> Cell.number(text).orElse(Double.NaN)));
    }

    /**
     * For each cell, what {@code index} makes of its text; {@code NaN} where it is missing.
     *
     * @param index of a value; called once for each distinct one, or else for each cell of a numeric column, with Java's
     *     notation of the number
     * @throws IllegalStateException if there is text and more than {@link #MOST_DISTINCT} distinct values
     */
    Cells asIndices(ToDoubleFunction<String> index) {
        Optional<Double> first = above.map(text -> Cell.isMissing(text) ? Double.NaN : index.applyAsDouble(text));
        if (codes == null) {
            Cells numeric = asNumbers();
            int skipped = first.isPresent() ? 1 : 0;
            return below(
                    row -> {
                        double number = numeric.at(row + skipped);
                        return Double.isNaN(number) ? number : index.applyAsDouble(Double.toString(number));
                    },
                    first);
        }
        double[] indices = distinct.all().stream().mapToDouble(index).toArray();
        return below(
                row -> {
                    int code = code(row);
                    return code == MISSING ? Double.NaN : indices[code];
                },
                first);
    }

    private static Cells below(Cells cells, Optional<Double> first) {
        if (first.isEmpty()) {
            return cells;
        }
        double top = first.get();
        return row -> row == 0 ? top : cells.at(row - 1);
    }
}
