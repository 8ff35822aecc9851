package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;
import org.dropoutlab.experiment.InputException;

/**
 * The records of a delimited text file, one at a time: UTF-8, quotes as in RFC 4180, without blank lines.
 *
 * <p>Uses Commons CSV because DataVec's {@code CSVRecordReader} works line by line, which rules out line breaks in quoted
 * cells, and removes backslashes from cells.
 */
final class CsvRecords implements AutoCloseable {
    private final String name;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private long linesRead;

    /**
     * @param in closed with the records
     * @param name of the file, for messages
     * @param separator between cells
     */
    CsvRecords(InputStream in, String name, char separator) {
        this.name = name;
        try {
            this.parser = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(separator)
                    .setIgnoreSurroundingSpaces(true)
                    .setIgnoreEmptyLines(true)
                    .get()
                    .parse(new InputStreamReader(
                            BOMInputStream.builder().setInputStream(in).get(), UTF_8.newDecoder()));
        } catch (IOException e) {
            throw failure(e);
        }
        this.records = parser.iterator();
    }

    /**
     * A record.
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
     * The next record; empty at the end.
     *
     * @throws InputException if the file is not valid UTF-8 or not valid CSV
     */
    Optional<Row> next() {
        try {
            while (records.hasNext()) {
                List<String> cells = records.next().toList();
                long breaks = cells.stream().mapToLong(CsvRecords::lineBreaks).sum();
                linesRead = parser.getCurrentLineNumber();
                if (cells.size() > 1 || !cells.get(0).isBlank()) {
                    return Optional.of(new Row(
                            linesRead - breaks,
                            cells.stream().map(String::strip).toList()));
                }
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    private static long lineBreaks(String cell) {
        return cell.chars().filter(c -> c == '\n').count();
    }

    private InputException failure(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new InputException(
                    linesRead == 0
                            ? name + ": not UTF-8; save the file as UTF-8"
                            : "%s, after line %d: not UTF-8; save the file as UTF-8".formatted(name, linesRead),
                    e);
        }
        if (e instanceof CSVException) {
            return new InputException(
                    "%s, line %d: unclosed quote, or a quote inside a quoted cell that is not doubled"
                            .formatted(name, linesRead + 1),
                    e);
        }
        return new InputException(name + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
