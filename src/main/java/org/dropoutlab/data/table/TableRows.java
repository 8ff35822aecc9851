package org.dropoutlab.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;

/**
 * The rows of a file read by a {@link TableSchema}, one at a time; only one is in memory.
 *
 * <p>With a header, columns are matched by name, in any order, and extra ones are ignored; without one, they are matched by
 * position, and the label may be missing. All methods throw {@link InputException} if the file does not fit the schema.
 */
public final class TableRows implements Iterator<TableRows.Row>, AutoCloseable {
    private static final int MOST_LISTED = 30;

    private final TableSchema schema;
    private final String name;
    private final CsvRecords records;
    private final Map<Column, Map<String, Integer>> categories = new HashMap<>();
    /** Position of each column of the schema in a row; -1 if it is absent or unused. */
    private final int[] places;

    private final int width;
    private Optional<Records.Row> next;

    /**
     * A row.
     *
     * @param line on which it begins, counted from 1
     * @param inputs of the network, not yet scaled; a missing number is {@code NaN}
     * @param label as written; empty if it is missing
     */
    public record Row(long line, double[] inputs, Optional<String> label) {}

    private TableRows(
            TableSchema schema, CsvRecords records, String name, Optional<Boolean> header, Consumer<String> warnings) {
        this.schema = schema;
        this.name = name;
        this.records = records;
        for (Column column : schema.columns()) {
            if (column instanceof Categorical categorical) {
                categories.put(column, places(categorical.categories()));
            }
        }
        this.next = records.next();
        Records.Row first = next.orElseThrow(() -> new InputException(name + ": no rows"));
        this.width = first.cells().size();
        boolean named = header.orElseGet(() -> isHeader(first.cells()));
        this.places = named && schema.header() ? byName(first, warnings) : byPlace(first);
        if (named) {
            next = records.next();
            if (next.isEmpty()) {
                throw new InputException(name + ": no rows below the header");
            }
        }
    }

    private static Map<String, Integer> places(List<String> texts) {
        return IntStream.range(0, texts.size()).boxed().collect(Collectors.toMap(texts::get, place -> place));
    }

    /**
     * The rows of a stream.
     *
     * @param schema describes the columns
     * @param in in UTF-8; closed with the rows
     * @param name of the stream, for messages
     * @param header whether the first row is a header; detected if empty
     * @param warnings receives one sentence about columns that are not in the schema
     */
    public static TableRows of(
            TableSchema schema, InputStream in, String name, Optional<Boolean> header, Consumer<String> warnings) {
        CsvRecords records = new CsvRecords(in, name, schema.separator());
        try {
            return new TableRows(schema, records, name, header, warnings);
        } catch (RuntimeException e) {
            records.close();
            throw e;
        }
    }

    /** The rows of a file, as {@link #of(TableSchema, InputStream, String, Optional, Consumer)} reads them. */
    public static TableRows of(TableSchema schema, Path file, Optional<Boolean> header, Consumer<String> warnings) {
        LocalFile local = new LocalFile(file);
        local.requireThere("check the path");
        try {
            return of(schema, Files.newInputStream(file), file.toString(), header, warnings);
        } catch (IOException e) {
            throw local.unreadable(e);
        }
    }

    /** It names a column, or has text in place of every number. */
    private boolean isHeader(List<String> cells) {
        boolean named = schema.header()
                && schema.columns().stream().anyMatch(column -> column.inputs() > 0 && cells.contains(column.name()));
        List<String> numbers = IntStream.range(
                        0, Math.min(cells.size(), schema.columns().size()))
                .filter(column -> schema.columns().get(column) instanceof Numeric)
                .mapToObj(cells::get)
                .toList();
        return named
                || (!numbers.isEmpty()
                        && numbers.stream()
                                .allMatch(cell -> !Cell.isMissing(cell)
                                        && Cell.number(cell).isEmpty()));
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
        if (width == columns - 1) {
            return IntStream.range(0, columns)
                    .map(column -> column == label ? -1 : column < label ? column : column - 1)
                    .toArray();
        }
        throw new InputException("%s, line %d: %d cells; expected %d, or %d without the label %s"
                .formatted(name, first.line(), width, columns, columns - 1, schema.label()));
    }

    /** A comma-separated list of names, shortened if it is long. */
    public static String listed(List<String> names) {
        String shown = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return names.size() > MOST_LISTED ? "%s and %d more".formatted(shown, names.size() - MOST_LISTED) : shown;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = records.next();
        }
        return next.isPresent();
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
        requireWidth(name, row.line(), row.cells().size(), width);
        double[] inputs = new double[schema.inputs()];
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            Column column = schema.columns().get(i);
            if (column.inputs() > 0) {
                write(column, row.cells().get(places[i]), row.line(), inputs, at);
                at += column.inputs();
            }
        }
        int labelled = places[schema.labelIndex()];
        Optional<String> label = labelled < 0
                ? Optional.empty()
                : Optional.of(row.cells().get(labelled)).filter(cell -> !Cell.isMissing(cell));
        return new Row(row.line(), inputs, label);
    }

    /** Rejects a row with more or fewer cells than the first. */
    static void requireWidth(String name, long line, int own, int width) {
        if (own != width) {
            throw new InputException(
                    "%s, line %d: %d cells, but the first row has %d".formatted(name, line, own, width));
        }
    }

    private void write(Column column, String cell, long line, double[] inputs, int at) {
        if (Cell.isMissing(cell)) {
            if (schema.missing() == MissingValues.REFUSE) {
                throw missing(name, line, column);
            }
            Arrays.fill(inputs, at, at + column.inputs(), column instanceof Numeric ? Double.NaN : 0);
        } else if (column instanceof Numeric) {
            inputs[at] = number(name, line, column.name(), cell);
        } else {
            Integer category = categories.get(column).get(cell);
            if (category != null) {
                inputs[at + category] = 1;
            } else if (schema.unseen() == UnseenCategories.REFUSE) {
                throw new InputException(
                        "%s, line %d, column %s: category '%s' was not in the training data; categories: %s"
                                .formatted(
                                        name, line, column.name(), cell, listed(((Categorical) column).categories())));
            }
        }
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
