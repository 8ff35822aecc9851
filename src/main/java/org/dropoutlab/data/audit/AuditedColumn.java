package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column of a table, with all its values.
 *
 * @param name of the column
 * @param use what becomes of it
 * @param words its categories; none for a column of numbers
 * @param rows number of rows
 * @param cells its values
 */
public record AuditedColumn(String name, Use use, List<String> words, int rows, Cells cells) {
    public AuditedColumn {
        words = List.copyOf(words);
    }

    /** What becomes of a column. */
    public enum Use {
        /** The network sees it. */
        INPUT,
        /** A date that the network sees parts of. */
        DATE,
        /** Its equal values stay on one side of every split. */
        GROUP,
        /** The data are split by it. */
        TIME,
        /** Nothing. */
        UNUSED
    }

    /** Access to values. */
    @FunctionalInterface
    public interface Cells {
        /** The number, or the index of the category, in a row; {@code NaN} if it is missing. */
        double at(int row);
    }

    /** Whether its values are categories and not numbers. */
    boolean isNominal() {
        return !words.isEmpty();
    }

    boolean isInput() {
        return use == Use.INPUT || use == Use.DATE;
    }

    double at(int row) {
        return cells.at(row);
    }

    /** Whether every value is a whole number. */
    boolean isWhole() {
        return IntStream.range(0, rows)
                .mapToDouble(cells::at)
                .allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
    }

    /** Standard deviation of its numbers; 1 for categories. */
    double deviation() {
        if (isNominal()) {
            return 1;
        }
        double mean = 0;
        double squares = 0;
        int count = 0;
        for (int row = 0; row < rows; row++) {
            double value = cells.at(row);
            if (!Double.isNaN(value)) {
                count++;
                double off = value - mean;
                mean += off / count;
                squares += off * (value - mean);
            }
        }
        return count < 2 ? 0 : Math.sqrt(squares / count);
    }

    /** Its values in ascending order, without missing ones. */
    double[] sorted() {
        double[] values = new double[rows];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            double value = cells.at(row);
            if (!Double.isNaN(value)) {
                values[size++] = value;
            }
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The different ones among values in ascending order. */
    static double[] distinct(double[] sorted) {
        double[] distinct = new double[sorted.length];
        int size = 0;
        for (double value : sorted) {
            if (size == 0 || distinct[size - 1] != value) {
                distinct[size++] = value;
            }
        }
        return Arrays.copyOf(distinct, size);
    }
}
