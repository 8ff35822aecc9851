package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.io.input.BOMInputStream;
import org.dropoutlab.experiment.InputException;

/**
 * The records of a delimited text file, one at a time: UTF-8, quotes as in RFC 4180, cells trimmed, without blank lines.
 *
 * <p>Uses FastCSV because DataVec's {@code CSVRecordReader} works line by line, which rules out line breaks in quoted
 * cells, and removes backslashes from cells; and because FastCSV hands over cells as characters, from which numbers are read
 * without a string for each.
 */
final class CsvRecords implements AutoCloseable {
    private final String name;
    private final CsvReader<Cells> reader;
    private final CloseableIterator<Cells> records;
    private final Cells record = new Cells();
    private long linesRead;

    /**
     * @param in closed with the records
     * @param name of the file, for messages
     * @param separator between cells
     */
    CsvRecords(InputStream in, String name, char separator) {
        this.name = name;
        try {
            this.reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .trimWhitespacesAroundQuotes(true)
                    .allowUnclosedQuote(false)
                    .build(
                            record,
                            new InputStreamReader(
                                    BOMInputStream.builder().setInputStream(in).get(), UTF_8.newDecoder()));
        } catch (IOException e) {
            throw failure(e);
        }
        this.records = reader.iterator();
    }

    /** The cells of a record, one after the other in an array that the next record overwrites. */
    static final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {
        private static final int FIRST_CELLS = 64;
        private static final int FIRST_TEXT = 1024;

        private char[] text = new char[FIRST_TEXT];
        private int[] ends = new int[FIRST_CELLS];
        private int length;

        @Override
        protected void handleBegin(long line) {
            length = 0;
        }

        @Override
        protected void handleField(int cell, char[] buffer, int offset, int count, boolean quoted) {
            int from = offset;
            int to = offset + count;
            while (from < to && Character.isWhitespace(buffer[from])) {
                from++;
            }
            while (from < to && Character.isWhitespace(buffer[to - 1])) {
                to--;
            }
            if (text.length - length < to - from) {
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + to - from));
            }
            if (cell == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            System.arraycopy(buffer, from, text, length, to - from);
            length += to - from;
            ends[cell] = length;
        }

        @Override
        protected Cells buildRecord() {
            return this;
        }

        /** The line on which it begins, counted from 1. */
        long line() {
            return getStartingLineNumber();
        }

        /** Number of cells. */
        int width() {
            return getFieldCount();
        }

        /** The characters of all cells, trimmed. */
        char[] text() {
            return text;
        }

        /** Where a cell starts in {@link #text}. */
        int start(int cell) {
            return cell == 0 ? 0 : ends[cell - 1];
        }

        /** Where a cell ends in {@link #text}. */
        int end(int cell) {
            return ends[cell];
        }

        /** A cell's text. */
        String cell(int cell) {
            return new String(text, start(cell), end(cell) - start(cell));
        }

        private boolean isBlank() {
            return width() == 1 && length == 0;
        }

        private Row row() {
            return new Row(
                    line(), IntStream.range(0, width()).mapToObj(this::cell).toList());
        }
    }

    /**
     * A record that stays as it is.
     *
     * @param line on which it begins, counted from 1
     * @param cells trimmed
     */
    record Row(long line, List<String> cells) {

        /** The column names, if it is a header; an empty name is replaced by the column's number. */
        List<String> names() {
            List<String> names = new ArrayList<>(cells);
            for (int column = 0; column < names.size(); column++) {
                if (names.get(column).isEmpty()) {
                    names.set(column, Integer.toString(column));
                }
            }
            return names;
        }
    }

    /**
     * The next record, valid until the next call; empty at the end.
     *
     * @throws InputException if the file is not valid UTF-8 or not valid CSV
     */
    Optional<Cells> nextRecord() {
        try {
            while (records.hasNext()) {
                Cells next = records.next();
                linesRead = next.line();
                if (!next.isBlank()) {
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        } catch (CsvParseException e) {
            throw new InputException(
                    "%s, line %d: unclosed quote, or a quote inside a quoted cell that is not doubled"
                            .formatted(name, record.line()),
                    e);
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    /** The next record, to keep; empty at the end. Fails as {@link #nextRecord} does. */
    Optional<Row> next() {
        return nextRecord().map(Cells::row);
    }

    private InputException failure(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new InputException(
                    linesRead == 0
                            ? name + ": not UTF-8; save the file as UTF-8"
                            : "%s, after line %d: not UTF-8; save the file as UTF-8".formatted(name, linesRead),
                    e);
        }
        return new InputException(name + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
