package org.dropoutlab.data.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TestRows;
import org.dropoutlab.experiment.InputException;

/**
 * The values of a column at the next step of each sequence.
 *
 * @param file with them as the values of its last column, the label
 * @param order the rows of sequences of which a step has an answer, sequence by sequence
 * @param answers for each of these rows, a number or the index of a class; {@code NaN} without one
 * @param decisions what was left out
 */
record NextValues(TableFile file, int[] order, double[] answers, List<String> decisions) {

    /**
     * The next values of a file whose label they are.
     *
     * @param sequenceOf for each row
     * @param order all rows, sequence by sequence, in order within each
     * @throws InputException if no step has a next value
     */
    static NextValues of(TableFile file, int[] sequenceOf, int[] order) {
        TableSchema schema = file.schema();
        String column = schema.next().orElseThrow();
        ColumnValues values = file.columns().get(SplitColumns.index(schema, column));
        double[] classes = classes(schema, values);
        double[] next = new double[order.length];
        Arrays.fill(next, Double.NaN);
        double[] answers = next.clone();
        boolean[] answered = new boolean[Arrays.stream(sequenceOf).max().orElse(-1) + 1];
        for (int i = 0; i + 1 < order.length; i++) {
            int row = order[i];
            if (sequenceOf[row] != sequenceOf[order[i + 1]]) {
                continue;
            }
            next[row] = values.cells().applyAsDouble(order[i + 1]);
            answers[row] = answer(schema, values, classes, next[row]);
            answered[sequenceOf[row]] |= !Double.isNaN(answers[row]);
        }
        int[] kept =
                Arrays.stream(order).filter(row -> answered[sequenceOf[row]]).toArray();
        if (kept.length == 0) {
            throw new InputException("%s: no step is followed by one with a value in column %s; check --sequence"
                    .formatted(file.path(), column));
        }
        long without = IntStream.range(0, answered.length)
                .filter(sequence -> !answered[sequence])
                .count();
        List<ColumnValues> columns = new ArrayList<>(file.columns());
        columns.add(new ColumnValues(
                schema.label(), values.kind(), values.dates(), values.words(), values.rows(), row -> next[row]));
        return new NextValues(
                new TableFile(
                        file.path(), schema, file.table(), file.sha256(), file.decisions(), file.warnings(), columns),
                kept,
                Arrays.stream(kept).mapToDouble(row -> answers[row]).toArray(),
                without == 0
                        ? List.of()
                        : List.of((without == 1 ? "%,d sequence has" : "%,d sequences have")
                                .concat(" no step with a next value of column %s and %s left out")
                                .formatted(without, column, without == 1 ? "is" : "are")));
    }

    /** The class of each word of a column. */
    private static double[] classes(TableSchema schema, ColumnValues values) {
        return values.words().stream()
                .mapToDouble(word -> IntStream.range(0, schema.classes().size())
                        .filter(place -> schema.classes().get(place).equals(word))
                        .findFirst()
                        .orElseGet(() -> IntStream.range(0, schema.classes().size())
                                .filter(place -> schema.classes().get(place).equalsIgnoreCase(word))
                                .findFirst()
                                .orElseThrow()))
                .toArray();
    }

    private static double answer(TableSchema schema, ColumnValues values, double[] classes, double value) {
        if (Double.isNaN(value) || schema.task() == TableSchema.Task.REGRESSION) {
            return value;
        }
        return values.kind() == ColumnValues.Kind.CATEGORIES
                ? classes[(int) value]
                : TestRows.classOf(schema, Double.toString(value)).orElseThrow();
    }
}
