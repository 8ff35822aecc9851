package org.dropoutlab.data.table;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dropoutlab.experiment.InputException;

/**
 * How a user's file is written, as far as the user says so; what is empty is detected.
 *
 * @param encoding of its bytes
 * @param separator between cells
 * @param quote around cells that contain separators
 * @param header whether the first row is a header
 * @param skippedLines lines above the table
 * @param comment beginning of lines that are no rows
 * @param decimal mark between whole digits and decimals
 * @param thousands mark between groups of three digits
 * @param dateOrder order of day, month and year in dates
 * @param missingWords words for a missing value, in addition to the usual ones
 * @param badRows what to do with rows that cannot be read
 */
public record TableLayout(
        Optional<Charset> encoding,
        Optional<Character> separator,
        Optional<Character> quote,
        Optional<Boolean> header,
        OptionalInt skippedLines,
        Optional<String> comment,
        Optional<DecimalMark> decimal,
        Optional<Character> thousands,
        Optional<DateOrder> dateOrder,
        List<String> missingWords,
        BadRows badRows) {
    private static final String THOUSANDS = ",. '\u00a0\u202f\u2019";

    /**
     * @throws InputException if a mark or word is invalid
     */
    public TableLayout {
        missingWords = List.copyOf(missingWords);
        Optional<Character> quotes = quote.or(() -> Optional.of('"'));
        if (separator
                .filter(character -> isBreak(character) || quotes.get().equals(character))
                .isPresent()) {
            throw new InputException("the separator cannot be a quote or a line break");
        }
        if (quote.isPresent() && (isBreak(quote.get()) || Character.isLetterOrDigit(quote.get()))) {
            throw new InputException("the quote cannot be a letter, a digit or a line break");
        }
        if (thousands.filter(mark -> THOUSANDS.indexOf(mark) < 0).isPresent()) {
            throw new InputException("the thousands separator is a comma, a point, a space or an apostrophe");
        }
        if (thousands.isPresent()
                && decimal.filter(mark -> mark.mark() == thousands.get()).isPresent()) {
            throw new InputException("the thousands separator and the decimal mark cannot be the same");
        }
        if (comment.filter(String::isBlank).isPresent()) {
            throw new InputException("the beginning of comment lines cannot be blank");
        }
        if (skippedLines.isPresent() && skippedLines.getAsInt() < 0) {
            throw new InputException("the number of lines to skip cannot be negative");
        }
    }

    private static boolean isBreak(char character) {
        return character == '\n' || character == '\r';
    }

    /** The mark between whole digits and decimals. */
    public enum DecimalMark {
        /** As in 0.5. */
        POINT('.'),
        /** As in 0,5. */
        COMMA(',');

        private final char mark;

        DecimalMark(char mark) {
            this.mark = mark;
        }

        /** The character. */
        public char mark() {
            return mark;
        }
    }

    /** The order of day, month and year in dates. */
    public enum DateOrder {
        /** Day, month, year. */
        DMY,
        /** Month, day, year. */
        MDY,
        /** Year, month, day. */
        YMD
    }

    /** What to do with rows that cannot be read. */
    public enum BadRows {
        /** Stop, and list them. */
        REFUSE,
        /** Leave them out, and count them. */
        SKIP
    }

    /** Everything detected; rows that cannot be read are refused. */
    public static TableLayout detected() {
        return new TableLayout(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                BadRows.REFUSE);
    }

    /** The same in this encoding. */
    public TableLayout withEncoding(Charset charset) {
        return with(copy -> copy.encoding = Optional.of(charset));
    }

    /** The same with this separator. */
    public TableLayout withSeparator(char character) {
        return with(copy -> copy.separator = Optional.of(character));
    }

    /** The same with this quote. */
    public TableLayout withQuote(char character) {
        return with(copy -> copy.quote = Optional.of(character));
    }

    /** The same with or without a header. */
    public TableLayout withHeader(boolean there) {
        return with(copy -> copy.header = Optional.of(there));
    }

    /** The same without this many lines at the top. */
    public TableLayout withSkippedLines(int lines) {
        return with(copy -> copy.skippedLines = OptionalInt.of(lines));
    }

    /** The same without lines that begin in this way. */
    public TableLayout withComment(String beginning) {
        return with(copy -> copy.comment = Optional.of(beginning));
    }

    /** The same with this decimal mark. */
    public TableLayout withDecimal(DecimalMark mark) {
        return with(copy -> copy.decimal = Optional.of(mark));
    }

    /** The same with this mark between groups of three digits. */
    public TableLayout withThousands(char mark) {
        return with(copy -> copy.thousands = Optional.of(mark));
    }

    /** The same with this order in dates. */
    public TableLayout withDateOrder(DateOrder order) {
        return with(copy -> copy.dateOrder = Optional.of(order));
    }

    /** The same with these words for a missing value in addition to the usual ones. */
    public TableLayout withMissingWords(List<String> words) {
        return with(copy -> copy.missingWords = words);
    }

    /** The same with this treatment of rows that cannot be read. */
    public TableLayout withBadRows(BadRows treatment) {
        return with(copy -> copy.badRows = treatment);
    }

    /** A changed copy. */
    private TableLayout with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.layout();
    }

    /** A mutable copy of a layout's components. */
    private static final class Copy {
        private Optional<Charset> encoding;
        private Optional<Character> separator;
        private Optional<Character> quote;
        private Optional<Boolean> header;
        private OptionalInt skippedLines;
        private Optional<String> comment;
        private Optional<DecimalMark> decimal;
        private Optional<Character> thousands;
        private Optional<DateOrder> dateOrder;
        private List<String> missingWords;
        private BadRows badRows;

        private Copy(TableLayout original) {
            this.encoding = original.encoding;
            this.separator = original.separator;
            this.quote = original.quote;
            this.header = original.header;
            this.skippedLines = original.skippedLines;
            this.comment = original.comment;
            this.decimal = original.decimal;
            this.thousands = original.thousands;
            this.dateOrder = original.dateOrder;
            this.missingWords = original.missingWords;
            this.badRows = original.badRows;
        }

        private TableLayout layout() {
            return new TableLayout(
                    encoding,
                    separator,
                    quote,
                    header,
                    skippedLines,
                    comment,
                    decimal,
                    thousands,
                    dateOrder,
                    missingWords,
                    badRows);
        }
    }
}
