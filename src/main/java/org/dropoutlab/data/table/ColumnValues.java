package org.dropoutlab.data.table;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * All values of a column of a file, also of the label and of columns that the network does not see. They are not copied: whoever
 * keeps this keeps what was read.
 *
 * @param name of the column
 * @param kind of values
 * @param words its categories, in order of first appearance; none for other kinds
 * @param rows number of rows
 * @param cells for a row, its number or the index of its category; {@code NaN} where it is missing, and everywhere if there are
 *     too many different texts
 */
public record ColumnValues(String name, Kind kind, List<String> words, int rows, IntToDoubleFunction cells) {
    public ColumnValues {
        words = List.copyOf(words);
    }

    /** Kinds of values. */
    public enum Kind {
        NUMBERS,
        CATEGORIES,
        /** More different texts than are kept. */
        MANY_TEXTS
    }

    static ColumnValues of(String name, FileColumn column) {
        if (column.isNumeric()) {
            FileColumn.Cells numbers = column.asNumbers();
            return new ColumnValues(name, Kind.NUMBERS, List.of(), column.rows(), numbers::at);
        }
        if (column.distinct().size() > FileColumn.MOST_DISTINCT) {
            return new ColumnValues(name, Kind.MANY_TEXTS, List.of(), column.rows(), row -> Double.NaN);
        }
        List<String> words = column.distinct();
        FileColumn.Cells indices = column.asIndices(words::indexOf);
        return new ColumnValues(name, Kind.CATEGORIES, words, column.rows(), indices::at);
    }
}
