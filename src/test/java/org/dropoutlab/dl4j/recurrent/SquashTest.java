package org.dropoutlab.dl4j.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The activations, against {@link StrictMath}. */
class SquashTest {
    private static final double ERROR = 4e-7;

    @Test
    void activationsAreThoseOfDoublePrecision() {
        float[] x = new float[400_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 200_000) * 1e-4f;
        }
        float[] tanh = new float[x.length];
        float[] sigmoid = new float[x.length];
        Squash.TANH.apply(x, tanh, 0, x.length);
        Squash.SIGMOID.apply(x, sigmoid, 0, x.length);

        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(tanh[i] - StrictMath.tanh(x[i])));
            worst = Math.max(worst, Math.abs(sigmoid[i] - 1 / (1 + StrictMath.exp(-x[i]))));
        }
        assertThat(worst).isLessThan(ERROR);
    }

    @Test
    void largeNumbersAndNanStayWhatTheyAre() {
        float[] x = {Float.NEGATIVE_INFINITY, -100, 100, Float.POSITIVE_INFINITY, Float.NaN, 0};
        float[] tanh = new float[x.length];

        Squash.TANH.apply(x, tanh, 0, x.length);

        assertThat(tanh[4]).isNaN();
        assertThat(tanh[5]).isZero();
        assertThat(DoubleStream.of(tanh[0], tanh[1], -tanh[2], -tanh[3])).allMatch(y -> Math.abs(y + 1) < ERROR);
    }

    @Test
    void slopesAreThoseOfTheActivations() {
        for (Squash squash : Squash.values()) {
            for (float x = -4; x <= 4; x += 0.5f) {
                float[] y = new float[1];
                squash.apply(new float[] {x}, y, 0, 1);
                float[] slope = {1};
                squash.passBack(slope, y, 0, 1);

                double exact = squash == Squash.TANH
                        ? 1 - StrictMath.pow(StrictMath.tanh(x), 2)
                        : StrictMath.exp(-x) / StrictMath.pow(1 + StrictMath.exp(-x), 2);
                assertThat(slope[0]).isCloseTo((float) exact, org.assertj.core.api.Assertions.within(2e-6f));
            }
        }
    }
}
