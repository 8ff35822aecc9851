package org.dropoutlab.data.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Statistics of a column, collected row by row. */
final class ColumnSummary {
    /** Maximum number of distinct values to remember. */
    static final int MOST_DISTINCT = 1000;

    private Set<String> distinct = new LinkedHashSet<>();
    private Optional<Place> firstText = Optional.empty();
    private Optional<Place> firstInfinite = Optional.empty();
    private Optional<Place> firstMissing = Optional.empty();
    private int values;
    private int numbers;
    private boolean whole = true;
    private boolean counting = true;
    private double firstNumber = Double.NaN;
    private double lastNumber = Double.NaN;

    /**
     * A cell.
     *
     * @param line of its row
     * @param text of the cell
     */
    record Place(long line, String text) {}

    /** Adds the next cell. */
    void add(long line, String cell) {
        if (note(line, cell)) {
            if (distinct.size() <= MOST_DISTINCT) {
                distinct.add(cell);
            }
            Cell.number(cell).ifPresent(number -> {
                counting &= numbers == 1 || number == lastNumber + 1;
                firstNumber = numbers == 1 ? number : firstNumber;
                lastNumber = number;
            });
        }
    }

    /** Adds a cell above all others. */
    void addAbove(long line, String cell) {
        Optional<Place> text = firstText;
        Optional<Place> infinite = firstInfinite;
        Optional<Place> missing = firstMissing;
        firstText = Optional.empty();
        firstInfinite = Optional.empty();
        firstMissing = Optional.empty();
        if (note(line, cell)) {
            Set<String> below = distinct;
            distinct = new LinkedHashSet<>(List.of(cell));
            distinct.addAll(below);
            Cell.number(cell).ifPresent(number -> counting &= numbers == 1 || number == firstNumber - 1);
        }
        firstText = firstText.or(() -> text);
        firstInfinite = firstInfinite.or(() -> infinite);
        firstMissing = firstMissing.or(() -> missing);
    }

    /** Counts a cell and returns whether it has a value. */
    private boolean note(long line, String cell) {
        Place place = new Place(line, cell);
        if (Cell.isMissing(cell)) {
            firstMissing = firstMissing.or(() -> Optional.of(place));
            return false;
        }
        values++;
        OptionalDouble number = Cell.number(cell);
        if (number.isEmpty()) {
            firstText = firstText.or(() -> Optional.of(place));
            return true;
        }
        numbers++;
        if (Double.isInfinite(number.getAsDouble())) {
            firstInfinite = firstInfinite.or(() -> Optional.of(place));
        }
        whole &= number.getAsDouble() == Math.rint(number.getAsDouble());
        return true;
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

    /** The distinct values in order of first appearance, at most {@link #MOST_DISTINCT} + 1. */
    Set<String> distinct() {
        return distinct;
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
}
