package org.dropoutlab.data.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.experiment.InputException;

/**
 * A test set in a file of its own, read as rows are read for prediction.
 *
 * @param inputs [row][input]: of the network, not yet scaled; a missing number is {@code NaN}
 * @param answers class of each row, or its target
 * @param sha256 checksum of the file's bytes, in lower-case hexadecimal
 */
public record TestRows(List<double[]> inputs, double[] answers, String sha256) {

    /**
     * Reads a whole file.
     *
     * @param schema of the training data
     * @param warnings receives a sentence about columns that are not in the schema
     * @throws InputException if the file does not fit the schema, or a row has no label or an unknown one
     */
    public static TestRows read(Path file, TableSchema schema, Consumer<String> warnings) {
        LocalFile local = new LocalFile(file);
        local.requireThere("check the path");
        List<double[]> inputs = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        try (TableRows rows = TableRows.of(schema, file, Optional.empty(), warnings)) {
            while (rows.hasNext()) {
                TableRows.Row row = rows.next();
                inputs.add(row.inputs());
                answers.add(answer(file, schema, row));
            }
        }
        try {
            return new TestRows(
                    inputs, answers.stream().mapToDouble(Double::doubleValue).toArray(), Checksum.sha256(file));
        } catch (IOException e) {
            throw local.unreadable(e);
        }
    }

    /** The class of a row's label, or its target; empty if it has none, or none that the training data know. */
    public static OptionalDouble answer(TableSchema schema, TableRows.Row row) {
        try {
            return row.label().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(answer(Path.of(""), schema, row));
        } catch (InputException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * The class of a row's label, or its target.
     *
     * @throws InputException if it has none, or none that the training data know
     */
    public static double answer(Path file, TableSchema schema, TableRows.Row row) {
        String label = row.label()
                .orElseThrow(() -> new InputException("%s, line %d: no value in the label column %s; test rows need one"
                        .formatted(file, row.line(), schema.label())));
        if (schema.task() == TableSchema.Task.REGRESSION) {
            return target(file, schema, row.line(), label);
        }
        return classOf(schema, label)
                .orElseThrow(() -> new InputException("%s, line %d: class '%s' is not in the training data; classes: %s"
                        .formatted(file, row.line(), label, TableRows.listed(schema.classes()))));
    }

    /** The number of a class as it is written in a file; empty if the training data have no such class. */
    public static OptionalInt classOf(TableSchema schema, String label) {
        int exact = schema.classes().indexOf(label);
        OptionalDouble number = Cell.number(label);
        int place =
                exact >= 0 || number.isEmpty() ? exact : schema.classes().indexOf(Cell.className(number.getAsDouble()));
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    }

    /** A number as the training data have them, whose marks are known from their other columns if from any. */
    private static double target(Path file, TableSchema schema, long line, String cell) {
        OptionalDouble plain = Cell.number(cell);
        if (plain.isPresent() && Double.isFinite(plain.getAsDouble())) {
            return plain.getAsDouble();
        }
        List<DecimalMark> marks = schema.columns().stream()
                .filter(TableSchema.Amount.class::isInstance)
                .map(column -> ((TableSchema.Amount) column).decimal())
                .distinct()
                .toList();
        double[] values = (marks.size() == 1 ? marks.stream() : Stream.of(DecimalMark.values()))
                .flatMap(mark -> MarkedNumber.of(cell, mark).stream())
                .mapToDouble(MarkedNumber::value)
                .distinct()
                .toArray();
        if (values.length != 1) {
            throw new InputException(
                    "%s, line %d, column %s: '%s' is %s"
                            .formatted(
                                    file,
                                    line,
                                    schema.label(),
                                    cell,
                                    values.length == 0
                                            ? "not a number"
                                            : "one of several numbers; write it without a thousands separator and with a decimal point"));
        }
        return values[0];
    }

    /** The training table, followed by these rows as its test set. */
    public Table after(Table train) {
        Features before = train.features();
        int rows = train.size();
        Features.Cells cells = cells(inputs, before.categories());
        Features all = Features.of(
                before.categories(),
                rows + inputs.size(),
                (example, column) -> example < rows ? before.cell(example, column) : cells.at(example - rows, column));
        SplitKeys keys = train.keys().groups().isPresent()
                ? SplitKeys.NONE.withGroups(withOwnGroups(train.keys().groups().get()))
                : SplitKeys.NONE;
        Table joined = train.isRegression()
                ? Table.ofTargets(all, joined(train.targets().orElseThrow()))
                : new Table(
                        all,
                        Arrays.stream(joined(Arrays.stream(train.labels())
                                        .asDoubleStream()
                                        .toArray()))
                                .mapToInt(label -> (int) label)
                                .toArray(),
                        train.classes(),
                        Optional.empty());
        return joined.withTrainExamples(rows).withKeys(keys);
    }

    /** The cells of rows of network inputs, [row][input], in columns of these categories. */
    public static Features.Cells cells(List<double[]> inputs, int[] categories) {
        int[] first = firstInputs(categories);
        return (row, column) -> cell(inputs.get(row), first[column], categories[column]);
    }

    private static int[] firstInputs(int[] categories) {
        int[] first = new int[categories.length];
        for (int column = 1; column < first.length; column++) {
            first[column] = first[column - 1] + Math.max(1, categories[column - 1]);
        }
        return first;
    }

    /** A number, or the category that is 1. */
    private static double cell(double[] inputs, int first, int categories) {
        return categories == 0
                ? inputs[first]
                : IntStream.range(0, categories)
                        .filter(category -> inputs[first + category] == 1)
                        .asDoubleStream()
                        .findFirst()
                        .orElse(Double.NaN);
    }

    private double[] joined(double[] first) {
        double[] all = Arrays.copyOf(first, first.length + answers.length);
        System.arraycopy(answers, 0, all, first.length, answers.length);
        return all;
    }

    /** Each test row is a group of its own: only training data are divided further. */
    private int[] withOwnGroups(int[] groups) {
        int most = Arrays.stream(groups).max().orElse(-1);
        int[] all = Arrays.copyOf(groups, groups.length + inputs.size());
        for (int row = groups.length; row < all.length; row++) {
            all[row] = ++most;
        }
        return all;
    }
}
