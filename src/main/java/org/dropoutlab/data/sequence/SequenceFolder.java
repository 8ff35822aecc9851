package org.dropoutlab.data.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.text.Records;
import org.dropoutlab.data.table.text.RowForm;
import org.dropoutlab.data.table.text.TableInput;
import org.dropoutlab.experiment.InputException;

/**
 * A folder with one subfolder for each class, or with subfolders {@code train} and {@code test} laid out that way. Each file in a class
 * folder is a table of the steps of one sequence, and all have the same columns. They are read as one long table with two more columns,
 * for the class and the file, so that types, categories and missing values are those of tables.
 */
public final class SequenceFolder {
    private static final Pattern LINE = Pattern.compile(", line ([0-9]+)");

    private final Path path;
    private final TableOptions options;
    private final ClassFiles files;
    private final TableFile.Cells first;

    private SequenceFolder(Path path, TableOptions options, ClassFiles files) {
        this.path = path;
        this.options = options;
        this.files = files;
        this.first = TableFile.cells(files.training().get(0).path(), options);
    }

    /**
     * Finds the files of a folder, and the columns of the first.
     *
     * @throws InputException if the folder has another layout
     */
    public static SequenceFolder of(Path path, TableOptions options) {
        return new SequenceFolder(path, options, new ClassFiles(path));
    }

    /** The column of classes. */
    public String label() {
        return unused("class");
    }

    /** The column of files. */
    public String sequence() {
        return unused("file");
    }

    private String unused(String name) {
        return first.names().contains(name) ? unused(name + "_") : name;
    }

    /** Whether there is a folder of test sequences. */
    public boolean hasTest() {
        return !files.test().isEmpty();
    }

    /**
     * The training sequences.
     *
     * @param columns the others that are no inputs, and {@link #sequence}
     * @throws InputException if a file cannot be read or has other columns
     */
    public SequenceFile read(SequenceFile.Columns columns) {
        Joined joined = joined(files.training());
        SequenceFile read;
        try {
            Path copy = Files.createTempFile("dropout-lab", ".table");
            try {
                Files.write(copy, joined.text());
                read = SequenceFile.of(
                        TableFile.read(
                                new TableInput(copy, path.toString(), TableInput.Packing.NONE),
                                named(),
                                label(),
                                ofJoined(columns)),
                        columns);
            } finally {
                Files.delete(copy);
            }
        } catch (InputException e) {
            throw joined.told(e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be joined (%s)".formatted(path, e.getMessage()), e);
        }
        List<String> classes = files.classes();
        if (!List.copyOf(read.file().schema().classes()).containsAll(classes)) {
            throw new InputException(
                    "%s: the names of the class folders %s are read as the classes %s; rename those that are alike or mean a missing value"
                            .formatted(
                                    path,
                                    TableRows.listed(classes),
                                    TableRows.listed(read.file().schema().classes())));
        }
        return new SequenceFile(told(read.file()), read.sequences());
    }

    /** The folder with a name of its own. */
    private Path named() throws IOException {
        Path plain = path.normalize();
        return plain.getFileName() == null || plain.getFileName().toString().matches("\\.{0,2}")
                ? path.toRealPath()
                : plain;
    }

    private TableOptions ofJoined(SequenceFile.Columns columns) {
        return options.withLayout(options.layout()
                        .withEncoding(UTF_8)
                        .withSeparator(separator())
                        .withQuote('"')
                        .withHeader(true)
                        .withSkippedLines(0))
                .withIgnored(Stream.concat(options.ignored().stream(), columns.names().stream())
                        .toList())
                .withTexts(Stream.concat(options.texts().stream(), Stream.of(label()))
                        .toList())
                .withGoal(TableOptions.Goal.CLASSIFICATION);
    }

    /** What was found in the files, and how others like them are read. */
    private TableFile told(TableFile file) {
        List<String> decisions = new ArrayList<>(files.decisions());
        Map<String, Long> counts = files.training().stream()
                .collect(Collectors.groupingBy(ClassFiles.Found::label, TreeMap::new, Collectors.counting()));
        decisions.add("%,d files in %d class folders: %s"
                .formatted(
                        files.training().size(),
                        counts.size(),
                        TableRows.listed(counts.entrySet().stream()
                                .map(one -> "%s (%,d)".formatted(one.getKey(), one.getValue()))
                                .toList())));
        decisions.add(
                first.header()
                        ? "the first row of each file is the header: %s".formatted(TableRows.listed(first.names()))
                        : "the files have no header: their columns are numbered from 0");
        file.decisions().stream()
                .filter(decision -> !decision.startsWith("columns are separated by"))
                .forEach(decisions::add);
        TableSchema schema = file.schema();
        List<TableSchema.Column> columns = schema.columns().stream()
                .map(column -> column instanceof TableSchema.Sequence sequence
                        ? new TableSchema.Sequence(sequence.name(), sequence.eachStep(), true)
                        : column)
                .toList();
        return new TableFile(
                file.path(),
                new TableSchema(
                        first.separator(),
                        first.header(),
                        columns,
                        schema.task(),
                        schema.classes(),
                        schema.missing(),
                        schema.unseen(),
                        new RowForm('"', Optional.empty(), schema.form().missingWords())),
                file.table(),
                file.sha256(),
                decisions,
                file.warnings(),
                file.columns());
    }

    /** The test sequences, read as those for training; none without a folder of them. */
    public Optional<SequenceRows> test(SequenceFile training) {
        if (!hasTest()) {
            return Optional.empty();
        }
        Joined joined = joined(files.test());
        TableSchema schema = training.file().schema();
        TableSchema ofJoined = new TableSchema(
                separator(),
                true,
                schema.columns(),
                schema.task(),
                schema.classes(),
                schema.missing(),
                schema.unseen(),
                schema.form());
        try (TableRows rows = TableRows.of(
                ofJoined, new ByteArrayInputStream(joined.text()), path.toString(), Optional.of(true), warning -> {})) {
            SequenceRows read = SequenceRows.of(rows, path.toString());
            return Optional.of(new SequenceRows(read.names(), read.steps(), Checksum.sha256(joined.text())));
        } catch (InputException e) {
            throw joined.told(e);
        }
    }

    /** A separator of the joined table, where blanks would join empty cells. */
    private char separator() {
        return first.separator() == ' ' ? ',' : first.separator();
    }

    /**
     * One long table.
     *
     * @param text in UTF-8
     * @param origins for the line on which a row begins, where it comes from
     */
    private record Joined(byte[] text, TreeMap<Long, String> origins) {
        /** The same error with the file and the line that it is in. */
        private InputException told(InputException error) {
            Matcher line = LINE.matcher(error.getMessage());
            if (!line.find()) {
                return error;
            }
            Map.Entry<Long, String> origin = origins.floorEntry(Long.parseLong(line.group(1)));
            return origin == null
                    ? error
                    : new InputException(origin.getValue() + error.getMessage().substring(line.end()), error);
        }
    }

    private Joined joined(List<ClassFiles.Found> some) {
        StringBuilder text = new StringBuilder();
        add(text, Stream.concat(first.names().stream(), Stream.of(label(), sequence())));
        TreeMap<Long, String> origins = new TreeMap<>();
        long line = 2;
        for (int number = 0; number < some.size(); number++) {
            ClassFiles.Found file = some.get(number);
            for (Records.Row row : rows(file.path())) {
                origins.put(line, "%s, line %d".formatted(file.path(), row.line()));
                int start = text.length();
                // A number for each file: of texts, only so many are told apart.
                add(text, Stream.concat(row.cells().stream(), Stream.of(file.label(), Integer.toString(number))));
                line += text.substring(start).lines().count();
            }
        }
        return new Joined(text.toString().getBytes(UTF_8), origins);
    }

    private List<Records.Row> rows(Path file) {
        TableFile.Cells cells = TableFile.cells(
                file,
                first.header()
                        ? options.withLayout(options.layout().withHeader(true).withSeparator(first.separator()))
                        : options);
        if (cells.header() != first.header()) {
            throw new InputException("%s: has a header, but %s has none; say which with --header or --no-header"
                    .formatted(file, files.training().get(0).path()));
        }
        if (!cells.names().equals(first.names())) {
            throw new InputException("%s: other columns (%s) than %s (%s)"
                    .formatted(
                            file,
                            TableRows.listed(cells.names()),
                            files.training().get(0).path(),
                            TableRows.listed(first.names())));
        }
        return cells.rows();
    }

    private void add(StringBuilder text, Stream<String> cells) {
        text.append(cells.map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(String.valueOf(separator()))))
                .append('\n');
    }
}
