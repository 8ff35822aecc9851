package org.dropoutlab.data.table.text;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.dropoutlab.experiment.InputException;

/**
 * The records of a delimited text file, one at a time: quotes as in RFC 4180, cells trimmed, without blank lines.
 *
 * <p>Uses FastCSV because DataVec's {@code CSVRecordReader} works line by line, which rules out line breaks in quoted
 * cells, and removes backslashes from cells; and because FastCSV hands over cells as characters, from which numbers are read
 * without a string for each.
 */
public final class CsvRecords implements RecordSource {
    private final String name;
    private final CsvReader<Boolean> reader;
    private final CloseableIterator<Boolean> records;
    private final Records.Filler filler;
    private final Records single = new Records();
    private long linesRead;
    private Optional<InputException> error = Optional.empty();

    /**
     * @param in closed with the records
     * @param name of the file, for messages
     * @param separator between cells; a space stands for runs of spaces and tabs
     * @param form how rows are written
     * @param skippedLines at the top
     */
    public CsvRecords(Reader in, String name, char separator, RowForm form, int skippedLines) {
        this.name = name;
        this.filler = new Records.Filler(form.comment(), skippedLines);
        Reader rows = skippedLines == 0 ? in : below(in, skippedLines);
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(form.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(separator != ' ')
                .allowUnclosedQuote(false);
        // Only here quotes in comments have no meaning.
        form.comment().filter(beginning -> beginning.length() == 1).ifPresent(beginning -> builder.commentStrategy(
                        CommentStrategy.READ)
                .commentCharacter(beginning.charAt(0)));
        this.reader = builder.build(filler, separator == ' ' ? new BlankRuns(rows, form.quote()) : rows);
        this.records = reader.iterator();
    }

    private Reader below(Reader in, int lines) {
        PushbackReader rows = new PushbackReader(in);
        try {
            for (int line = 0; line < lines; line++) {
                int c = rows.read();
                while (c >= 0 && c != '\n' && c != '\r') {
                    c = rows.read();
                }
                int next = c == '\r' ? rows.read() : '\n';
                if (next >= 0 && next != '\n') {
                    rows.unread(next);
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return rows;
    }

    @Override
    public boolean read(Records into, int most) {
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
            fail(into, new BrokenQuote(name, filler.line(), e));
        } catch (UncheckedIOException e) {
            fail(into, failure(e.getCause()));
        }
        return into.size() > 0;
    }

    /** A quote that ends nowhere, or not where its cell does; what is below it cannot be read. */
    public static final class BrokenQuote extends InputException {
        private static final long serialVersionUID = 1L;
        /** What is wrong. */
        public static final String WHAT = "unclosed quote, or a quote inside a quoted cell that is not doubled";

        private final long line;

        BrokenQuote(String name, long line, Throwable cause) {
            super("%s, line %d: %s".formatted(name, line, WHAT), cause);
            this.line = line;
        }

        /** The line on which its record begins. */
        public long line() {
            return line;
        }
    }

    private void fail(Records above, InputException e) {
        if (above.size() == 0) {
            throw e;
        }
        error = Optional.of(e);
    }

    @Override
    public long comments() {
        return filler.comments();
    }

    @Override
    public Optional<Records.Row> next() {
        return read(single, 1) ? Optional.of(single.row(0)) : Optional.empty();
    }

    private InputException failure(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new InputException(
                    "%s%s: %s; try another --encoding"
                            .formatted(name, linesRead == 0 ? "" : ", after line " + linesRead, e.getMessage()),
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
