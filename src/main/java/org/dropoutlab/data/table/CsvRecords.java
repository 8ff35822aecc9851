package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
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
    private final CsvReader<Boolean> reader;
    private final CloseableIterator<Boolean> records;
    private final Records.Filler filler = new Records.Filler();
    private final Records single = new Records();
    private long linesRead;
    private Optional<InputException> error = Optional.empty();

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
                            filler,
                            new InputStreamReader(
                                    BOMInputStream.builder().setInputStream(in).get(), UTF_8.newDecoder()));
        } catch (IOException e) {
            throw failure(e);
        }
        this.records = reader.iterator();
    }

    /**
     * Reads the next records.
     *
     * @param into receives them; emptied first
     * @param most their maximum number
     * @return whether there were any
     * @throws InputException if the file is not valid UTF-8 or not valid CSV; first, the records above the error are returned
     */
    boolean read(Records into, int most) {
        filler.fill(into);
        error.ifPresent(known -> {
            throw known;
        });
        try {
            while (into.size() < most && records.hasNext()) {
                records.next();
                linesRead = filler.line();
            }
        } catch (CsvParseException e) {
            fail(
                    into,
                    new InputException(
                            "%s, line %d: unclosed quote, or a quote inside a quoted cell that is not doubled"
                                    .formatted(name, filler.line()),
                            e));
        } catch (UncheckedIOException e) {
            fail(into, failure(e.getCause()));
        }
        return into.size() > 0;
    }

    private void fail(Records above, InputException e) {
        if (above.size() == 0) {
            throw e;
        }
        error = Optional.of(e);
    }

    /** The next record; empty at the end. Fails as {@link #read} does. */
    Optional<Records.Row> next() {
        return read(single, 1) ? Optional.of(single.row(0)) : Optional.empty();
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
