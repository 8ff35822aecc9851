package org.dropoutlab.evaluation.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.dropoutlab.evaluation.Calibration.Bin;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.scoring.ClassScores;
import org.junit.jupiter.api.Test;

class ClassifierOutputsTest {
    /** Roundings of a sum of up to some hundred numbers up to 1. */
    private static final Offset<Double> OF_SUMS = within(1e-13);

    /** Oracle: the scores of each trial, computed apart and equal to scikit-learn's; figure and table must agree. */
    @Test
    void areasAreTheMeansOfTheTrialsScores() {
        for (int classes : new int[] {2, 3, 7}) {
            for (int positive : new int[] {0, 1}) {
                List<TestOutputs.Classes> trials = IntStream.range(0, 5)
                        .mapToObj(seed -> random(seed, 60, classes))
                        .toList();
                List<Map<FinalScore, Double>> scores = trials.stream()
                        .map(outputs -> ClassScores.of(outputs, positive))
                        .toList();
                ClassifierOutputs arm = new ClassifierOutputs(trials, positive);

                assertThat(arm.lacking()).isZero();
                assertThat(arm.roc().orElseThrow().area()).isCloseTo(mean(scores, FinalScore.ROC_AUC), OF_SUMS);
                assertThat(arm.precisionRecall().orElseThrow().area())
                        .isCloseTo(mean(scores, FinalScore.AVERAGE_PRECISION), OF_SUMS);
                Confusions confusions = arm.confusions();
                assertThat(IntStream.range(0, classes)
                                .mapToLong(c -> confusions.counts()[c][c])
                                .sum())
                        .isEqualTo(Math.round(300 * mean(scores, FinalScore.ACCURACY)));
                assertThat(confusions.examples()).isEqualTo(300);
            }
        }
    }

    /** 1 − p is 1 for both, and the area would be 0.5. */
    @Test
    void tinyProbabilitiesOfTheOtherClassAreToldApart() {
        TestOutputs.Classes outputs =
                new TestOutputs.Classes(2, new int[] {0, 1}, new float[] {1e-20f, 1e-19f}, 0.5, 2);

        assertThat(new ClassifierOutputs(List.of(outputs), 0)
                        .roc()
                        .orElseThrow()
                        .area())
                .isEqualTo(1);
    }

    @Test
    void predictionsFollowTheTrialsOwnThreshold() {
        int[] labels = {0, 0, 1};
        float[] probabilities = {0.1f, 0.3f, 0.4f};
        ClassifierOutputs arm = new ClassifierOutputs(
                List.of(
                        new TestOutputs.Classes(2, labels, probabilities, 0.5, 3),
                        new TestOutputs.Classes(2, labels, probabilities, 0.2, 3)),
                1);

        assertThat(arm.confusions()).isEqualTo(new Confusions(new long[][] {{3, 1}, {1, 1}}));
    }

    /** By hand: of two classes all predictions are about the positive one; of three, each about the class it names. */
    @Test
    void reliabilityIsAboutThePositiveOrThePredictedClass() {
        TestOutputs.Classes two =
                new TestOutputs.Classes(2, new int[] {1, 0, 0}, new float[] {0.05f, 0.05f, 0.95f}, 0.5, 3);
        TestOutputs.Classes three = new TestOutputs.Classes(
                3, new int[] {2, 0}, new float[] {0.1f, 0.15f, 0.75f, 0.1f, 0.75f, 0.15f}, 0.5, 2);

        List<Bin> second = new ClassifierOutputs(List.of(two), 1).reliability(10);
        List<Bin> first = new ClassifierOutputs(List.of(two), 0).reliability(10);
        List<Bin> named = new ClassifierOutputs(List.of(three), 1).reliability(10);

        assertThat(second).extracting(Bin::count).containsExactly(2, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(second.get(0).accuracy()).contains(0.5);
        assertThat(second.get(9).accuracy()).contains(0.0);
        assertThat(first).extracting(Bin::count).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 2);
        assertThat(first.get(0).accuracy()).contains(1.0);
        assertThat(named).extracting(Bin::count).containsExactly(0, 0, 0, 0, 0, 0, 0, 2, 0, 0);
        assertThat(named.get(7).accuracy()).contains(0.5);
    }

    @Test
    void foldsWithoutAClassHaveNoCurveOfIt() {
        TestOutputs.Classes only = new TestOutputs.Classes(2, new int[] {0, 0}, new float[] {0.1f, 0.3f}, 0.5, 2);
        TestOutputs.Classes both = new TestOutputs.Classes(2, new int[] {0, 1}, new float[] {0.1f, 0.3f}, 0.5, 2);

        ClassifierOutputs some = new ClassifierOutputs(List.of(only, both), 1);
        ClassifierOutputs none = new ClassifierOutputs(List.of(only, only), 1);

        assertThat(some.lacking()).isEqualTo(1);
        assertThat(some.roc().orElseThrow().trials()).isEqualTo(1);
        assertThat(some.baseRate()).as("of folds with a curve").isEqualTo(0.5);
        assertThat(none.lacking()).isEqualTo(2);
        assertThat(none.roc()).isEmpty();
        assertThat(none.precisionRecall()).isEmpty();
        assertThat(none.confusions()).isEqualTo(new Confusions(new long[][] {{4, 0}, {0, 0}}));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassifierOutputs(List.of(), 1));
    }

    /** Oracle: a score that is the same for all finds nothing; its precision at any recall is the base rate. */
    @Test
    void theBaseRateIsThePrecisionOfGuessing() {
        int[] labels = {0, 1, 2, 2, 0, 0, 0, 0};
        float[] same = new float[3 * labels.length];
        Arrays.fill(same, 1 / 3f);
        ClassifierOutputs guessing =
                new ClassifierOutputs(List.of(new TestOutputs.Classes(3, labels, same, 0.5, labels.length)), 1);

        assertThat(guessing.baseRate()).isCloseTo(1 / 3., OF_SUMS);
        assertThat(guessing.precisionRecall().orElseThrow().points())
                .allSatisfy(point -> assertThat(point.mean()).isCloseTo(guessing.baseRate(), OF_SUMS));
        assertThat(guessing.roc().orElseThrow().area()).isEqualTo(0.5);
    }

    private static double mean(List<Map<FinalScore, Double>> scores, FinalScore score) {
        return scores.stream().mapToDouble(of -> of.get(score)).average().orElseThrow();
    }

    /** Every class is there; probabilities of two digits, so that many are equal, a little better than guessed. */
    private static TestOutputs.Classes random(long seed, int examples, int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = classes == 2 ? 1 : classes;
        int[] labels = new int[examples];
        float[] probabilities = new float[examples * width];
        for (int i = 0; i < examples; i++) {
            labels[i] = i < classes ? i : random.nextInt(classes);
            for (int c = 0; c < width; c++) {
                boolean right = classes == 2 ? labels[i] == 1 : labels[i] == c;
                probabilities[i * width + c] = random.nextInt(right ? 10 : 0, 40) / 40f;
            }
        }
        return new TestOutputs.Classes(classes, labels, probabilities, 0.5, examples);
    }
}
