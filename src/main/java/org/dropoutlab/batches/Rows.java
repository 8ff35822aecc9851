package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.dropoutlab.data.Table;
import org.dropoutlab.scaling.TableScaling;

/**
 * The examples of a table, scaled for a trial. Those of a small table are scaled once; large ones whenever they are written,
 * so trials share one table and keep no copy of it. Indices are the table's.
 *
 * <p>Labels are one output per class or, depending on the table's form, one for two classes, the probability of class 1; one
 * for a regression target, standardized.
 *
 * @param table shared
 * @param scaling fitted on the training examples
 * @param scaled the inputs of all examples, [example, input], of a small table; empty for a large one
 */
public record Rows(Table table, TableScaling scaling, float[] scaled) implements BatchSource {
    /** Inputs of a small table: 4 MB. */
    private static final int MOST_SCALED = 1 << 20;

    /** The examples of {@code table}. */
    public static Rows of(Table table, TableScaling scaling) {
        int inputs = table.features().inputs();
        if ((long) table.size() * inputs > MOST_SCALED) {
            return new Rows(table, scaling, new float[0]);
        }
        float[] scaled = new float[table.size() * inputs];
        double[] row = new double[inputs];
        float[] into = new float[inputs];
        for (int example = 0; example < table.size(); example++) {
            table.features().read(example, row);
            scaling.scale(row, into);
            System.arraycopy(into, 0, scaled, example * inputs, inputs);
        }
        return new Rows(table, scaling, scaled);
    }

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer into, FloatBuffer labelsInto) {
        int width = inputs();
        float[] label = new float[outputs()];
        for (int i = from; i < to; i++) {
            writeLabel(examples[i], label);
            labelsInto.put(label);
        }
        if (scaled.length > 0) {
            for (int i = from; i < to; i++) {
                into.put(scaled, examples[i] * width, width);
            }
            return;
        }
        double[] row = new double[width];
        float[] inputs = new float[width];
        for (int i = from; i < to; i++) {
            table.features().read(examples[i], row);
            scaling.scale(row, inputs);
            into.put(inputs);
        }
    }

    /** Writes an example's label, [output]. */
    public void writeLabel(int example, float[] into) {
        int label = table.labels()[example];
        if (table.isRegression()) {
            double target = table.targets().orElseThrow()[example];
            into[0] = (float) scaling.target().orElseThrow().standardize(target);
        } else if (into.length == 1) {
            into[0] = label;
        } else {
            for (int output = 0; output < into.length; output++) {
                into[output] = output == label ? 1 : 0;
            }
        }
    }

    /** Shape of an example as network input; empty for a plain row. */
    public List<Integer> form() {
        return table.form().shape();
    }

    @Override
    public long[] shape(int examples) {
        return form().isEmpty()
                ? new long[] {examples, inputs()}
                : LongStream.concat(LongStream.of(examples), form().stream().mapToLong(Integer::longValue))
                        .toArray();
    }

    @Override
    public int inputs() {
        return table.features().inputs();
    }

    @Override
    public int outputs() {
        return table.outputs();
    }

    @Override
    public boolean worthPrefetching() {
        return false;
    }
}
