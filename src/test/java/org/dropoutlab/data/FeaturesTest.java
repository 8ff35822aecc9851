package org.dropoutlab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    /** More rows than fit in a block, and a last block that is not full. */
    @Test
    void rowsAreTheirOwnInEveryBlock() {
        Random random = new Random(2);
        double[][] rows = random.doubles(30_000)
                .mapToObj(x -> new double[] {x, Double.NaN, -x})
                .toArray(double[][]::new);

        Features features = Features.of(rows);

        assertThat(features.blocks().length).isGreaterThan(1);
        assertThat(Arrays.deepToString(features.rows())).isEqualTo(Arrays.deepToString(rows));
    }

    @Test
    void aCategoryIsAnInputForEachOfItsKind() {
        double[][] cells = {{2, 0.5, 0}, {Double.NaN, Double.NaN, Double.NaN}, {0, -1, 0}};

        Features features = Features.of(new int[] {3, 0, 1}, 3, (example, column) -> cells[example][column]);

        assertThat(features.inputs()).isEqualTo(5);
        assertThat(Arrays.deepToString(features.rows()))
                .isEqualTo("[[0.0, 0.0, 1.0, 0.5, 1.0], [0.0, 0.0, 0.0, NaN, 0.0], [1.0, 0.0, 0.0, -1.0, 1.0]]");
    }

    @Test
    void blocksThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Features(new int[2], 3, new double[][] {{1, 2, 3}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Features(new int[2], 3, new double[0][]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
