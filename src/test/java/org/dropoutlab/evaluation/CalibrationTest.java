package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.dropoutlab.evaluation.Calibration.Bin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    /** Sums of a few numbers of order 1. */
    private static final Offset<Double> ROUNDING = within(1e-15);

    /**
     * Oracle, worked by hand: of five bins the third, (0.4, 0.6], holds confidences 0.5 (wrong: of equals the first is
     * predicted) and 0.6 (right), the fourth 0.7 (right) and 0.8 (wrong), the fifth 0.9 (right). Gaps are
     * |0.5 − 0.55|, |0.5 − 0.75| and |1 − 0.9|.
     */
    @Test
    void agreesWithATableWorkedByHand() {
        double[][] probabilities = {{0.5, 0.5}, {0.4, 0.6}, {0.7, 0.3}, {0.2, 0.8}, {0.9, 0.1}};
        int[] labels = {1, 1, 0, 0, 0};

        Calibration calibration = Calibration.of(probabilities, labels, 5);

        assertThat(calibration.bins()).extracting(Bin::count).containsExactly(0, 0, 2, 2, 1);
        assertThat(calibration.bins())
                .extracting(Bin::confidences)
                .containsExactly(
                        new Interval(0, 0.2),
                        new Interval(0.2, 0.4),
                        new Interval(0.4, 0.6),
                        new Interval(0.6, 0.8),
                        new Interval(0.8, 1));
        assertThat(calibration.bins().get(0).meanConfidence()).isEmpty();
        assertThat(calibration.bins().get(0).accuracy()).isEmpty();
        assertThat(calibration.bins().get(0).gap()).isZero();
        assertThat(calibration.bins().get(3).meanConfidence().orElseThrow()).isCloseTo(0.75, ROUNDING);
        assertThat(calibration.bins().get(3).accuracy()).contains(0.5);
        assertThat(calibration.expectedCalibrationError()).isCloseTo(0.4 * 0.05 + 0.4 * 0.25 + 0.2 * 0.1, ROUNDING);
        assertThat(calibration.maximumCalibrationError()).isCloseTo(0.25, ROUNDING);
        assertThat(calibration.negativeLogLikelihood()).isCloseTo(-Math.log(0.5 * 0.6 * 0.7 * 0.2 * 0.9) / 5, ROUNDING);
        assertThat(calibration.brierScore()).isCloseTo(2 * (0.25 + 0.16 + 0.09 + 0.64 + 0.01) / 5, ROUNDING);
    }

    /**
     * Labels that are drawn from the very probabilities. Oracle: Hoeffding's inequality; all bins together leave
     * √(log(2·bins/α)/2n_b) with probability α = 1e-6, and the expected error is their weighted mean.
     */
    @Test
    void labelsDrawnFromTheProbabilitiesAreCalibrated() {
        int bins = 15;
        int examples = 20_000;
        double[][] probabilities = randomDistributions(examples, 4);

        Calibration calibration = Calibration.of(probabilities, drawn(probabilities), bins);

        double bound = 0;
        for (Bin bin : calibration.bins()) {
            if (bin.count() > 0) {
                double radius = Math.sqrt(Math.log(2 * bins / 1e-6) / (2 * bin.count()));
                assertThat(bin.gap()).as("%s", bin).isLessThan(radius);
                bound += radius * bin.count() / examples;
            }
        }
        assertThat(calibration.expectedCalibrationError()).isLessThan(bound);
        assertThat(calibration.bins().stream().mapToInt(Bin::count).sum()).isEqualTo(examples);
    }

    /**
     * Oracle: the same, with a stated 0.95 where the truth is 0.7: the error is 0.25, but for a Hoeffding radius of
     * probability 1e-6.
     */
    @Test
    void overconfidenceIsTheErrorMeasured() {
        int examples = 20_000;
        double[][] truth = new double[examples][];
        double[][] stated = new double[examples][];
        Arrays.setAll(truth, i -> new double[] {0.3, 0.7});
        Arrays.setAll(stated, i -> new double[] {0.05, 0.95});

        Calibration calibration = Calibration.of(stated, drawn(truth), 10);

        double radius = Math.sqrt(Math.log(2 / 1e-6) / (2 * examples));
        assertThat(calibration.expectedCalibrationError()).isCloseTo(0.25, within(radius));
        assertThat(calibration.maximumCalibrationError()).isCloseTo(calibration.expectedCalibrationError(), ROUNDING);
    }

    /** Oracle: Guo et al. 2017, bins are ((m − 1)/M, m/M], so that a confidence at an edge belongs to the bin below. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 15, 49, 100})
    void aConfidenceAtAnEdgeBelongsToTheBinBelow(int bins) {
        for (int upper = (bins + 1) / 2; upper <= bins; upper++) {
            double confidence = (double) upper / bins;
            if (confidence < 0.5) {
                continue;
            }
            Calibration calibration =
                    Calibration.of(new double[][] {{confidence, 1 - confidence}}, new int[] {0}, bins);

            assertThat(calibration.bins().get(upper - 1).count())
                    .as("confidence %s of %d bins", confidence, bins)
                    .isEqualTo(1);
        }
    }

    @Test
    void certaintyIsWorthNothingWhenRightAndWithoutLimitWhenWrong() {
        double[][] certain = {{1, 0}};

        assertThat(Calibration.of(certain, new int[] {0}, 10))
                .satisfies(right -> assertThat(right.negativeLogLikelihood()).isZero())
                .satisfies(right -> assertThat(right.brierScore()).isZero())
                .satisfies(right -> assertThat(right.expectedCalibrationError()).isZero());
        assertThat(Calibration.of(certain, new int[] {1}, 10))
                .satisfies(wrong -> assertThat(wrong.negativeLogLikelihood()).isInfinite())
                .satisfies(wrong -> assertThat(wrong.brierScore()).isEqualTo(2))
                .satisfies(wrong -> assertThat(wrong.maximumCalibrationError()).isEqualTo(1));
    }

    @Test
    void refusesWhatIsNotDistributionsAndTheirLabels() {
        double[][] good = {{0.5, 0.5}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(good, new int[] {0}, 0))
                .withMessageContaining("number of bins must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(good, new int[] {0, 1}, 5))
                .withMessage("1 distributions but 2 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(new double[0][], new int[0], 5))
                .withMessageContaining("at least one example");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(good, new int[] {2}, 5))
                .withMessage("example 0 has label 2, but there are 2 classes");
        for (double[] row : List.of(
                new double[] {0.9}, new double[] {1}, new double[] {0.9, 0.9}, new double[] {1.5, -0.5}, new double[] {
                    Double.NaN, 0.5
                })) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Calibration.of(new double[][] {row}, new int[] {0}, 5))
                    .withMessageContaining("not a distribution");
        }
    }

    private static double[][] randomDistributions(int examples, int classes) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[examples][];
        for (int i = 0; i < examples; i++) {
            double[] weights = random.doubles(classes)
                    .map(uniform -> Math.pow(uniform, -0.7))
                    .toArray();
            double sum = Arrays.stream(weights).sum();
            rows[i] = Arrays.stream(weights).map(weight -> weight / sum).toArray();
        }
        return rows;
    }

    private static int[] drawn(double[][] distributions) {
        SplittableRandom random = new SplittableRandom(2);
        int[] labels = new int[distributions.length];
        for (int i = 0; i < labels.length; i++) {
            double uniform = random.nextDouble();
            while (labels[i] < distributions[i].length - 1 && uniform >= distributions[i][labels[i]]) {
                uniform -= distributions[i][labels[i]];
                labels[i]++;
            }
        }
        return labels;
    }
}
