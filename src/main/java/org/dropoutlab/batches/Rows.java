package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.dropoutlab.data.Table;
import org.dropoutlab.scaling.TableScaling;

/**
 * The examples of a table, scaled whenever they are written: trials share one table and keep no copy of it. Indices are the
 * table's.
 *
 * <p>Labels are one output per class or, depending on the table's form, one for two classes, the probability of class 1; one
 * for a regression target, standardized.
 *
 * @param table shared
 * @param scaling fitted on the training examples
 */
public record Rows(Table table, TableScaling scaling) implements BatchSource {

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer into, FloatBuffer labelsInto) {
        double[] row = new double[inputs()];
        float[] inputs = new float[row.length];
        float[] label = new float[outputs()];
        for (int i = from; i < to; i++) {
            table.features().read(examples[i], row);
            scaling.scale(row, inputs);
            into.put(inputs);
            writeLabel(examples[i], label);
            labelsInto.put(label);
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
