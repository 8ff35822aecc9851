package org.dropoutlab.data.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What there is in a column of a file, row by row. */
final class ColumnSummary {
    /** More distinct values than this are not kept. */
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

    /** Takes the next cell in. */
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

    /** Takes a cell in that stands above all others. */
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

    /** Counts a cell; whether it has a value. */
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

    /** Whether no value is anything but a number. */
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

    /** Whether it counts the rows. */
    boolean counts() {
        return isNumeric() && counting && values > 2 && firstMissing.isEmpty();
    }

    /** The distinct values in the order in which they first appear; no more than one above {@link #MOST_DISTINCT}. */
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
