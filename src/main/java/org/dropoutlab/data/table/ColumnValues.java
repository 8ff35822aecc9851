package org.dropoutlab.data.table;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.dropoutlab.data.table.TableLayout.DateOrder;

/**
 * All values of a column of a file, also of the label and of columns that the network does not see. They are not copied: whoever
 * keeps this keeps what was read.
 *
 * @param name of the column
 * @param kind of values
 * @param dates whether its numbers are dates, as days since 1970-01-01; times without dates are shares of a day
 * @param words its categories, in order of first appearance; none for other kinds
 * @param rows number of rows
 * @param cells for a row, its number or the index of its category; {@code NaN} where it is missing, and everywhere if there are
 *     too many different texts
 */
public record ColumnValues(
        String name, Kind kind, boolean dates, List<String> words, int rows, IntToDoubleFunction cells) {
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

    /** The values of a column of numbers such as 20230115, which are dates. */
    static ColumnValues ofCompactDates(String name, FileColumn column, int[] rows) {
        FileColumn.Cells numbers = column.asNumbers();
        return new ColumnValues(name, Kind.NUMBERS, true, List.of(), rows.length, row -> {
            double number = numbers.at(rows[row]);
            return Double.isNaN(number) ? number : Moment.days(Moment.compact((long) number), DateOrder.YMD);
        });
    }

    /**
     * The values of a column as it was read.
     *
     * @param order of its dates, which then become days since 1970-01-01; times without dates are shares of a day
     * @param rows that are in the table
     */
    static ColumnValues of(String name, FileColumn column, Optional<DateOrder> order, int[] rows) {
        if (column.isNumeric() || column.isNumericButForFaults()) {
            FileColumn.Cells numbers = column.asNumbers();
            return new ColumnValues(name, Kind.NUMBERS, false, List.of(), rows.length, row -> numbers.at(rows[row]));
        }
        Optional<FileColumn.Moments> moments = column.asMoments();
        if (moments.isPresent() && order.isPresent()) {
            FileColumn.Cells days = ColumnTypes.days(moments.get(), order.get());
            return new ColumnValues(name, Kind.NUMBERS, true, List.of(), rows.length, row -> days.at(rows[row]));
        }
        Optional<List<FileColumn.Word>> found = column.words();
        if (found.isEmpty()) {
            return new ColumnValues(name, Kind.MANY_TEXTS, false, List.of(), rows.length, row -> Double.NaN);
        }
        List<String> words = found.get().stream().map(FileColumn.Word::text).toList();
        FileColumn.Cells indices = column.asPlaces();
        return new ColumnValues(name, Kind.CATEGORIES, false, words, rows.length, row -> indices.at(rows[row]));
    }
}
