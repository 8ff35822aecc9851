package org.dropoutlab.data.table;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableLayout.DecimalMark;

/**
 * How a file's rows are written.
 *
 * @param separator between cells; a space stands for runs of spaces and tabs
 * @param quote around cells; 0 for none
 * @param comment beginning of lines that are no rows, if there are any
 * @param skippedLines lines above the first row of values, the header among them
 * @param header whether there is one
 * @param names of the columns: those in the header, or numbers from 0
 * @param decimal mark in numbers
 * @param decisions how all this was found, one sentence each
 * @param unnamed number of names that were added to a header that is too short or taken off one that is too long
 */
record Dialect(
        char separator,
        char quote,
        Optional<String> comment,
        int skippedLines,
        boolean header,
        List<String> names,
        DecimalMark decimal,
        List<String> decisions,
        int unnamed) {
    Dialect {
        names = List.copyOf(names);
        decisions = List.copyOf(decisions);
    }

    /** Number of cells in a row. */
    int width() {
        return names.size();
    }

    /** The same with another decimal mark. */
    Dialect withDecimal(DecimalMark other) {
        return new Dialect(separator, quote, comment, skippedLines, header, names, other, decisions, unnamed);
    }
}
