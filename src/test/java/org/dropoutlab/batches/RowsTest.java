package org.dropoutlab.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.scaling.TableScaling;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowsTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: the scaling of each row alone. */
    @Test
    void aSmallTableScaledOnceHasTheNumbersOfALargeOneScaledWhenWritten() {
        Table table = (Table) new SonarData().synthetic().examples();
        int[] train = IntStream.range(0, 100).toArray();
        TableScaling scaling = TableScaling.of(table, train);
        int[] examples = {150, 3, 3, 99};
        double[][] chosen = Arrays.stream(examples)
                .mapToObj(example -> table.features().row(example))
                .toArray(double[][]::new);

        Rows small = Rows.of(table, scaling);
        Rows large = new Rows(table, scaling, new float[0]);

        assertThat(small.scaled()).hasSize(table.size() * small.inputs());
        assertThat(written(small, examples)).isDeepEqualTo(scaling.inputs(chosen));
        assertThat(written(large, examples)).isDeepEqualTo(scaling.inputs(chosen));
    }

    private static float[][] written(Rows rows, int[] examples) {
        FloatBuffer features = FloatBuffer.allocate(examples.length * rows.inputs());
        FloatBuffer labels = FloatBuffer.allocate(examples.length * rows.outputs());
        rows.write(examples, 0, examples.length, features, labels);
        assertThat(labels.remaining()).isZero();
        features.flip();
        float[][] inputs = new float[examples.length][rows.inputs()];
        for (float[] row : inputs) {
            features.get(row);
        }
        return inputs;
    }
}
