package org.dropoutlab.dl4j.recurrent;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sequences of Deeplearning4j, [example, feature, step], in any order in memory, read and written as rows of a position of {@link PackedSteps}.
 *
 * @param features numbers per step
 */
record SequenceArray(FloatBuffer values, int features, int perExample, int perFeature, int perStep) {

    /** The array, which is viewed, not copied. */
    static SequenceArray of(INDArray sequences) {
        long last = 0;
        for (int i = 0; i < sequences.rank(); i++) {
            last += (sequences.size(i) - 1) * sequences.stride(i);
        }
        FloatPointer address = new FloatPointer(sequences.data().addressPointer());
        return new SequenceArray(
                address.limit(address.position() + last + 1).asBuffer(),
                Math.toIntExact(sequences.size(1)),
                Math.toIntExact(sequences.stride(0)),
                Math.toIntExact(sequences.stride(1)),
                Math.toIntExact(sequences.stride(2)));
    }

    /** Copies the rows of a position to the start of {@code rows}, [row, feature]. */
    void read(PackedSteps steps, int position, float[] rows) {
        int active = steps.active(position);
        for (int row = 0; row < active; row++) {
            int from = from(steps.run(row), position);
            int to = row * features;
            if (perFeature == 1) {
                values.get(from, rows, to, features);
            } else {
                for (int feature = 0; feature < features; feature++) {
                    rows[to + feature] = values.get(from + feature * perFeature);
                }
            }
        }
    }

    /** Copies rows, [row, feature], to a position. */
    void write(PackedSteps steps, int position, float[] rows) {
        int active = steps.active(position);
        for (int row = 0; row < active; row++) {
            int to = from(steps.run(row), position);
            int from = row * features;
            if (perFeature == 1) {
                values.put(to, rows, from, features);
            } else {
                for (int feature = 0; feature < features; feature++) {
                    values.put(to + feature * perFeature, rows[from + feature]);
                }
            }
        }
    }

    private int from(PackedSteps.Run run, int position) {
        return run.example() * perExample + (run.start() + position) * perStep;
    }
}
