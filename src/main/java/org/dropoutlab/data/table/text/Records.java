package org.dropoutlab.data.table.text;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Some records of a file: the characters of all their cells, trimmed, one after the other in one array. */
public final class Records {
    private static final int FIRST_TEXT = 1 << 12;
    private static final int FIRST_CELLS = 1 << 9;
    private static final int FIRST_ROWS = 1 << 4;

    private char[] text = new char[FIRST_TEXT];
    private int length;
    /** Where each cell ends. */
    private int[] ends = new int[FIRST_CELLS];

    private int cells;
    /** The number of cells before each record. */
    private int[] before = new int[FIRST_ROWS];

    private int[] widths = new int[FIRST_ROWS];
    private long[] lines = new long[FIRST_ROWS];
    private int size;

    /**
     * A record that stays as it is.
     *
     * @param line on which it begins, counted from 1
     * @param cells trimmed
     */
    public record Row(long line, List<String> cells) {

        /** The column names, if it is a header; an empty name is replaced by the column's number. */
        public List<String> names() {
            List<String> names = new ArrayList<>(cells);
            for (int column = 0; column < names.size(); column++) {
                if (names.get(column).isEmpty()) {
                    names.set(column, Integer.toString(column));
                }
            }
            return names;
        }
    }

    /** Adds what a reader reads to the records. */
    static final class Filler extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final char[] comment;
        private final long linesAbove;
        private Records into = new Records();
        private boolean commented;
        private long comments;

        /**
         * @param comment beginning of records to drop
         * @param linesAbove that the reader does not see
         */
        Filler(Optional<String> comment, long linesAbove) {
            this.comment = comment.orElse("").toCharArray();
            this.linesAbove = linesAbove;
        }

        /** Empties {@code records} and adds all further records to them. */
        void fill(Records records) {
            records.clear();
            into = records;
        }

        @Override
        protected void handleBegin(long line) {
            into.begin(line + linesAbove);
            commented = false;
        }

        @Override
        protected void handleField(int cell, char[] buffer, int offset, int count, boolean quoted) {
            if (cell == 0 && comment.length > 0 && !quoted) {
                commented = startsWithComment(buffer, offset, count);
            }
            into.add(buffer, offset, offset + count);
        }

        @Override
        protected void handleComment(char[] buffer, int offset, int count) {
            commented = true;
        }

        /** Number of comments so far. */
        long comments() {
            return comments;
        }

        private boolean startsWithComment(char[] buffer, int offset, int count) {
            int from = offset;
            int to = offset + count;
            while (from < to && Character.isWhitespace(buffer[from])) {
                from++;
            }
            return Arrays.equals(buffer, from, Math.min(to, from + comment.length), comment, 0, comment.length);
        }

        @Override
        protected Boolean buildRecord() {
            comments += commented ? 1 : 0;
            return commented ? into.drop() : into.end();
        }

        /** The line on which the latest record begins. */
        long line() {
            return getStartingLineNumber() + linesAbove;
        }
    }

    /** Empties this. */
    void clear() {
        length = 0;
        cells = 0;
        size = 0;
    }

    /** Begins a record; what was added since the last {@link #end} is dropped. */
    private void begin(long line) {
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
            widths = Arrays.copyOf(widths, 2 * size);
        }
        lines[size] = line;
        before[size] = cells;
    }

    private void add(char[] buffer, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(buffer[from])) {
            from++;
        }
        while (from < to && Character.isWhitespace(buffer[to - 1])) {
            to--;
        }
        if (text.length - length < to - from) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + to - from));
        }
        if (cells == ends.length) {
            ends = Arrays.copyOf(ends, 2 * cells);
        }
        System.arraycopy(buffer, from, text, length, to - from);
        length += to - from;
        ends[cells++] = length;
    }

    private boolean drop() {
        cells = before[size];
        length = cells == 0 ? 0 : ends[cells - 1];
        return false;
    }

    /** Adds a record that is no line of text. */
    void add(long line, List<String> texts) {
        begin(line);
        for (String cell : texts) {
            add(cell.toCharArray(), 0, cell.length());
        }
        end();
    }

    /** Ends a record and returns whether it counts: not if it is a blank line, which is dropped. */
    private boolean end() {
        boolean text = length > (before[size] == 0 ? 0 : ends[before[size] - 1]);
        if (cells - before[size] <= 1 && !text) {
            cells = before[size];
            return false;
        }
        widths[size] = cells - before[size];
        size++;
        return true;
    }

    /** Number of records. */
    public int size() {
        return size;
    }

    /** The line on which a record begins, counted from 1. */
    public long line(int row) {
        return lines[row];
    }

    /** Number of cells of a record. */
    public int width(int row) {
        return widths[row];
    }

    /** The characters of all cells. */
    public char[] text() {
        return text;
    }

    /** Where a cell starts in {@link #text}. */
    public int start(int row, int cell) {
        int place = before[row] + cell;
        return place == 0 ? 0 : ends[place - 1];
    }

    /** Where a cell ends in {@link #text}. */
    public int end(int row, int cell) {
        return ends[before[row] + cell];
    }

    /** A record as text. */
    public Row row(int row) {
        return new Row(
                line(row),
                IntStream.range(0, width(row))
                        .mapToObj(cell -> new String(text, start(row, cell), end(row, cell) - start(row, cell)))
                        .toList());
    }
}
