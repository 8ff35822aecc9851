package org.dropoutlab.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.TableOptions.Goal;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;

/**
 * A user's delimited text file, read as a table of examples.
 *
 * @param path of the file
 * @param schema the conversion of its rows to numbers
 * @param table its rows; a missing number is {@code NaN}
 * @param sha256 checksum of the file's bytes, in lower-case hexadecimal
 * @param decisions what was detected in the file, one sentence each, to show to the user
 * @param warnings what could make a comparison on it wrong or misleading
 * @param columns all values of all columns, in file order
 */
public record TableFile(
        Path path,
        TableSchema schema,
        Table table,
        String sha256,
        List<String> decisions,
        List<DataWarning> warnings,
        List<ColumnValues> columns) {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final int ROWS_TO_FIND_SEPARATOR = 100;
    private static final int MOST_CATEGORIES = 100;
    /** An integer label with more distinct values than this is a regression target. */
    private static final int MOST_CLASSES_OF_NUMBERS = 20;

    public TableFile {
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
        columns = List.copyOf(columns);
    }

    /**
     * Reads a whole file, once.
     *
     * @param path UTF-8, quotes as in RFC 4180
     * @param label the column to predict: its name, or its number from 0
     * @param options known properties of the file
     * @throws InputException if the file cannot be read this way; the message says where and why
     */
    public static TableFile read(Path path, String label, TableOptions options) {
        new LocalFile(path).requireThere("check the path");
        return new Reader(path, label, options).read();
    }

    /** The same with another schema and table. */
    TableFile with(TableSchema otherSchema, Table otherTable) {
        return new TableFile(path, otherSchema, otherTable, sha256, decisions, warnings, columns);
    }

    /** The table as a data set named after the file. */
    public LoadedData loaded() {
        return LoadedData.of(table, path.getFileName().toString(), Provenance.OWN, sha256, path.toString());
    }

    /** Reads the file. */
    private static final class Reader {
        private final String name;
        private final Path path;
        private final String label;
        private final TableOptions options;
        private final char separator;
        private final List<String> decisions = new ArrayList<>();
        private final List<DataWarning> warnings = new ArrayList<>();

        Reader(Path path, String label, TableOptions options) {
            this.name = path.toString();
            this.path = path;
            this.label = label.strip();
            this.options = options;
            this.separator = options.layout().separator().orElseGet(this::likeliestSeparator);
        }

        TableFile read() {
            List<FileColumn> summaries;
            Records.Row first;
            boolean header;
            MessageDigest digest = Checksum.digest();
            try (CsvRecords records = records(separator, in -> new DigestInputStream(in, digest))) {
                first = records.next().orElseThrow(() -> new InputException(name + ": the file has no rows"));
                summaries = below(first, records);
                header = options.layout().header().orElseGet(() -> isHeader(first, summaries));
            }
            List<String> names = header
                    ? first.names()
                    : IntStream.range(0, summaries.size())
                            .mapToObj(Integer::toString)
                            .toList();
            requireDistinct(first.line(), names);
            if (header
                    && summaries.stream()
                            .allMatch(column ->
                                    column.isEmpty() && column.firstMissing().isEmpty())) {
                throw new InputException(name + ": no rows below the header");
            }
            if (!header) {
                for (int column = 0; column < summaries.size(); column++) {
                    summaries.get(column).addAbove(first.line(), first.cells().get(column));
                }
            }
            decisions.add("columns are separated by %s, and %s"
                    .formatted(
                            separator == '\t' ? "tabs" : "'" + separator + "'",
                            header
                                    ? "the first row is the header"
                                    : "there is no header: columns are numbered from 0"));
            TableSchema schema = schema(header, names, summaries);
            return new TableFile(
                    path,
                    schema,
                    table(schema, summaries),
                    Checksum.of(digest),
                    decisions,
                    warnings,
                    IntStream.range(0, summaries.size())
                            .mapToObj(column -> ColumnValues.of(names.get(column), summaries.get(column)))
                            .toList());
        }

        private CsvRecords records(char between, UnaryOperator<InputStream> through) {
            try {
                return new CsvRecords(through.apply(Files.newInputStream(path)), name, between);
            } catch (IOException e) {
                throw new LocalFile(path).unreadable(e);
            }
        }

        /** The separator that gives most rows the width of the first, and among those the one with the most cells. */
        private char likeliestSeparator() {
            record Candidate(char separator, int rows, int cells) {}
            return SEPARATORS.stream()
                    .map(candidate -> {
                        int rows = 0;
                        int cells = 0;
                        try (CsvRecords records = records(candidate, in -> in)) {
                            Optional<Records.Row> row = records.next();
                            cells = row.map(r -> r.cells().size()).orElse(0);
                            for (int i = 0; i < ROWS_TO_FIND_SEPARATOR && row.isPresent(); i++) {
                                rows += row.get().cells().size() == cells ? 1 : 0;
                                row = records.next();
                            }
                        } catch (InputException e) {
                            // The rows before the error still count; the error is reported when the file is read.
                        }
                        return new Candidate(candidate, cells > 1 ? rows : 0, cells);
                    })
                    .reduce((one, other) -> Comparator.comparingInt(Candidate::rows)
                                            .thenComparingInt(Candidate::cells)
                                            .compare(one, other)
                                    >= 0
                            ? one
                            : other)
                    .orElseThrow()
                    .separator();
        }

        /** Summaries of the columns below the first row. */
        private List<FileColumn> below(Records.Row first, CsvRecords records) {
            int width = first.cells().size();
            if (width == 1) {
                throw new InputException(
                        "%s: only one column found; specify the separator if it is not one of , ; | or tab"
                                .formatted(name));
            }
            List<FileColumn> summaries =
                    Stream.generate(FileColumn::new).limit(width).toList();
            FileColumn[] columns = summaries.toArray(FileColumn[]::new);
            try (RecordsAhead ahead = new RecordsAhead(records)) {
                for (Optional<Records> some = ahead.next(); some.isPresent(); some = ahead.next()) {
                    add(some.get(), columns);
                }
            }
            return summaries;
        }

        private void add(Records records, FileColumn[] columns) {
            for (int row = 0; row < records.size(); row++) {
                TableRows.requireWidth(name, records.line(row), records.width(row), columns.length);
                for (int column = 0; column < columns.length; column++) {
                    columns[column].add(
                            records.line(row), records.text(), records.start(row, column), records.end(row, column));
                }
            }
        }

        /** It has the label's name, or it is all text with at least one numeric column below. */
        private boolean isHeader(Records.Row first, List<FileColumn> below) {
            List<String> cells = first.cells();
            if (cells.contains(label) && Cell.number(label).isEmpty()) {
                return true;
            }
            return cells.stream().allMatch(cell -> Cell.number(cell).isEmpty())
                    && cells.stream().filter(String::isEmpty).count() <= 1
                    && IntStream.range(0, cells.size())
                            .anyMatch(column -> !Cell.isMissing(cells.get(column))
                                    && below.get(column).isNumeric()
                                    && !below.get(column).isEmpty());
        }

        private void requireDistinct(long line, List<String> names) {
            for (int column = 0; column < names.size(); column++) {
                int before = names.indexOf(names.get(column));
                if (before < column) {
                    throw new InputException(
                            "%s, line %d: columns %d and %d (counting from 0) are both named %s; rename one"
                                    .formatted(name, line, before, column, names.get(column)));
                }
            }
        }

        private int column(String wanted, List<String> names, boolean header) {
            int named = names.indexOf(wanted);
            if (named >= 0) {
                return named;
            }
            if (wanted.matches("[0-9]{1,9}") && Integer.parseInt(wanted) < names.size()) {
                return Integer.parseInt(wanted);
            }
            throw new InputException(
                    header
                            ? "%s: no column named '%s'; columns: %s".formatted(name, wanted, TableRows.listed(names))
                            : "%s: no column %s; the file has no header, and its columns are numbered 0 to %d"
                                    .formatted(name, wanted, names.size() - 1));
        }

        private TableSchema schema(boolean header, List<String> names, List<FileColumn> summaries) {
            int labelled = column(label, names, header);
            List<Integer> ignored = options.ignored().stream()
                    .map(wanted -> column(wanted.strip(), names, header))
                    .toList();
            if (ignored.contains(labelled)) {
                throw new InputException("%s: column %s is the label and cannot be ignored".formatted(name, label));
            }
            List<Column> columns = IntStream.range(0, names.size())
                    .mapToObj(column -> column == labelled
                            ? new TableSchema.Label(names.get(column))
                            : ignored.contains(column)
                                    ? new TableSchema.Ignored(names.get(column))
                                    : input(names.get(column), summaries.get(column)))
                    .toList();
            if (columns.stream().mapToInt(Column::inputs).sum() == 0) {
                throw new InputException("%s: no columns left to predict %s from".formatted(name, names.get(labelled)));
            }
            List<String> classes = classes(names.get(labelled), summaries.get(labelled));
            return new TableSchema(
                    separator, header, columns, Task.of(classes), classes, options.missing(), options.unseen());
        }

        private Column input(String column, FileColumn summary) {
            if (summary.isNumeric()) {
                summary.firstInfinite().ifPresent(place -> TableRows.number(name, place.line(), column, place.text()));
                if (summary.isEmpty()) {
                    decisions.add("column %s is empty and is ignored".formatted(column));
                } else if (summary.counts()) {
                    decisions.add(
                            "column %s looks like a row number; leave it out with --ignore %1$s unless it is meaningful"
                                    .formatted(column));
                }
                return new TableSchema.Numeric(column);
            }
            String odd = summary.numbers() == 0
                    ? ""
                    : " (%d of its %d values are numbers; the first exception, '%s', is on line %d)"
                            .formatted(
                                    summary.numbers(),
                                    summary.values(),
                                    summary.firstText().orElseThrow().text(),
                                    summary.firstText().orElseThrow().line());
            if (summary.distinct().size() > MOST_CATEGORIES) {
                throw new InputException(
                        "%s: column %s has more than %d categories%s; leave it out with --ignore %2$s, or merge categories"
                                .formatted(name, column, MOST_CATEGORIES, odd));
            }
            decisions.add("column %s has %d %s%s"
                    .formatted(
                            column,
                            summary.distinct().size(),
                            summary.distinct().size() == 1 ? "category" : "categories",
                            odd));
            return new TableSchema.Categorical(column, List.copyOf(summary.distinct()));
        }

        /** Names of the classes; none for regression. */
        private List<String> classes(String column, FileColumn summary) {
            summary.firstMissing().ifPresent(place -> {
                throw new InputException("%s, line %d: no value in the label column %s; remove the row"
                        .formatted(name, place.line(), column));
            });
            if (summary.isNumeric()) {
                summary.firstInfinite().ifPresent(place -> TableRows.number(name, place.line(), column, place.text()));
            }
            List<String> values = summary.isNumeric()
                    ? summary.distinct().stream()
                            .map(text -> Cell.number(text).orElseThrow())
                            .sorted()
                            .map(Cell::className)
                            .distinct()
                            .toList()
                    : List.copyOf(summary.distinct());
            if (values.size() == 1) {
                throw new InputException("%s: the label column %s is %s in every row; there is nothing to learn"
                        .formatted(name, column, values.get(0)));
            }
            boolean regression = options.goal()
                    .map(Goal.REGRESSION::equals)
                    .orElse(summary.isNumeric() && !(summary.isWhole() && values.size() <= MOST_CLASSES_OF_NUMBERS));
            if (regression) {
                summary.firstText().ifPresent(place -> TableRows.number(name, place.line(), column, place.text()));
                decisions.add("column %s is a regression target".formatted(column));
                return List.of();
            }
            if (values.size() > MOST_CATEGORIES) {
                throw new InputException("%s: the label column %s has more than %d classes; is it the right column?"
                        .formatted(name, column, MOST_CATEGORIES));
            }
            decisions.add("column %s has %d classes: %s".formatted(column, values.size(), TableRows.listed(values)));
            return values;
        }

        private Table table(TableSchema schema, List<FileColumn> summaries) {
            requireComplete(schema, summaries);
            FileColumn answers = summaries.get(schema.labelIndex());
            Features features = features(schema, summaries);
            if (schema.task() == Task.REGRESSION) {
                FileColumn.Cells targets = answers.asNumbers();
                return Table.ofTargets(
                        features,
                        IntStream.range(0, answers.rows())
                                .mapToDouble(targets::at)
                                .toArray());
            }
            boolean numeric = answers.isNumeric();
            FileColumn.Cells labels =
                    answers.asIndices(text -> schema.classes().indexOf(numeric ? className(text) : text));
            return new Table(
                    features,
                    IntStream.range(0, answers.rows())
                            .map(row -> (int) labels.at(row))
                            .toArray(),
                    schema.classes(),
                    Optional.empty());
        }

        /** Rejects the first missing value, unless they are to be imputed. */
        private void requireComplete(TableSchema schema, List<FileColumn> summaries) {
            if (schema.missing() == TableSchema.MissingValues.IMPUTE) {
                return;
            }
            IntStream.range(0, summaries.size())
                    .filter(column -> schema.columns().get(column).inputs() > 0)
                    .filter(column -> summaries.get(column).firstMissing().isPresent())
                    .boxed()
                    .min(Comparator.comparingLong(column ->
                            summaries.get(column).firstMissing().orElseThrow().line()))
                    .ifPresent(column -> {
                        throw TableRows.missing(
                                name,
                                summaries
                                        .get(column)
                                        .firstMissing()
                                        .orElseThrow()
                                        .line(),
                                schema.columns().get(column));
                    });
        }

        private Features features(TableSchema schema, List<FileColumn> summaries) {
            int[] used = IntStream.range(0, summaries.size())
                    .filter(column -> schema.columns().get(column).inputs() > 0)
                    .toArray();
            int[] categories = new int[used.length];
            FileColumn.Cells[] cells = new FileColumn.Cells[used.length];
            for (int i = 0; i < used.length; i++) {
                FileColumn column = summaries.get(used[i]);
                if (schema.columns().get(used[i]) instanceof TableSchema.Categorical categorical) {
                    categories[i] = categorical.inputs();
                    cells[i] = column.asIndices(categorical.categories()::indexOf);
                } else {
                    cells[i] = column.asNumbers();
                }
            }
            return Features.of(categories, summaries.get(0).rows(), (row, column) -> cells[column].at(row));
        }

        private static String className(String text) {
            return Cell.className(Cell.number(text).orElseThrow());
        }
    }
}
