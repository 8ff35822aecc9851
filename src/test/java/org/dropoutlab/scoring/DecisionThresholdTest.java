package org.dropoutlab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dropoutlab.scoring.DecisionThreshold.Criterion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionThresholdTest {

    /** Oracle: every decision that any threshold can make, one by one, on predictions with ties. */
    @ParameterizedTest
    @EnumSource
    void noOtherThresholdDoesBetter(Criterion by) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int[] labels = new int[40];
            float[] probabilities = new float[40];
            for (int i = 0; i < 40; i++) {
                labels[i] = random.nextInt(5) == 0 ? 1 : 0;
                probabilities[i] = (random.nextInt(20) + 8 * labels[i]) / 28f;
            }
            labels[0] = 1;
            labels[1] = 0;
            double chosen = DecisionThreshold.chosen(labels, probabilities, by);
            double best = value(by, labels, probabilities, chosen);

            assertThat(chosen).isBetween(0.0, 1.0);
            for (double other : candidates(probabilities)) {
                double value = value(by, labels, probabilities, other);
                assertThat(value).isLessThanOrEqualTo(best);
                if (value == best) {
                    assertThat(Math.abs(chosen - 0.5))
                            .as("as good as %s, but chosen was %s", other, chosen)
                            .isLessThanOrEqualTo(Math.abs(other - 0.5));
                }
            }
        }
    }

    /** 0.5, and the middle between neighbours, unless 0.5 decides the same. */
    private static List<Double> candidates(float[] probabilities) {
        double[] ends = DoubleStream.concat(
                        DoubleStream.of(0, 1),
                        IntStream.range(0, probabilities.length).mapToDouble(i -> probabilities[i]))
                .distinct()
                .sorted()
                .toArray();
        List<Double> candidates = new ArrayList<>();
        for (int i = 1; i < ends.length; i++) {
            boolean half = ends[i - 1] <= 0.5 && 0.5 < ends[i];
            candidates.add(half ? 0.5 : (ends[i - 1] + ends[i]) / 2);
        }
        return candidates;
    }

    private static double value(Criterion by, int[] labels, float[] probabilities, double threshold) {
        double[][] counts = new double[2][2];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][probabilities[i] > threshold ? 1 : 0]++;
        }
        return by.of(counts[1][1], counts[0][1], counts[1][0], counts[0][0]);
    }

    /**
     * Oracle: scikit-learn 1.2.1 for y = (0, 0, 0, 0, 1, 1) and p = (1, 0, 0, 0, 1, 0): accuracy_score, balanced_accuracy_score,
     * f1_score, f1_score(pos_label=0), f1_score(average='macro'), matthews_corrcoef.
     */
    @Test
    void criteriaAreScikitLearns() {
        assertThat(Criterion.ACCURACY.of(1, 1, 1, 3)).isCloseTo(0.6666666666666666, within(1e-12));
        assertThat(Criterion.BALANCED_ACCURACY.of(1, 1, 1, 3)).isCloseTo(0.625, within(1e-12));
        assertThat(Criterion.F1_OF_SECOND.of(1, 1, 1, 3)).isCloseTo(0.5, within(1e-12));
        assertThat(Criterion.F1_OF_FIRST.of(1, 1, 1, 3)).isCloseTo(0.75, within(1e-12));
        assertThat(Criterion.MACRO_F1.of(1, 1, 1, 3)).isCloseTo(0.625, within(1e-12));
        assertThat(Criterion.MATTHEWS.of(1, 1, 1, 3)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void amongEquallyGoodThresholdsItIsTheOneNearestToHalf() {
        float[] probabilities = {0.1f, 0.2f, 0.7f, 0.8f};

        assertThat(DecisionThreshold.chosen(new int[] {0, 0, 1, 1}, probabilities, Criterion.ACCURACY))
                .as("0.5 separates them")
                .isEqualTo(0.5);
        assertThat(DecisionThreshold.chosen(new int[] {0, 1, 1, 1}, probabilities, Criterion.ACCURACY))
                .as("the middle between 0.1 and 0.2")
                .isCloseTo(0.15, within(1e-7));
        assertThat(DecisionThreshold.chosen(new int[] {1, 1, 1, 0}, new float[] {0, 0, 0, 0}, Criterion.ACCURACY))
                .as("a probability of 0 is above no threshold")
                .isEqualTo(0.5);
    }

    @Test
    void aClassWithoutExamplesLeavesItAtHalf() {
        assertThat(DecisionThreshold.chosen(new int[] {0, 0}, new float[] {0.9f, 0.8f}, Criterion.ACCURACY))
                .isEqualTo(0.5);
    }
}
