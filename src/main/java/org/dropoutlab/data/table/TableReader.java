package org.dropoutlab.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.TableLayout.BadRows;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.TableOptions.Goal;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.data.table.text.ArffFile;
import org.dropoutlab.data.table.text.CsvRecords;
import org.dropoutlab.data.table.text.RecordSource;
import org.dropoutlab.data.table.text.Records;
import org.dropoutlab.data.table.text.RecordsAhead;
import org.dropoutlab.data.table.text.RowForm;
import org.dropoutlab.data.table.text.TableInput;
import org.dropoutlab.data.table.text.TextReader;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.DataWarning.Kind;
import org.dropoutlab.experiment.InputException;

/** Reads a file once, unless what is further down contradicts what its first look suggested. */
final class TableReader {
    private static final int SAMPLED_START = 1 << 17;
    private static final int SAMPLED_PIECES = 16;
    private static final int SAMPLED_PIECE = 1 << 13;
    /** More characters are not looked at even if a smaller sample was misleading. */
    private static final int LARGEST_SAMPLE = 1 << 26;
    /** Faults in more than one row of so many mean that the rows are not what they were taken for. */
    private static final int ROWS_FOR_EACH_FAULT = 10;
    /** An integer label with more distinct values than this is a regression target. */
    private static final int MOST_CLASSES_OF_NUMBERS = 20;

    private static final int MOST_FIRST_ROWS = 100;

    /** In place of a number of lines: a format of its own. */
    private static final int ARFF = -1;

    private static final int MOST_CLASSES = 100;
    private static final Set<String> LABEL_NAMES =
            Set.of("label", "labels", "class", "target", "y", "outcome", "diagnosis", "response", "klasse", "species");

    private final TableInput input;
    private final String name;
    private final Path path;
    private final String label;
    private final TableOptions options;
    private final List<String> decisions = new ArrayList<>();
    private final List<DataWarning> warnings = new ArrayList<>();
    /** What an ARFF file says of its columns; of other files nothing. */
    private List<ArffFile.Attribute> attributes = List.of();
    /** Whether the label may be the next step's value of a column. */
    private boolean steps;

    TableReader(TableInput input, Path path, String label, TableOptions options) {
        this.input = input;
        this.name = input.name();
        this.path = path;
        this.label = label;
        this.options = options;
    }

    /** Allows the next step's value of a column as the label. */
    TableReader ofSteps() {
        steps = true;
        return this;
    }

    private boolean isNext(Dialect dialect) {
        return steps && label.startsWith(TableSchema.Label.NEXT) && place(label, dialect) < 0;
    }

    /** The column of the file that has the label's values. */
    private String labelled(Dialect dialect) {
        return isNext(dialect)
                ? label.substring(TableSchema.Label.NEXT.length()).strip()
                : label;
    }

    /** The columns of a file, by its sample. */
    static TableFile.Columns columns(TableInput input, TableOptions options) {
        TableInput.Sample sample = sample(input, options, SAMPLED_START);
        Dialect dialect = ArffFile.isArff(sample.pieces().get(0))
                ? new TableReader(input, Path.of(""), "", options).arff()
                : DialectGuess.of(input.name(), sample, Optional.empty(), options.layout());
        List<String> names = dialect.names();
        String likely = names.stream()
                .filter(column -> LABEL_NAMES.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(names.get(names.size() - 1));
        return new TableFile.Columns(names, likely);
    }

    /** The cells of a file without a label. */
    static TableFile.Cells cells(TableInput input, TableOptions options) {
        TableInput.Sample sample = sample(input, options, LARGEST_SAMPLE);
        if (ArffFile.isArff(sample.pieces().get(0))) {
            throw new InputException(input.name() + ": is in Weka's format ARFF; convert it to CSV first");
        }
        Dialect dialect = DialectGuess.ofInputs(input.name(), sample, options.layout());
        RowForm form =
                new RowForm(dialect.quote(), dialect.comment(), options.layout().missingWords());
        List<Records.Row> rows = new ArrayList<>();
        try (TextReader text = new TextReader(input.open(), options.layout().encoding());
                RecordSource records =
                        new CsvRecords(text, input.name(), dialect.separator(), form, dialect.skippedLines())) {
            for (Optional<Records.Row> row = records.next(); row.isPresent(); row = records.next()) {
                int width = row.get().cells().size();
                if (width == dialect.width()) {
                    rows.add(row.get());
                } else if (options.layout().badRows() == BadRows.REFUSE) {
                    TableRows.requireWidth(input.name(), row.get().line(), width, dialect.width());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(input.name() + ": cannot be read (" + e.getMessage() + ")", e);
        }
        if (rows.isEmpty()) {
            throw new InputException(input.name() + ": the file has no rows");
        }
        return new TableFile.Cells(dialect.separator(), dialect.header(), dialect.names(), rows);
    }

    /** The cells of some rows at the start of a file, without the label; none if it is not a delimited text file. */
    static List<List<String>> firstRows(TableInput input, TableSchema schema, TableOptions options) {
        TableInput.Sample sample = sample(input, options, SAMPLED_START);
        if (ArffFile.isArff(sample.pieces().get(0))) {
            return List.of();
        }
        Dialect dialect = DialectGuess.of(input.name(), sample, Optional.of(schema.label()), options.layout());
        int label = schema.labelIndex();
        Records some = new Records();
        try (TextReader text = new TextReader(input.open(), options.layout().encoding());
                RecordSource records = new CsvRecords(
                        text, input.name(), dialect.separator(), schema.form(), dialect.skippedLines())) {
            records.read(some, MOST_FIRST_ROWS);
        } catch (IOException e) {
            throw new InputException(input.name() + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return IntStream.range(0, some.size())
                .filter(row -> some.width(row) == schema.columns().size())
                .mapToObj(row -> {
                    List<String> cells = new ArrayList<>(some.row(row).cells());
                    cells.remove(label);
                    return List.copyOf(cells);
                })
                .toList();
    }

    private static TableInput.Sample sample(TableInput input, TableOptions options, int start) {
        return input.sample(options.layout().encoding(), start, SAMPLED_PIECES, SAMPLED_PIECE);
    }

    /** What was read of a file's rows. */
    private record Content(
            Dialect dialect,
            List<FileColumn> columns,
            RowLines lines,
            Faults faults,
            String sha256,
            String encoding,
            long comments) {}

    TableFile read() {
        TableInput.Sample sample = sample(input, options, SAMPLED_START);
        if (ArffFile.isArff(sample.pieces().get(0))) {
            return table(read(arff()));
        }
        Dialect dialect = DialectGuess.of(name, sample, Optional.of(label), options.layout());
        Content content = read(dialect);
        if (!sample.whole() && isDoubtful(content)) {
            Dialect again =
                    DialectGuess.of(name, sample(input, options, LARGEST_SAMPLE), Optional.of(label), options.layout());
            if (!again.equals(dialect)) {
                content = read(again);
            }
        }
        if (content.columns.stream().mapToInt(FileColumn::otherMark).sum() > 0
                && options.layout().decimal().isEmpty()
                && !sample.whole()) {
            Dialect again =
                    DialectGuess.of(name, sample(input, options, LARGEST_SAMPLE), Optional.of(label), options.layout());
            if (again.decimal() != content.dialect.decimal()) {
                content = read(again);
            }
        }
        return table(content);
    }

    private static boolean isDoubtful(Content content) {
        return content.faults.badRows() * ROWS_FOR_EACH_FAULT > content.lines.size();
    }

    private Content read(Dialect dialect) {
        MissingWords missing = new MissingWords(options.layout().missingWords());
        Set<Integer> texts = places(options.texts(), dialect);
        Set<Integer> numbers = places(options.numbers(), dialect);
        if (options.goal().filter(Goal.REGRESSION::equals).isPresent()) {
            numbers.addAll(places(List.of(labelled(dialect)), dialect));
        }
        for (int column = 0; column < attributes.size(); column++) {
            if (!attributes.get(column).categories().isEmpty() && !numbers.contains(column)) {
                texts.add(column);
            }
        }
        FileColumn[] columns = IntStream.range(0, dialect.width())
                .mapToObj(column -> new FileColumn(
                        dialect.decimal(),
                        options.layout().thousands(),
                        missing,
                        texts.contains(column)
                                ? FileColumn.Wanted.TEXTS
                                : numbers.contains(column) ? FileColumn.Wanted.NUMBERS : FileColumn.Wanted.ANY))
                .toArray(FileColumn[]::new);
        for (int column = 0; column < attributes.size(); column++) {
            if (texts.contains(column)) {
                columns[column].declare(attributes.get(column).categories());
            }
        }
        long comments;
        RowLines lines = new RowLines();
        Faults faults = new Faults();
        boolean plain = input.packing() == TableInput.Packing.NONE;
        MessageDigest digest = Checksum.digest();
        InputStream bytes = plain ? new DigestInputStream(input.open(), digest) : input.open();
        String encoding;
        try (TextReader text = new TextReader(bytes, options.layout().encoding());
                RecordSource records = records(text, dialect);
                RecordsAhead ahead = new RecordsAhead(records)) {
            List<Odd> widths = new ArrayList<>();
            try {
                for (Optional<Records> some = ahead.next(); some.isPresent(); some = ahead.next()) {
                    add(some.get(), columns, lines, faults, widths);
                }
            } catch (CsvRecords.BrokenQuote e) {
                faults.unreadRest(e.line(), CsvRecords.BrokenQuote.WHAT);
            }
            dropFooter(widths, lines, faults, columns.length);
            comments = records.comments();
            encoding = text.charset().equals(StandardCharsets.UTF_8)
                    ? ""
                    : text.charset().displayName(Locale.ROOT);
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return new Content(
                dialect,
                List.of(columns),
                lines,
                faults,
                plain ? Checksum.of(digest) : input.sha256(),
                encoding,
                comments);
    }

    /** The names in an ARFF file, as if they were a header. */
    private Dialect arff() {
        try (ArffFile file =
                new ArffFile(new TextReader(input.open(), options.layout().encoding()), name)) {
            attributes = file.attributes();
            return new Dialect(
                    ',',
                    '"',
                    Optional.empty(),
                    ARFF,
                    true,
                    attributes.stream().map(ArffFile.Attribute::name).toList(),
                    DecimalMark.POINT,
                    List.of("the file is in Weka's format ARFF"),
                    0);
        } catch (IOException e) {
            throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private RecordSource records(TextReader text, Dialect dialect) {
        return dialect.skippedLines() == ARFF
                ? new ArffFile(text, name)
                : new CsvRecords(text, name, dialect.separator(), form(dialect), dialect.skippedLines());
    }

    private RowForm form(Dialect dialect) {
        return new RowForm(dialect.quote(), dialect.comment(), options.layout().missingWords());
    }

    /** A row of another width. */
    private record Odd(long line, int width, int rowsAbove, String first) {}

    private void add(Records records, FileColumn[] columns, RowLines lines, Faults faults, List<Odd> widths) {
        for (int row = 0; row < records.size(); row++) {
            int width = records.width(row);
            if (width != columns.length) {
                addOdd(records, row, widths, lines, faults, columns.length);
                continue;
            }
            lines.add(records.line(row));
            for (int column = 0; column < columns.length; column++) {
                columns[column].add(records.text(), records.start(row, column), records.end(row, column));
            }
        }
    }

    private void addOdd(Records records, int row, List<Odd> widths, RowLines lines, Faults faults, int width) {
        widths.add(new Odd(
                records.line(row),
                records.width(row),
                lines.size(),
                records.row(row).cells().get(0)));
        if (widths.size() > ROWS_FOR_EACH_FAULT) {
            tell(widths.remove(0), faults, width);
        }
    }

    private static void tell(Odd odd, Faults faults, int width) {
        faults.unreadRow(
                odd.line,
                "%d %s, but %s".formatted(odd.width, odd.width == 1 ? "cell" : "cells", "the first row has " + width));
    }

    /** Lines of one text below the table are no rows. */
    private void dropFooter(List<Odd> widths, RowLines lines, Faults faults, int width) {
        List<Odd> footer = widths.stream()
                .filter(odd -> odd.rowsAbove == lines.size()
                        && odd.width == 1
                        && width > 2
                        && Cell.number(odd.first).isEmpty())
                .toList();
        widths.stream().filter(odd -> !footer.contains(odd)).forEach(odd -> tell(odd, faults, width));
        if (!footer.isEmpty()) {
            decisions.add("%s below the table %s no row and skipped: '%s'"
                    .formatted(
                            footer.size() == 1 ? "line " + footer.get(0).line : footer.size() + " lines",
                            footer.size() == 1 ? "is" : "are",
                            footer.get(0).first));
        }
    }

    private TableFile table(Content content) {
        Dialect dialect = content.dialect;
        List<String> names = dialect.names();
        requireDistinct(dialect);
        if (content.lines.size() == 0 && content.faults.isEmpty()) {
            throw new InputException(
                    dialect.header() ? name + ": no rows below the header" : name + ": the file has no rows");
        }
        if (!content.encoding.isEmpty() && options.layout().encoding().isEmpty()) {
            decisions.add(0, "the file is read as %s (--encoding NAME changes that)".formatted(content.encoding));
        }
        decisions.addAll(dialect.decisions());
        if (content.comments > 0) {
            decisions.add("%s between the rows %s with '%s' and %s skipped as %s"
                    .formatted(
                            content.comments == 1 ? "1 line" : "%,d lines".formatted(content.comments),
                            content.comments == 1 ? "begins" : "begin",
                            dialect.comment().orElse(""),
                            content.comments == 1 ? "is" : "are",
                            content.comments == 1 ? "a comment" : "comments"));
        }
        boolean next = isNext(dialect);
        int labelled = column(labelled(dialect), dialect);
        List<Integer> ignored = columns(options.ignored(), dialect);
        List<Integer> kept = columns(options.kept(), dialect);
        List<Integer> texts = columns(options.texts(), dialect);
        List<Integer> numbers = columns(options.numbers(), dialect);
        texts.stream().filter(numbers::contains).findFirst().ifPresent(both -> {
            throw new InputException(
                    "%s: column %s cannot be in both --text and --numbers".formatted(name, names.get(both)));
        });
        if (ignored.contains(labelled)) {
            throw new InputException("%s: column %s is the label and cannot be ignored".formatted(name, label));
        }
        FileColumn answers = content.columns.get(labelled);
        List<String> classes =
                content.lines.size() == 0 ? List.of() : classes(names.get(labelled), answers, content, next);
        List<ColumnTypes.Typed> typed = typed(content, labelled, next, ignored, kept, texts, numbers);
        refuseFaults(content);
        List<Column> columns =
                new ArrayList<>(typed.stream().map(ColumnTypes.Typed::column).toList());
        if (next) {
            if (columns.get(labelled).inputs() != 1 && !(columns.get(labelled) instanceof TableSchema.Categorical)) {
                throw new InputException(
                        "%s: the next value of column %s cannot be predicted: it is neither a number nor a category"
                                .formatted(name, names.get(labelled)));
            }
            columns.add(TableSchema.Label.ofNext(names.get(labelled)));
        }
        if (columns.stream().mapToInt(Column::inputs).sum() == 0) {
            throw new InputException("%s: no columns left to predict %s from".formatted(name, names.get(labelled)));
        }
        TableSchema schema = new TableSchema(
                dialect.separator(),
                dialect.header(),
                columns,
                Task.of(classes),
                classes,
                options.missing(),
                options.unseen(),
                form(dialect));
        int[] rows = next ? good(content) : rows(content, answers, names.get(labelled));
        requireComplete(schema, content, typed, rows);
        ColumnTypes types = new ColumnTypes(options, content.lines, content.faults, decisions, warnings);
        content.columns.forEach(types::learnOrder);
        return new TableFile(
                path,
                schema,
                next ? unlabelled(schema, typed, rows) : table(schema, typed, answers, rows),
                content.sha256,
                decisions,
                warnings,
                IntStream.range(0, names.size())
                        .mapToObj(column -> columns.get(column) instanceof TableSchema.Dates
                                        && content.columns.get(column).isNumeric()
                                ? ColumnValues.ofCompactDates(names.get(column), content.columns.get(column), rows)
                                : ColumnValues.of(
                                        names.get(column),
                                        content.columns.get(column),
                                        types.order(content.columns.get(column)),
                                        rows))
                        .toList());
    }

    private List<ColumnTypes.Typed> typed(
            Content content,
            int labelled,
            boolean next,
            List<Integer> ignored,
            List<Integer> kept,
            List<Integer> texts,
            List<Integer> numbers) {
        for (boolean needed : new boolean[] {false, true}) {
            Faults faults = needed ? new Faults() : content.faults;
            List<String> said = new ArrayList<>();
            List<DataWarning> warned = new ArrayList<>();
            ColumnTypes types = new ColumnTypes(options, content.lines, faults, said, warned);
            List<ColumnTypes.Typed> typed;
            try {
                content.columns.forEach(types::learnOrder);
                typed = IntStream.range(0, content.columns.size())
                        .mapToObj(column -> {
                            String own = content.dialect.names().get(column);
                            return column == labelled && !next
                                    ? new ColumnTypes.Typed(new TableSchema.Label(own), List.of())
                                    : ignored.contains(column)
                                            ? new ColumnTypes.Typed(new TableSchema.Ignored(own), List.of())
                                            : types.input(
                                                    own,
                                                    content.columns.get(column),
                                                    kept.contains(column)
                                                            || numbers.contains(column)
                                                            || column == labelled,
                                                    texts.contains(column),
                                                    needed);
                        })
                        .toList();
                types.sayTheRest();
            } catch (ColumnTypes.UndecidedDates e) {
                throw new InputException(name + ": " + e.getMessage(), e);
            }
            if (needed || typed.stream().anyMatch(one -> one.column().inputs() > 0)) {
                decisions.addAll(decisions.size(), said);
                warnings.addAll(warned);
                return typed;
            }
        }
        throw new IllegalStateException("columns are typed twice at most");
    }

    /** The places of those columns that there are; others are told later. */
    private static Set<Integer> places(List<String> wanted, Dialect dialect) {
        return wanted.stream()
                .map(String::strip)
                .map(one -> place(one, dialect))
                .filter(place -> place >= 0)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private List<Integer> columns(List<String> wanted, Dialect dialect) {
        return wanted.stream().map(one -> column(one.strip(), dialect)).toList();
    }

    private void refuseFaults(Content content) {
        Faults faults = content.faults;
        if (faults.isEmpty()) {
            return;
        }
        if (options.layout().badRows() == BadRows.REFUSE
                || faults.isIncomplete()
                || faults.badRows() >= content.lines.size()) {
            throw faults.refused(name);
        }
        warnings.add(new DataWarning(
                Kind.BAD_ROWS,
                List.of(),
                "%,d %s that could not be read %s left out (%s)"
                        .formatted(
                                faults.badRows(),
                                faults.badRows() == 1 ? "row" : "rows",
                                faults.badRows() == 1 ? "is" : "are",
                                faults.told()),
                "mend the file to use them"));
    }

    private static int[] good(Content content) {
        BitSet bad = content.faults.rows();
        return IntStream.range(0, content.lines.size())
                .filter(row -> !bad.get(row))
                .toArray();
    }

    /** The rows of the table: those with a label and without faults. */
    private int[] rows(Content content, FileColumn answers, String labelName) {
        FileColumn.Cells labels = answers.isNumeric() || answers.isNumericButForFaults()
                ? answers.asNumbers()
                : answers.asIndices(text -> 0);
        int[] good = good(content);
        int[] rows =
                IntStream.of(good).filter(row -> !Double.isNaN(labels.at(row))).toArray();
        if (rows.length < good.length) {
            int left = good.length - rows.length;
            warnings.add(new DataWarning(
                    Kind.MISSING_LABELS,
                    List.of(labelName),
                    (left == 1
                                    ? "%,d of %,d rows has no value in the label column %s and is left out"
                                    : "%,d of %,d rows have no value in the label column %s and are left out")
                            .formatted(left, good.length, labelName),
                    ""));
        }
        if (rows.length == 0) {
            throw new InputException("%s: the label column %s is empty".formatted(name, labelName));
        }
        return rows;
    }

    private void requireDistinct(Dialect dialect) {
        List<String> names = dialect.names();
        for (int column = 0; column < names.size(); column++) {
            int before = names.indexOf(names.get(column));
            if (before < column) {
                throw new InputException(
                        "%s, line %d: columns %d and %d (counting from 0) are both named %s; rename one"
                                .formatted(name, dialect.skippedLines(), before, column, names.get(column)));
            }
        }
    }

    private int column(String wanted, Dialect dialect) {
        List<String> names = dialect.names();
        int place = place(wanted, dialect);
        if (place >= 0) {
            return place;
        }
        throw new InputException(
                dialect.header()
                        ? "%s: no column named '%s'%s; columns: %s"
                                .formatted(
                                        name,
                                        wanted,
                                        wanted.startsWith(TableSchema.Label.NEXT)
                                                ? " (next:COLUMN needs --sequence)"
                                                : "",
                                        TableRows.listed(names))
                        : "%s: no column %s; the file has no header, and its columns are numbered 0 to %d"
                                .formatted(name, wanted, names.size() - 1));
    }

    /** The place of a column by name or number; −1 if there is none. */
    private static int place(String wanted, Dialect dialect) {
        int named = dialect.names().indexOf(wanted);
        return named < 0 && wanted.matches("[0-9]{1,9}") && Integer.parseInt(wanted) < dialect.width()
                ? Integer.parseInt(wanted)
                : named;
    }

    /** Names of the classes; none for regression. */
    private List<String> classes(String column, FileColumn summary, Content content, boolean next) {
        boolean numeric = summary.isNumeric() || summary.isNumericButForFaults();
        if (summary.isEmpty()) {
            throw new InputException("%s: the label column %s is empty".formatted(name, column));
        }
        ColumnTypes types = new ColumnTypes(options, content.lines, content.faults, decisions, warnings);
        Optional<List<FileColumn.Word>> words = summary.words();
        types.sayCodes(column, summary);
        if (numeric && summary.numbers() == 0) {
            FileColumn.Place text = summary.textsAmongNumbers().get(0);
            TableRows.number(name, content.lines.line(text.row()), column, text.text());
        }
        if (numeric) {
            types.requireNumbers(column, summary);
        }
        FileColumn.Cells numbers = summary.asNumbers();
        List<String> values;
        boolean whole = true;
        if (numeric) {
            Set<Double> different = new java.util.TreeSet<>();
            for (int row = 0; row < summary.rows(); row++) {
                double number = numbers.at(row);
                if (!Double.isNaN(number)) {
                    whole = whole && number == Math.rint(number);
                    if (different.size() <= MOST_CLASSES) {
                        different.add(number + 0.0);
                    }
                }
            }
            values = different.stream().map(Cell::className).toList();
        } else {
            Map<String, String> spelling = ColumnTypes.truthSpelling(words.orElseThrow(() -> tooManyClasses(column)));
            values = words.get().stream()
                    .map(word -> spelling.getOrDefault(word.text(), word.text()))
                    .distinct()
                    .toList();
            if (spelling.keySet().size() > values.size()) {
                decisions.add("column %s: upper and lower case of %s mean the same"
                        .formatted(column, String.join(" and ", values)));
            }
        }
        if (values.size() == 1 && content.faults.isEmpty()) {
            throw new InputException("%s: the label column %s is %s in every row; there is nothing to learn"
                    .formatted(name, column, values.get(0)));
        }
        boolean regression = options.goal()
                .map(Goal.REGRESSION::equals)
                .orElse(numeric && (next || !(whole && values.size() <= MOST_CLASSES_OF_NUMBERS)));
        if (regression) {
            if (!numeric) {
                throw new InputException("%s: the label column %s is read as text, but regression needs numbers"
                        .formatted(name, column));
            }
            types.unit(column, summary);
            decisions.add("column %s is a regression target".formatted(column));
            return List.of();
        }
        if (values.size() > MOST_CLASSES) {
            throw tooManyClasses(column);
        }
        decisions.add("column %s has %d classes: %s".formatted(column, values.size(), TableRows.listed(values)));
        warnOfSpellings(column, values);
        return values;
    }

    private InputException tooManyClasses(String column) {
        return new InputException("%s: the label column %s has more than %d classes; is it the right column?"
                .formatted(name, column, MOST_CLASSES));
    }

    /** Class names that differ only in case or spaces may mean the same class, or not: hid and hId are different vowels. */
    private void warnOfSpellings(String column, List<String> classes) {
        Map<String, List<String>> spelled = classes.stream()
                .collect(Collectors.groupingBy(
                        one -> one.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " "),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<String> alike = spelled.values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> String.join(" and ", same))
                .toList();
        if (!alike.isEmpty()) {
            warnings.add(new DataWarning(
                    Kind.LABEL_SPELLING,
                    List.of(column),
                    "classes of column %s that differ only in spelling are kept apart: %s"
                            .formatted(column, TableRows.listed(alike)),
                    "write them alike in the file if they mean the same"));
        }
    }

    private static Table unlabelled(TableSchema schema, List<ColumnTypes.Typed> typed, int[] rows) {
        Features features = features(typed, rows);
        return schema.task() == Task.REGRESSION
                ? Table.ofTargets(features, new double[rows.length])
                : new Table(features, new int[rows.length], schema.classes(), Optional.empty());
    }

    private Table table(TableSchema schema, List<ColumnTypes.Typed> typed, FileColumn answers, int[] rows) {
        Features features = features(typed, rows);
        boolean numeric = answers.isNumeric() || answers.isNumericButForFaults();
        if (schema.task() == Task.REGRESSION) {
            FileColumn.Cells targets = answers.asNumbers();
            return Table.ofTargets(
                    features, IntStream.of(rows).mapToDouble(targets::at).toArray());
        }
        Map<String, Integer> places = new HashMap<>();
        schema.classes().forEach(one -> places.put(one, places.size()));
        FileColumn.Cells numbers = answers.asNumbers();
        FileColumn.Cells labels = numeric
                ? row -> places.get(Cell.className(numbers.at(row)))
                : answers.asIndices(spelled(answers, places)::get);
        return new Table(
                features,
                IntStream.of(rows).map(row -> (int) labels.at(row)).toArray(),
                schema.classes(),
                Optional.empty());
    }

    /** The number of each class, by every spelling of it. */
    private static Map<String, Integer> spelled(FileColumn answers, Map<String, Integer> places) {
        Map<String, Integer> spelled = new HashMap<>(places);
        answers.words()
                .map(ColumnTypes::truthSpelling)
                .ifPresent(spelling -> spelling.forEach((text, one) -> spelled.put(text, places.get(one))));
        return spelled;
    }

    /** Rejects the first missing value, unless they are to be imputed. */
    private void requireComplete(TableSchema schema, Content content, List<ColumnTypes.Typed> typed, int[] rows) {
        if (schema.missing() == TableSchema.MissingValues.IMPUTE) {
            return;
        }
        for (int row : rows) {
            for (ColumnTypes.Typed column : typed) {
                for (FileColumn.Cells cells : column.cells()) {
                    if (Double.isNaN(cells.at(row))) {
                        throw TableRows.missing(name, content.lines.line(row), column.column());
                    }
                }
            }
        }
    }

    private static Features features(List<ColumnTypes.Typed> typed, int[] rows) {
        List<Integer> categories = new ArrayList<>();
        List<FileColumn.Cells> cells = new ArrayList<>();
        for (ColumnTypes.Typed one : typed) {
            int inputs = one.column() instanceof TableSchema.Categorical categorical ? categorical.inputs() : 0;
            one.cells().forEach(column -> {
                categories.add(inputs);
                cells.add(column);
            });
        }
        FileColumn.Cells[] columns = cells.toArray(FileColumn.Cells[]::new);
        boolean all = IntStream.range(0, rows.length).allMatch(row -> rows[row] == row);
        return Features.of(
                categories.stream().mapToInt(Integer::intValue).toArray(),
                rows.length,
                all ? (row, column) -> columns[column].at(row) : (row, column) -> columns[column].at(rows[row]));
    }
}
