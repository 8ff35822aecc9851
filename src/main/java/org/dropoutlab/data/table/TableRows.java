package org.dropoutlab.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableLayout.DateOrder;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.TableSchema.Amount;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.Truth;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.data.table.text.ArffFile;
import org.dropoutlab.data.table.text.CsvRecords;
import org.dropoutlab.data.table.text.RecordSource;
import org.dropoutlab.data.table.text.Records;
import org.dropoutlab.data.table.text.RowForm;
import org.dropoutlab.data.table.text.TableInput;
import org.dropoutlab.data.table.text.TextReader;
import org.dropoutlab.experiment.InputException;

/**
 * The rows of a file read by a {@link TableSchema}, one at a time; only one is in memory.
 *
 * <p>With a header, columns are matched by name, in any order, and extra ones are ignored; without one, they are matched by
 * position, and the label may be missing. All methods throw {@link InputException} if the file does not fit the schema.
 */
public final class TableRows implements Iterator<TableRows.Row>, AutoCloseable {
    private static final int MOST_LISTED = 30;
    /** Characters in which an ARFF file says what it is. */
    private static final int PEEKED = 1 << 16;

    private static final int ROWS_FOR_MARK = 100;
    private static final int SAMPLED = 1 << 18;
    private static final int MOST_TITLES = 20;

    private final TableSchema schema;
    private final String name;
    private final RecordSource records;
    private final MissingWords missing;
    private final Map<Column, Map<String, Integer>> categories = new HashMap<>();
    /** Position of each column of the schema in a row; -1 if it is absent or unused. */
    private final int[] places;

    private final int width;
    private final Deque<Records.Row> ahead = new ArrayDeque<>();
    private Optional<Records.Row> next;
    /** The file's own decimal mark, if its first rows prove one. */
    private final Optional<DecimalMark> mark;

    /**
     * A row.
     *
     * @param line on which it begins, counted from 1
     * @param inputs of the network, not yet scaled; a missing number is {@code NaN}
     * @param label as written; empty if it is missing
     * @param unseen categories that the schema does not have
     * @param sequence of which it is a step; empty if the schema has no sequences, or the file is a single one
     * @param time of a step, as a number or in days; empty if the schema or the file does not say
     */
    public record Row(
            long line,
            double[] inputs,
            Optional<String> label,
            List<Unseen> unseen,
            Optional<String> sequence,
            OptionalDouble time) {

        /** A row that is no step of a sequence. */
        public Row(long line, double[] inputs, Optional<String> label, List<Unseen> unseen) {
            this(line, inputs, label, unseen, Optional.empty(), OptionalDouble.empty());
        }

        /** The same with another label. */
        public Row withLabel(Optional<String> other) {
            return new Row(line, inputs, other, unseen, sequence, time);
        }
    }

    /** A category that a column of the schema does not have. */
    public record Unseen(String column, String category) {}

    private TableRows(
            TableSchema schema,
            RecordSource records,
            String name,
            Optional<Boolean> header,
            Consumer<String> warnings) {
        this.schema = schema;
        this.name = name;
        this.records = records;
        this.missing = new MissingWords(schema.form().missingWords());
        for (Column column : schema.columns()) {
            if (column instanceof Categorical categorical) {
                categories.put(column, places(categorical.categories()));
            }
        }
        skipTitles(header);
        this.next = nextRecord();
        Records.Row first = next.orElseThrow(() -> new InputException(name + ": no rows"));
        boolean named = header.orElseGet(() -> isHeader(first.cells()));
        if (!named) {
            this.width = first.cells().size();
            this.places = byPlace(first);
            this.mark = provenMark(warnings);
            return;
        }
        next = nextRecord();
        if (next.isEmpty()) {
            throw new InputException(name + ": no rows below the header");
        }
        Records.Row whole = hasUnnamedColumn(first, next.get()) ? withUnnamedColumn(first) : first;
        this.width = next.get().cells().size() == whole.cells().size() - 1 && endsEmpty(whole)
                ? whole.cells().size() - 1
                : whole.cells().size();
        this.places = schema.header() ? byName(whole, warnings) : byPlace(whole);
        this.mark = provenMark(warnings);
    }

    /** The decimal mark without which some numbers of the first rows could not be read, if none of them needs the other. */
    private Optional<DecimalMark> provenMark(Consumer<String> warnings) {
        while (ahead.size() < ROWS_FOR_MARK) {
            Optional<Records.Row> further = records.next();
            if (further.isEmpty()) {
                break;
            }
            ahead.add(further.get());
        }
        int points = 0;
        int commas = 0;
        for (Records.Row row : Stream.concat(next.stream(), ahead.stream()).toList()) {
            for (int i = 0; i < places.length; i++) {
                if (places[i] >= 0
                        && places[i] < row.cells().size()
                        && isNumber(schema.columns().get(i))) {
                    String cell = row.cells().get(places[i]);
                    boolean point = MarkedNumber.of(cell, DecimalMark.POINT).isPresent();
                    boolean comma = MarkedNumber.of(cell, DecimalMark.COMMA).isPresent();
                    points += point && !comma ? 1 : 0;
                    commas += comma && !point ? 1 : 0;
                }
            }
        }
        if (commas > 0 && points == 0) {
            warnings.accept(name + ": numbers have a decimal comma");
            return Optional.of(DecimalMark.COMMA);
        }
        return points > 0 && commas == 0 ? Optional.of(DecimalMark.POINT) : Optional.empty();
    }

    private Optional<Records.Row> nextRecord() {
        return ahead.isEmpty() ? records.next() : Optional.of(ahead.remove());
    }

    /** Skips what is above a header, if there is one, or else lines of one text above a table of several columns. */
    private void skipTitles(Optional<Boolean> header) {
        Set<String> wanted = schema.columns().stream()
                .filter(column -> column.inputs() > 0)
                .map(Column::name)
                .collect(Collectors.toSet());
        List<Records.Row> seen = new ArrayList<>();
        for (Optional<Records.Row> row = records.next(); row.isPresent(); row = records.next()) {
            seen.add(row.get());
            if (schema.header()
                    && header.orElse(true)
                    && new HashSet<>(row.get().cells()).containsAll(wanted)) {
                ahead.add(row.get());
                return;
            }
            if (!schema.header() || header.filter(there -> !there).isPresent() || seen.size() == MOST_TITLES) {
                break;
            }
        }
        ahead.addAll(seen);
    }

    private static boolean endsEmpty(Records.Row row) {
        return row.cells().get(row.cells().size() - 1).isEmpty();
    }

    /** Whether the first column has no name in the header, as row names that R writes. */
    private boolean hasUnnamedColumn(Records.Row header, Records.Row below) {
        return schema.header()
                && below.cells().size() == header.cells().size() + 1
                && schema.columns().get(0).name().equals("0");
    }

    private static Records.Row withUnnamedColumn(Records.Row header) {
        return new Records.Row(
                header.line(),
                Stream.concat(Stream.of("0"), header.cells().stream()).toList());
    }

    private static Map<String, Integer> places(List<String> texts) {
        return IntStream.range(0, texts.size()).boxed().collect(Collectors.toMap(texts::get, place -> place));
    }

    /**
     * The rows of a stream.
     *
     * @param schema describes the columns
     * @param in text in UTF-8, in UTF-16 with a byte-order mark, or else in Windows-1252; closed with the rows
     * @param name of the stream, for messages
     * @param header whether the first row is a header; detected if empty
     * @param warnings receives one sentence about columns that are not in the schema
     */
    public static TableRows of(
            TableSchema schema, InputStream in, String name, Optional<Boolean> header, Consumer<String> warnings) {
        RecordSource records;
        try {
            records = new CsvRecords(new TextReader(in, Optional.empty()), name, schema.separator(), schema.form(), 0);
        } catch (IOException e) {
            throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
        }
        try {
            return new TableRows(schema, records, name, header, warnings);
        } catch (RuntimeException e) {
            records.close();
            throw e;
        }
    }

    /**
     * The rows of a delimited file, as {@link #of(TableSchema, InputStream, String, Optional, Consumer)} reads them, or of an ARFF file.
     */
    public static TableRows of(TableSchema schema, Path file, Optional<Boolean> header, Consumer<String> warnings) {
        TableInput input = TableInput.of(file);
        if (!ArffFile.isArff(
                input.sample(Optional.empty(), PEEKED, 0, 0).pieces().get(0))) {
            return of(written(schema, input, header, warnings), input.open(), file.toString(), header, warnings);
        }
        try {
            ArffFile arff = new ArffFile(new TextReader(input.open(), Optional.empty()), file.toString());
            return new TableRows(schema, new BelowNames(arff), file.toString(), Optional.of(true), warnings);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** The schema with a file's own separator and quote, if it has others and its columns then are the schema's. */
    private static TableSchema written(
            TableSchema schema, TableInput input, Optional<Boolean> header, Consumer<String> warnings) {
        Dialect dialect;
        try {
            TableLayout layout =
                    TableLayout.detected().withMissingWords(schema.form().missingWords());
            dialect = DialectGuess.of(
                    input.name(),
                    input.sample(Optional.empty(), SAMPLED, 0, 0),
                    Optional.of(schema.label()),
                    header.map(layout::withHeader).orElse(layout));
        } catch (InputException e) {
            return schema;
        }
        boolean named = schema.header() && dialect.header();
        boolean fits = named
                ? new HashSet<>(dialect.names())
                        .containsAll(schema.columns().stream()
                                .filter(column -> column.inputs() > 0)
                                .map(Column::name)
                                .toList())
                : dialect.width() == schema.columns().size()
                        || dialect.width() == schema.columns().size() - 1;
        if (!fits || dialect.separator() == schema.separator()) {
            return schema;
        }
        warnings.accept("%s: columns are separated by %s"
                .formatted(
                        input.name(),
                        dialect.separator() == '\t'
                                ? "tabs"
                                : dialect.separator() == ' ' ? "spaces" : "'" + dialect.separator() + "'"));
        return new TableSchema(
                dialect.separator(),
                schema.header(),
                schema.columns(),
                schema.task(),
                schema.classes(),
                schema.missing(),
                schema.unseen(),
                new RowForm(
                        dialect.quote(),
                        dialect.comment().or(schema.form()::comment),
                        schema.form().missingWords()));
    }

    /** The rows of an ARFF file below its attributes' names. */
    private static final class BelowNames implements RecordSource {
        private final ArffFile file;
        private boolean started;

        BelowNames(ArffFile file) {
            this.file = file;
        }

        @Override
        public boolean read(Records into, int most) {
            return file.read(into, most);
        }

        @Override
        public Optional<Records.Row> next() {
            if (started) {
                return file.next();
            }
            started = true;
            return Optional.of(new Records.Row(
                    1, file.attributes().stream().map(ArffFile.Attribute::name).toList()));
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** It names a column, or has text in place of every number. */
    private boolean isHeader(List<String> cells) {
        boolean named = schema.header()
                && schema.columns().stream().anyMatch(column -> column.inputs() > 0 && cells.contains(column.name()));
        List<String> numbers = IntStream.range(
                        0, Math.min(cells.size(), schema.columns().size()))
                .filter(column -> isNumber(schema.columns().get(column)))
                .mapToObj(cells::get)
                .toList();
        return named
                || (!numbers.isEmpty()
                        && numbers.stream()
                                .allMatch(cell -> meaning(cell) == MissingWords.Meaning.VALUE
                                        && MarkedNumber.of(cell, DecimalMark.POINT)
                                                .isEmpty()
                                        && MarkedNumber.of(cell, DecimalMark.COMMA)
                                                .isEmpty()));
    }

    private static boolean isNumber(Column column) {
        return column instanceof Numeric || column instanceof Amount;
    }

    private MissingWords.Meaning meaning(String cell) {
        return missing.of(cell.toCharArray(), 0, cell.length());
    }

    private int[] byName(Records.Row header, Consumer<String> warnings) {
        List<String> names = header.names();
        int[] found = new int[schema.columns().size()];
        for (int column = 0; column < found.length; column++) {
            found[column] = names.indexOf(schema.columns().get(column).name());
        }
        List<Column> wanted =
                schema.columns().stream().filter(column -> column.inputs() > 0).toList();
        List<String> lost = wanted.stream()
                .map(Column::name)
                .filter(column -> !names.contains(column))
                .toList();
        if (!lost.isEmpty()) {
            throw new InputException("%s, line %d: no column %s; columns: %s"
                    .formatted(name, header.line(), listed(lost), listed(names)));
        }
        for (Column column : wanted) {
            if (names.indexOf(column.name()) != names.lastIndexOf(column.name())) {
                throw new InputException("%s, line %d: two columns are named %s; rename one"
                        .formatted(name, header.line(), column.name()));
            }
        }
        List<String> extra = names.stream()
                .filter(column -> schema.columns().stream().map(Column::name).noneMatch(column::equals))
                .toList();
        if (!extra.isEmpty()) {
            warnings.accept(
                    "%s: ignoring columns that were not in the training data: %s".formatted(name, listed(extra)));
        }
        return found;
    }

    private int[] byPlace(Records.Row first) {
        int columns = schema.columns().size();
        int label = schema.labelIndex();
        if (width == columns) {
            return IntStream.range(0, columns).toArray();
        }
        boolean ofFiles = schema.sequence().filter(TableSchema.Sequence::ofFile).isPresent();
        if (ofFiles) {
            int inFile = columns - 2;
            if (width != inFile) {
                throw new InputException(
                        "%s, line %d: %d cells; expected %d".formatted(name, first.line(), width, inFile));
            }
            // The columns of class and file come after the file's own.
            return IntStream.range(0, columns)
                    .map(column -> column < inFile ? column : -1)
                    .toArray();
        }
        if (width == columns - 1) {
            return IntStream.range(0, columns)
                    .map(column -> column == label ? -1 : column < label ? column : column - 1)
                    .toArray();
        }
        throw new InputException("%s, line %d: %d cells; expected %d, or %d without the label %s"
                .formatted(name, first.line(), width, columns, columns - 1, schema.label()));
    }

    /** The schema by which the rows are read. */
    public TableSchema schema() {
        return schema;
    }

    /** A comma-separated list of names, shortened if it is long. */
    public static String listed(List<String> names) {
        String shown = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return names.size() > MOST_LISTED ? "%s and %d more".formatted(shown, names.size() - MOST_LISTED) : shown;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = nextRecord();
        }
        if (next.filter(this::mayBeFooter).isPresent()) {
            Optional<Records.Row> below = nextRecord();
            if (below.isEmpty()) {
                next = below;
            } else {
                ahead.addFirst(below.get());
            }
        }
        return next.isPresent();
    }

    /** Whether a row is a single text, as the number of rows that programs write below a table. */
    private boolean mayBeFooter(Records.Row row) {
        return row.cells().size() == 1
                && width > 2
                && Cell.number(row.cells().get(0)).isEmpty();
    }

    /** The row's cells, without what a separator at its end makes. */
    private List<String> cells(Records.Row row) {
        List<String> cells = row.cells();
        boolean closed = cells.size() == width + 1 && endsEmpty(row);
        requireWidth(name, row.line(), closed ? width : cells.size(), width);
        return cells;
    }

    /**
     * @throws NoSuchElementException at the end
     */
    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        Records.Row row = next.orElseThrow();
        next = Optional.empty();
        List<String> cells = cells(row);
        double[] inputs = new double[schema.inputs()];
        List<Unseen> unseen = new ArrayList<>(0);
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            Column column = schema.columns().get(i);
            if (column.inputs() > 0) {
                write(column, cells.get(places[i]), row.line(), inputs, at, unseen);
                at += column.inputs();
            }
        }
        int labelled = places[schema.labelIndex()];
        Optional<String> label = labelled < 0
                ? Optional.empty()
                : Optional.of(cells.get(labelled)).filter(cell -> meaning(cell) != MissingWords.Meaning.MISSING);
        return new Row(
                row.line(),
                inputs,
                label.map(this::withPoint),
                unseen,
                cell(cells, TableSchema.Sequence.class, row.line()),
                schema.isOfSequences() ? time(cells, row.line()) : OptionalDouble.empty());
    }

    private OptionalDouble time(List<String> cells, long line) {
        Optional<String> cell = cell(cells, TableSchema.Time.class, line);
        if (cell.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = Cell.number(cell.get());
        if (number.isPresent()) {
            return number;
        }
        long moment = Moment.parse(cell.get());
        double[] days = moment == Moment.NONE
                ? new double[0]
                : Stream.of(DateOrder.values())
                        .mapToDouble(order -> Moment.days(moment, order))
                        .filter(day -> !Double.isNaN(day))
                        .distinct()
                        .toArray();
        if (days.length != 1) {
            throw new InputException("%s, line %d: the time '%s' is neither a number nor a date such as 2024-03-31"
                    .formatted(name, line, cell.get()));
        }
        return OptionalDouble.of(days[0]);
    }

    /** The cell of a row's sequence or time. */
    private Optional<String> cell(List<String> cells, Class<? extends Column> kind, long line) {
        for (int i = 0; i < places.length; i++) {
            if (kind.isInstance(schema.columns().get(i))) {
                Column column = schema.columns().get(i);
                if (places[i] < 0 && column instanceof TableSchema.Sequence one && one.ofFile()) {
                    return Optional.empty();
                }
                if (places[i] < 0) {
                    throw new InputException("%s: no column %s, which %s"
                            .formatted(
                                    name,
                                    column.name(),
                                    column instanceof TableSchema.Sequence
                                            ? "says to which sequence a row belongs"
                                            : "puts the steps of a sequence in order"));
                }
                String cell = cells.get(places[i]).strip();
                if (cell.isEmpty()) {
                    throw missing(name, line, column);
                }
                return Optional.of(cell);
            }
        }
        return Optional.empty();
    }

    /** A number to predict, which the file may write with a decimal comma. */
    private String withPoint(String label) {
        return schema.task() == TableSchema.Task.REGRESSION
                        && mark.filter(DecimalMark.COMMA::equals).isPresent()
                ? MarkedNumber.of(label, DecimalMark.COMMA)
                        .map(number -> Double.toString(number.value()))
                        .orElse(label)
                : label;
    }

    /** Rejects a row with more or fewer cells than the first. */
    static void requireWidth(String name, long line, int own, int width) {
        if (own != width) {
            throw new InputException(
                    "%s, line %d: %d cells, but the first row has %d".formatted(name, line, own, width));
        }
    }

    private void write(Column column, String cell, long line, double[] inputs, int at, List<Unseen> unseen) {
        if (column instanceof Categorical categorical) {
            Integer category = categories.get(column).get(cell);
            if (category != null) {
                inputs[at + category] = 1;
            } else if (isMissing(cell, false)) {
                refuseMissing(column, line);
            } else if (schema.unseen() == UnseenCategories.REFUSE) {
                throw new InputException(
                        "%s, line %d, column %s: category '%s' was not in the training data; categories: %s"
                                .formatted(name, line, column.name(), cell, listed(categorical.categories())));
            } else {
                unseen.add(new Unseen(column.name(), cell));
            }
            return;
        }
        double[] values = values(column, cell, line);
        if (values.length == 0) {
            refuseMissing(column, line);
            Arrays.fill(inputs, at, at + column.inputs(), Double.NaN);
        } else {
            System.arraycopy(values, 0, inputs, at, values.length);
        }
    }

    private boolean isMissing(String cell, boolean amongNumbers) {
        MissingWords.Meaning meaning = meaning(cell);
        return meaning == MissingWords.Meaning.MISSING
                || (amongNumbers && meaning == MissingWords.Meaning.MISSING_AMONG_NUMBERS)
                || (amongNumbers && missing.contains(Cell.number(cell).orElse(Double.NaN)));
    }

    private void refuseMissing(Column column, long line) {
        if (schema.missing() == MissingValues.REFUSE) {
            throw missing(name, line, column);
        }
    }

    /** The inputs that a cell becomes; none if it is missing. */
    private double[] values(Column column, String cell, long line) {
        if (isMissing(cell, isNumber(column))) {
            return new double[0];
        }
        if (column instanceof Amount amount) {
            MarkedNumber number =
                    MarkedNumber.of(cell, mark.orElse(amount.decimal())).orElse(null);
            if (number == null
                    || (!number.unit().isEmpty()
                            && !amount.unit().isEmpty()
                            && !number.unit().equals(amount.unit()))) {
                throw wrong(column, cell, line, "number" + (number == null ? "" : " in " + amount.unit()));
            }
            return new double[] {number.value()};
        }
        if (column instanceof Truth truth) {
            String lower = cell.toLowerCase(Locale.ROOT);
            if (!lower.equals(truth.yes()) && !lower.equals(truth.no())) {
                throw wrong(column, cell, line, "%s or %s".formatted(truth.yes(), truth.no()));
            }
            return new double[] {lower.equals(truth.yes()) ? 1 : 0};
        }
        if (column instanceof Dates dates) {
            long moment = Moment.parse(cell);
            if (moment == Moment.NONE && cell.matches("[0-9]{8}")) {
                moment = Moment.compact(Long.parseLong(cell));
            }
            double days = moment == Moment.NONE ? Double.NaN : Moment.days(moment, dates.order());
            if (Double.isNaN(days)) {
                throw wrong(column, cell, line, "date");
            }
            return dates.parts().stream().mapToDouble(part -> part.of(days)).toArray();
        }
        if (mark.filter(DecimalMark.COMMA::equals).isPresent()) {
            return new double[] {
                MarkedNumber.of(cell, DecimalMark.COMMA)
                        .filter(number -> number.unit().isEmpty() && Double.isFinite(number.value()))
                        .orElseThrow(() -> wrong(column, cell, line, "number with a decimal comma"))
                        .value()
            };
        }
        return new double[] {number(name, line, column.name(), cell)};
    }

    private InputException wrong(Column column, String cell, long line, String what) {
        return new InputException(
                "%s, line %d, column %s: '%s' is not a %s".formatted(name, line, column.name(), cell, what));
    }

    /** The error of a missing value. */
    static InputException missing(String name, long line, Column column) {
        return new InputException("%s, line %d: missing value in column %s".formatted(name, line, column.name()));
    }

    /** The cell as a finite number. */
    static double number(String name, long line, String column, String cell) {
        OptionalDouble number = Cell.number(cell);
        if (number.isEmpty() || Double.isInfinite(number.getAsDouble())) {
            throw new InputException("%s, line %d, column %s: '%s' is not a %snumber"
                    .formatted(name, line, column, cell, number.isEmpty() ? "" : "finite "));
        }
        return number.getAsDouble();
    }

    @Override
    public void close() {
        records.close();
    }
}
