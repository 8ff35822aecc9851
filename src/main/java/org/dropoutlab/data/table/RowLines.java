package org.dropoutlab.data.table;

import java.util.Arrays;

/** The lines on which rows begin, kept only where a row does not begin on the line after the one above. */
final class RowLines {
    private int[] rows = new int[16];
    private long[] lines = new long[16];
    private int runs;
    private int size;
    private long last;

    /** Adds the next row. */
    void add(long line) {
        if (runs == 0 || line != last + 1) {
            if (runs == rows.length) {
                rows = Arrays.copyOf(rows, 2 * runs);
                lines = Arrays.copyOf(lines, 2 * runs);
            }
            rows[runs] = size;
            lines[runs++] = line;
        }
        last = line;
        size++;
    }

    /** The line of a row, both counted as usual: lines from 1, rows from 0. */
    long line(int row) {
        int found = Arrays.binarySearch(rows, 0, runs, row);
        int run = found >= 0 ? found : -found - 2;
        return lines[run] + row - rows[run];
    }

    /** Number of rows. */
    int size() {
        return size;
    }
}
