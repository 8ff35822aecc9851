package org.dropoutlab.data.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;

/**
 * A test set in a file of its own, read as rows are read for prediction.
 *
 * @param cells [row][column]: a number or a category as in {@link Features}
 * @param answers class of each row, or its target
 * @param sha256 checksum of the file's bytes, in lower-case hexadecimal
 */
public record TestRows(List<double[]> cells, double[] answers, String sha256) {

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
        List<double[]> cells = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        try (TableRows rows = TableRows.of(schema, file, Optional.empty(), warnings)) {
            while (rows.hasNext()) {
                TableRows.Row row = rows.next();
                cells.add(cells(schema, row.inputs()));
                answers.add(answer(file, schema, row));
            }
        }
        try {
            return new TestRows(
                    cells, answers.stream().mapToDouble(Double::doubleValue).toArray(), Checksum.sha256(file));
        } catch (IOException e) {
            throw local.unreadable(e);
        }
    }

    private static double[] cells(TableSchema schema, double[] inputs) {
        List<TableSchema.Column> used =
                schema.columns().stream().filter(column -> column.inputs() > 0).toList();
        double[] cells = new double[used.size()];
        int at = 0;
        for (int column = 0; column < cells.length; column++) {
            int from = at;
            at += used.get(column).inputs();
            cells[column] = used.get(column) instanceof TableSchema.Categorical
                    ? IntStream.range(from, at)
                            .filter(input -> inputs[input] == 1)
                            .mapToDouble(input -> input - from)
                            .findFirst()
                            .orElse(Double.NaN)
                    : inputs[from];
        }
        return cells;
    }

    private static double answer(Path file, TableSchema schema, TableRows.Row row) {
        String label = row.label()
                .orElseThrow(() -> new InputException("%s, line %d: no value in the label column %s; test rows need one"
                        .formatted(file, row.line(), schema.label())));
        if (schema.task() == TableSchema.Task.REGRESSION) {
            return TableRows.number(file.toString(), row.line(), schema.label(), label);
        }
        int exact = schema.classes().indexOf(label);
        OptionalDouble number = Cell.number(label);
        int place =
                exact >= 0 || number.isEmpty() ? exact : schema.classes().indexOf(Cell.className(number.getAsDouble()));
        if (place < 0) {
            throw new InputException("%s, line %d: class '%s' is not in the training data; classes: %s"
                    .formatted(file, row.line(), label, TableRows.listed(schema.classes())));
        }
        return place;
    }

    /** The training table, followed by these rows as its test set. */
    public Table after(Table train) {
        Features before = train.features();
        int rows = train.size();
        Features all = Features.of(
                before.categories(),
                rows + cells.size(),
                (example, column) -> example < rows ? before.cell(example, column) : cells.get(example - rows)[column]);
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

    private double[] joined(double[] first) {
        double[] all = Arrays.copyOf(first, first.length + answers.length);
        System.arraycopy(answers, 0, all, first.length, answers.length);
        return all;
    }

    /** Each test row is a group of its own: only training data are divided further. */
    private int[] withOwnGroups(int[] groups) {
        int most = Arrays.stream(groups).max().orElse(-1);
        int[] all = Arrays.copyOf(groups, groups.length + cells.size());
        for (int row = groups.length; row < all.length; row++) {
            all[row] = ++most;
        }
        return all;
    }
}
