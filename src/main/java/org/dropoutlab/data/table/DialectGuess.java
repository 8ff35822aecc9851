package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.SampleRows.Row;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.text.TableInput;
import org.dropoutlab.experiment.InputException;

/**
 * Finds how a file's rows are written by how uniform the table comes out: rows of one width, cells of known kinds (van den Burg,
 * Nazábal &amp; Sutton 2019, "Wrangling messy CSV files by detecting row and type patterns").
 */
final class DialectGuess {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final List<String> COMMENTS = List.of("#", "%", "//", "!");
    /** What a row of one cell is worth. */
    private static final double ONE_CELL = 1e-3;
    /** Runs of blanks separate columns only if nothing else makes a uniform table. */
    private static final double UNIFORM = 0.8;

    private static final int ROWS_OF_TEXTS_FOR_A_HEADER = 5;
    private static final int LONGEST_MARK = 10;
    private static final Pattern ESCAPED_QUOTE =
            Pattern.compile("(?:^|[,;\t|\n])\"[^\"\n]*+(?<=\\\\)\"[\\p{L}\\p{N} ]");
    private static final int MOST_TITLE_LINES = 100;

    private static final MissingWords USUAL = new MissingWords(List.of());

    private final String name;
    private final TableInput.Sample sample;
    private final Optional<String> label;
    private final TableLayout layout;
    private final List<String> decisions = new ArrayList<>();

    private final int fewest;

    private DialectGuess(
            String name, TableInput.Sample sample, Optional<String> label, TableLayout layout, int fewest) {
        this.fewest = fewest;
        this.name = name;
        this.sample = sample;
        this.label = label;
        this.layout = layout;
    }

    /**
     * The likeliest dialect.
     *
     * @param name of the file, for messages
     * @param label the column to predict, if the user has said it
     * @param layout what the user has said
     * @throws InputException if there is no table
     */
    static Dialect of(String name, TableInput.Sample sample, Optional<String> label, TableLayout layout) {
        return new DialectGuess(name, sample, label, layout, 2).guess();
    }

    /** The likeliest dialect of a file without a label, which may have a single column. */
    static Dialect ofInputs(String name, TableInput.Sample sample, TableLayout layout) {
        return new DialectGuess(name, sample, Optional.empty(), layout, 1).guess();
    }

    private record Candidate(char separator, List<Row> rows, int width, double uniform, double score) {}

    private Dialect guess() {
        requireText();
        requireDoubledQuotes();
        char quote = layout.quote().orElseGet(this::likelyQuote);
        int skip = layout.skippedLines().orElse(0);
        Candidate best = layout.separator()
                .map(separator -> candidate(separator, quote, skip))
                .orElseGet(() -> likeliest(quote, skip));
        if (best.rows.isEmpty()) {
            throw new InputException(name + ": the file has no rows");
        }
        Optional<String> comment = layout.comment().or(() -> comment(best.rows, best.width));
        List<Row> rows = comment.isEmpty()
                ? best.rows
                : best.rows.stream()
                        .filter(row -> !row.startsWith(comment.get()))
                        .toList();
        Optional<Row> commentAbove =
                comment.flatMap(beginning -> commentedHeader(best.rows, beginning, best.separator));
        int width = comment.isEmpty() ? best.width : modalWidth(rows);
        if (width < fewest || rows.isEmpty()) {
            throw new InputException(
                    rows.isEmpty()
                            ? name + ": the file has no rows"
                            : "%s: only one column found; specify the separator if it is not one of , ; | or tab"
                                    .formatted(name));
        }
        return finish(best.separator, quote, comment, commentAbove, rows, width);
    }

    private void requireText() {
        String text = sample.pieces().get(0);
        if (text.indexOf('\0') >= 0) {
            throw new InputException(name + ": is not a text file; convert it to CSV, or specify --encoding");
        }
        String start = text.stripLeading();
        if (start.matches("(?s)(\\{\\s*\".*|\\[\\s*[\\[{\"].*)")) {
            throw new InputException(name + ": is JSON; convert it to CSV first");
        }
        if (start.matches("(?s)<(\\?xml|!DOCTYPE|html|HTML|!--).*")) {
            throw new InputException(name + ": is XML or HTML; convert it to CSV first");
        }
    }

    /** An apostrophe if cells begin and end with one, and none begins with a double quote. */
    private char likelyQuote() {
        String text = sample.pieces().get(0);
        boolean some = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean begins = at == 0 || isBetweenCells(text.charAt(at - 1));
            if (c == '"' && begins) {
                return '"';
            }
            if (c == '\'' && begins) {
                at = closing(text, at);
                if (at < 0) {
                    return '"';
                }
                some = true;
            } else if (c == '\'' && (at + 1 == text.length() || isBetweenCells(text.charAt(at + 1)))) {
                return '"';
            }
        }
        return some ? '\'' : '"';
    }

    private static boolean isBetweenCells(char c) {
        return ",;\t|\n\r".indexOf(c) >= 0;
    }

    /** Where a cell in apostrophes ends, in which they are doubled; −1 if it does not. */
    private static int closing(String text, int start) {
        int end = text.indexOf('\'', start + 1);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == '\'') {
            end = text.indexOf('\'', end + 2);
        }
        return end >= 0 && (end + 1 == text.length() || isBetweenCells(text.charAt(end + 1))) ? end : -1;
    }

    /** A quote behind a backslash in a quoted cell, with more of the cell behind it, ends no cell and is not doubled. */
    private void requireDoubledQuotes() {
        String text = sample.pieces().get(0);
        Matcher escaped = ESCAPED_QUOTE.matcher(text);
        if (escaped.find()) {
            throw new InputException(
                    "%s, line %d: quotes inside a cell are written \\\" with a backslash; write them doubled, as in \"say \"\"hi\"\"\""
                            .formatted(
                                    name,
                                    1
                                            + text.substring(0, escaped.end())
                                                    .chars()
                                                    .filter(c -> c == '\n')
                                                    .count()));
        }
    }

    private Candidate likeliest(char quote, int skip) {
        List<Candidate> candidates = SEPARATORS.stream()
                .filter(separator -> sample.pieces().stream().anyMatch(piece -> piece.indexOf(separator) >= 0))
                .map(separator -> candidate(separator, quote, skip))
                .toList();
        Optional<Candidate> best =
                candidates.stream().reduce((one, other) -> other.score > one.score * (1 + 1e-9) ? other : one);
        if (best.filter(found -> found.width > 1 && found.uniform >= UNIFORM).isPresent()) {
            return best.get();
        }
        Candidate blanks = candidate(' ', quote, skip);
        return best.filter(found -> found.score >= blanks.score).orElse(blanks);
    }

    private Candidate candidate(char separator, char quote, int skip) {
        List<Row> rows = SampleRows.of(sample.pieces(), separator, quote, skip);
        Map<Integer, Integer> widths = new HashMap<>();
        long cells = 0;
        long known = 0;
        for (Row row : rows) {
            widths.merge(row.width(), 1, Integer::sum);
            cells += row.width();
            for (String cell : row.cells()) {
                known += isKnown(cell) ? 1 : 0;
            }
        }
        double pattern = 0;
        for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
            pattern += width.getValue() * Math.max(ONE_CELL, (width.getKey() - 1.0) / width.getKey());
        }
        // A few lines above the table and a few faults must not count against what is right for thousands of rows.
        int patterns = (int) widths.values().stream()
                .filter(count -> count * 50 > rows.size())
                .count();
        int width = modalWidth(rows);
        double uniform = rows.isEmpty() ? 0 : widths.get(width) / (double) rows.size();
        double score = rows.isEmpty() ? 0 : pattern / Math.max(1, patterns) * known / Math.max(1, cells);
        return new Candidate(separator, rows, width, uniform * known / Math.max(1, cells), score);
    }

    /** The commonest width; of several, the largest. */
    private static int modalWidth(List<Row> rows) {
        Map<Integer, Integer> widths = new HashMap<>();
        rows.forEach(row -> widths.merge(row.width(), 1, Integer::sum));
        return widths.entrySet().stream()
                .max(Comparator.comparingInt(
                                (Map.Entry<Integer, Integer> width) -> width.getKey() == 1 ? 0 : width.getValue())
                        .thenComparingInt(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(1);
    }

    private static boolean isKnown(String cell) {
        boolean plain = true;
        boolean digit = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            digit |= c >= '0' && c <= '9';
            plain &= Character.isLetterOrDigit(c)
                    || c == ' '
                    || c == '_'
                    || c == '-'
                    || c == '.'
                    || c == '+'
                    || c == '/'
                    || c == '\''
                    || c == '?';
        }
        return plain
                || (digit && isTyped(cell))
                || (cell.length() <= LONGEST_MARK
                        && USUAL.of(cell.toCharArray(), 0, cell.length()) != MissingWords.Meaning.VALUE);
    }

    /** Whether it is a number or a date. */
    private static boolean isTyped(String cell) {
        return isNumber(cell) || Moment.parse(cell) != Moment.NONE;
    }

    private static boolean isNumber(String cell) {
        return Cell.number(cell).isPresent()
                || MarkedNumber.of(cell, DecimalMark.POINT).isPresent()
                || MarkedNumber.of(cell, DecimalMark.COMMA).isPresent();
    }

    /** The beginning of lines of another width than the table's, which are not many. */
    private static Optional<String> comment(List<Row> rows, int width) {
        return COMMENTS.stream()
                .filter(beginning -> {
                    boolean inTable = false;
                    int lines = 0;
                    for (Row row : rows) {
                        boolean starts = row.startsWith(beginning);
                        lines += starts ? 1 : 0;
                        if (starts
                                && row.width() == width
                                && (inTable || !row.cells().get(0).startsWith(beginning + " "))) {
                            return false;
                        }
                        inTable |= !starts && row.width() == width;
                    }
                    return lines > 0 && lines * 2 <= rows.size();
                })
                .findFirst();
    }

    /** The last comment line above the table, its beginning taken off. */
    private static Optional<Row> commentedHeader(List<Row> rows, String beginning, char separator) {
        Optional<Row> last = Optional.empty();
        for (Row row : rows) {
            if (!row.startsWith(beginning)) {
                break;
            }
            last = Optional.of(row);
        }
        return last.map(row -> {
            List<String> cells = new ArrayList<>(row.cells());
            String first = cells.get(0).substring(beginning.length()).strip();
            if (first.isEmpty() && separator == ' ') {
                cells.remove(0);
            } else {
                cells.set(0, first);
            }
            return new Row(row.line(), row.next(), cells, true);
        });
    }

    private Dialect finish(
            char separator,
            char quote,
            Optional<String> comment,
            Optional<Row> commentAbove,
            List<Row> rows,
            int width) {
        int start = firstRow(rows, width);
        Row top = rows.get(start);
        List<Row> below = rows.subList(start + 1, rows.size()).stream()
                .filter(row -> row.width() == width)
                .toList();
        List<Row> all = rows.subList(start, rows.size()).stream()
                .filter(row -> row.width() == width)
                .toList();
        boolean header = layout.header().orElseGet(() -> isHeader(top.cells(), below));
        List<String> names;
        long skipped;
        int unnamed = 0;
        Optional<Row> above = start > 0 ? Optional.of(rows.get(start - 1)) : Optional.empty();
        if (header || layout.header().isPresent()) {
            names = header ? named(top.cells()) : numbers(width);
            skipped = header ? top.next() - 1 : top.line() - 1;
        } else if (above.filter(row -> isNamesOf(row, width, all)).isPresent()) {
            header = true;
            Row wrongWidth = above.get();
            unnamed = 1;
            names = fitted(wrongWidth, width, all);
            skipped = wrongWidth.next() - 1;
            start--;
        } else if (commentAbove
                .filter(row -> row.width() == width && isHeader(row.cells(), all))
                .isPresent()) {
            header = true;
            names = named(commentAbove.get().cells());
            skipped = commentAbove.get().next() - 1;
            decisions.add("the names of the columns are in the comment on line %d"
                    .formatted(commentAbove.get().line()));
        } else {
            names = numbers(width);
            // Rows that are wider than the others are no titles.
            int first = IntStream.range(0, start)
                    .filter(row -> rows.get(row).width() > width)
                    .findFirst()
                    .orElse(start);
            skipped = rows.get(first).line() - 1;
            start = first;
        }
        requireRows(header, rows, start, width);
        decisions.add(
                0,
                "columns are separated by %s, and %s"
                        .formatted(
                                separator == '\t' ? "tabs" : separator == ' ' ? "spaces" : "'" + separator + "'",
                                header
                                        ? "the first row is the header"
                                        : "there is no header: columns are numbered from 0"));
        long aboveTable = rows.get(start).line() - 1;
        if (aboveTable > 0 && layout.skippedLines().isEmpty() && saysSkipped(aboveTable)) {
            decisions.add("%s above the table %s skipped (--skip-lines N changes that)"
                    .formatted(aboveTable == 1 ? "1 line" : aboveTable + " lines", aboveTable == 1 ? "is" : "are"));
        }
        if (layout.quote().isEmpty() && quote == '\'') {
            decisions.add("cells are quoted with '");
        }
        DecimalMark decimal =
                layout.decimal().or(this::decimalByThousands).orElseGet(() -> decimal(all, width, separator));
        return new Dialect(separator, quote, comment, (int) skipped, header, names, decimal, decisions, unnamed);
    }

    /** The mark that is left if the other is between thousands. */
    private Optional<DecimalMark> decimalByThousands() {
        return layout.thousands()
                .filter(mark -> mark == ',' || mark == '.')
                .map(mark -> mark == ',' ? DecimalMark.POINT : DecimalMark.COMMA);
    }

    /** Blank lines above a table go without saying. */
    private boolean saysSkipped(long lines) {
        return !sample.pieces().get(0).lines().limit(lines).allMatch(String::isBlank);
    }

    private void requireRows(boolean header, List<Row> rows, int start, int width) {
        if (header
                && rows.subList(Math.min(rows.size(), start + 1), rows.size()).stream()
                        .noneMatch(row -> row.width() == width)
                && sample.whole()) {
            throw new InputException(name + ": no rows below the header");
        }
    }

    /** The first row of the table: of its width, and not a title with empty cells behind it. */
    private int firstRow(List<Row> rows, int width) {
        if (layout.skippedLines().isPresent()) {
            return IntStream.range(0, rows.size())
                    .filter(row -> rows.get(row).width() == width)
                    .findFirst()
                    .orElse(0);
        }
        for (int row = 0; row < Math.min(rows.size(), MOST_TITLE_LINES); row++) {
            if (rows.get(row).width() == width && !isTitle(rows, row, width)) {
                return row;
            }
        }
        return IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).width() == width)
                .findFirst()
                .orElse(0);
    }

    private static boolean isTitle(List<Row> rows, int row, int width) {
        if (width < 3) {
            return false;
        }
        long filled = filled(rows.get(row));
        int next = row + 1;
        while (next < rows.size() && filled(rows.get(next)) <= 1) {
            next++;
        }
        return filled <= 1
                && next < rows.size()
                && filled(rows.get(next)) >= width - 1
                && !isTyped(rows.get(row).cells().get(0))
                && next <= MOST_TITLE_LINES
                && filled(rows.get(Math.min(rows.size() - 1, next + 1))) > 1;
    }

    private static long filled(Row row) {
        return row.cells().stream().filter(cell -> !cell.isEmpty()).count();
    }

    /** It has the label's name; or it is text above numbers or dates; or above texts that repeat without it. */
    private boolean isHeader(List<String> cells, List<Row> below) {
        if (label.filter(wanted -> cells.contains(wanted) && Cell.number(wanted).isEmpty())
                .isPresent()) {
            return true;
        }
        if (cells.stream().anyMatch(DialectGuess::isTyped)
                || cells.stream().filter(String::isEmpty).count() > 1) {
            return false;
        }
        MissingWords missing = new MissingWords(layout.missingWords());
        boolean repeats = below.size() >= ROWS_OF_TEXTS_FOR_A_HEADER && new HashSet<>(cells).size() == cells.size();
        for (int column = 0; column < cells.size(); column++) {
            int place = column;
            List<String> values = below.stream()
                    .map(row -> row.cells().get(place))
                    .filter(cell -> missing.of(cell.toCharArray(), 0, cell.length()) == MissingWords.Meaning.VALUE)
                    .toList();
            String cell = cells.get(column);
            if (missing.of(cell.toCharArray(), 0, cell.length()) != MissingWords.Meaning.MISSING
                    && !values.isEmpty()
                    && values.stream().filter(DialectGuess::isTyped).count() * 10 >= values.size() * 9L) {
                return true;
            }
            Set<String> different = new HashSet<>(values);
            repeats &= !different.contains(cell) && 2 * different.size() <= values.size();
        }
        return repeats;
    }

    /** Whether a row has one name too few or too many for the rows below it. */
    private boolean isNamesOf(Row row, int width, List<Row> below) {
        boolean longer = row.width() == width + 1;
        if (!longer && (row.width() != width - 1 || width < 3)) {
            return false;
        }
        List<String> cells = longer ? row.cells().subList(0, width) : row.cells();
        return cells.stream().noneMatch(cell -> cell.isEmpty() || isTyped(cell))
                && new HashSet<>(cells).size() == cells.size()
                && below.size() > 1
                && IntStream.range(0, width)
                        .anyMatch(column -> below.stream()
                                        .allMatch(one -> isTyped(one.cells().get(column))
                                                || one.cells().get(column).isEmpty())
                                && below.stream()
                                        .anyMatch(one -> isTyped(one.cells().get(column))));
    }

    private List<String> fitted(Row header, int width, List<Row> below) {
        List<String> cells = new ArrayList<>(header.cells());
        if (header.width() > width) {
            if (!cells.get(width).isEmpty()) {
                throw new InputException(
                        ("%s, line %d: the header has %d names, but rows have %d cells: either a column is missing in the rows or a name"
                                        + " contains a separator; mend the header, or use --skip-lines %d --no-header to number the columns")
                                .formatted(name, header.line(), header.width(), width, header.next() - 1));
            }
            decisions.add("the separator at the end of the header is ignored");
            return named(cells.subList(0, width));
        }
        if (below.stream().allMatch(row -> row.cells().get(width - 1).isEmpty())) {
            decisions.add("the separator at the end of each row is ignored");
            cells.add(Integer.toString(width - 1));
            return named(cells);
        }
        boolean rowNames =
                below.stream().map(row -> row.cells().get(0)).distinct().count() == below.size();
        if (!rowNames) {
            throw new InputException(
                    ("%s, line %d: the header has %d names, but rows have %d cells: either the first column has no name or a separator is"
                                    + " missing in the header; mend the header, or use --skip-lines %d --no-header to number the columns")
                            .formatted(name, header.line(), header.width(), width, header.next() - 1));
        }
        decisions.add(
                "the header is one name short: the first column has none, as row names that R writes, and is named 0");
        cells.add(0, "0");
        return named(cells);
    }

    private static List<String> named(List<String> cells) {
        List<String> names = new ArrayList<>(cells);
        for (int column = 0; column < names.size(); column++) {
            if (names.get(column).isEmpty()) {
                names.set(column, Integer.toString(column));
            }
        }
        return names;
    }

    private static List<String> numbers(int width) {
        return IntStream.range(0, width).mapToObj(Integer::toString).toList();
    }

    /** The file's decimal mark, by what only one of them can explain, in the sample; column by column. */
    private DecimalMark decimal(List<Row> rows, int width, char separator) {
        int points = 0;
        int commas = 0;
        Optional<String> doubtful = Optional.empty();
        int doubtfulVotes = 0;
        for (int column = 0; column < width; column++) {
            int point = 0;
            int comma = 0;
            int whole = 0;
            int withPoint = 0;
            int withComma = 0;
            String example = "";
            for (Row row : rows) {
                String cell = row.cells().get(column);
                boolean hasPoint = cell.indexOf('.') >= 0;
                boolean hasComma = cell.indexOf(',') >= 0;
                if (!hasPoint && !hasComma) {
                    double number = cell.length() <= 3 ? Cell.number(cell).orElse(Double.NaN) : Double.NaN;
                    whole += number >= 10 ? 1 : 0;
                    continue;
                }
                MarkedNumber asPoint = MarkedNumber.of(cell, DecimalMark.POINT).orElse(null);
                MarkedNumber asComma = MarkedNumber.of(cell, DecimalMark.COMMA).orElse(null);
                if (asPoint != null && asComma == null) {
                    point++;
                } else if (asComma != null && asPoint == null) {
                    comma++;
                } else if (asPoint != null) {
                    withPoint += hasPoint ? 1 : 0;
                    withComma += hasComma ? 1 : 0;
                    example = cell;
                }
            }
            points += point;
            commas += comma;
            if (point == 0 && comma == 0 && withPoint + withComma > 0) {
                // 950 beside 1,200 and 3,412: whole numbers with thousands. Decimals would have been written for all.
                boolean thousands = whole > 0;
                int vote = (withPoint >= withComma) == thousands ? -1 : 1;
                if (!thousands) {
                    doubtful = doubtful.isPresent() ? doubtful : Optional.of(example);
                    vote = withPoint >= withComma ? 1 : separator == ';' ? -1 : 1;
                }
                doubtfulVotes += vote;
            }
        }
        DecimalMark mark = points != commas
                ? points > commas ? DecimalMark.POINT : DecimalMark.COMMA
                : doubtfulVotes >= 0 ? DecimalMark.POINT : DecimalMark.COMMA;
        if (points == 0 && commas == 0 && doubtful.isPresent()) {
            MarkedNumber.of(doubtful.get(), mark)
                    .ifPresent(read -> decisions.add(
                            "numbers such as %s could be meant in two ways and are read as %s; --decimal %s reads them otherwise"
                                    .formatted(
                                            example(read, mark),
                                            Cell.className(read.value()),
                                            mark == DecimalMark.POINT ? "comma" : "point")));
        }
        if (mark == DecimalMark.COMMA) {
            decisions.add("numbers have a decimal comma");
        }
        return mark;
    }

    private static String example(MarkedNumber read, DecimalMark mark) {
        boolean decimals = read.thousands() == 0;
        char written = decimals ? mark.mark() : read.thousands();
        String digits = decimals
                ? Cell.className(read.value())
                : String.format(java.util.Locale.ROOT, "%,d", (long) read.value());
        return decimals ? digits.replace('.', written) : digits.replace(',', written);
    }
}
