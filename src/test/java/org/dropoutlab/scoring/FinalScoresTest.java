package org.dropoutlab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.TestOutputs;
import org.junit.jupiter.api.Test;

/**
 * Final scores against scikit-learn 1.2.1 (Debian's python3-sklearn), and their laws. Labels and predictions are the same formulas on
 * both sides, of numbers that floats have exactly. The figures are what this prints:
 *
 * <pre>
 * import numpy as np
 * from sklearn.metrics import *
 *
 * def report(name, y, p, positive=1):
 *     k = 2 if p.ndim == 1 else p.shape[1]
 *     guess = (p > 0.5).astype(int) if k == 2 else p.argmax(1)
 *     print(name)
 *     print(accuracy_score(y, guess), balanced_accuracy_score(y, guess))
 *     print(f1_score(y, guess, average="macro"), matthews_corrcoef(y, guess))
 *     if k == 2:
 *         q = p if positive == 1 else 1 - p
 *         print(f1_score(y, guess, pos_label=positive))
 *         print(roc_auc_score(y == positive, q), average_precision_score(y == positive, q))
 *         print(log_loss(y, p), brier_score_loss(y, p))
 *     else:
 *         print(roc_auc_score(y, p, multi_class="ovr"))
 *         print(np.mean([average_precision_score(y == c, p[:, c]) for c in range(k)]))
 *         print(log_loss(y, p), np.mean(np.sum((p - np.eye(k)[y]) ** 2, 1)))
 *
 * i = np.arange(200)
 * report("rare", (i % 20 == 3) | (i % 50 == 7) | 0, ((i * 37 + 11) % 16 + (i % 20 == 3) * 8) / 32)
 * i = np.arange(150)
 * a, b = (i * 13) % 32, (i * 29) % 16
 * y = np.where(i % 10 == 0, 3, (i % 3 + (a > b)) % 3)
 * report("never predicted", y, np.stack([a, 24 - b, 36 - a + b, 4 + 0 * i], 1) / 64)
 * i = np.arange(100)
 * p = ((i * 389 + 17) % 512 + 256 * (i % 2)) / 1024 + 1 / 2048
 * report("balanced", i % 2, p)
 * report("balanced, first positive", i % 2, p, 0)
 * i = np.arange(120)
 * t = 1000 + (i * 53 % 97) * 2.5
 * p = t + (i * 31 % 41) - 18.25
 * print(r2_score(t, p), mean_squared_error(t, p, squared=False), mean_absolute_error(t, p))
 * </pre>
 */
class FinalScoresTest {
    private static final double EQUAL = 1e-9;

    @Test
    void equalsScikitLearnWhereOneOfTwoClassesIsRareAndManyProbabilitiesTie() {
        requireEqual(
                ClassScores.of(rare(), 1),
                Map.of(
                        FinalScore.ACCURACY, 0.96,
                        FinalScore.BALANCED_ACCURACY, 0.7142857142857143,
                        FinalScore.MACRO_F1, 0.7894736842105263,
                        FinalScore.MATTHEWS, 0.6410135567759428,
                        FinalScore.POSITIVE_F1, 0.6,
                        FinalScore.ROC_AUC, 0.8229646697388633,
                        FinalScore.AVERAGE_PRECISION, 0.5397568176830849,
                        FinalScore.LOG_LOSS, 0.32714836203778147,
                        FinalScore.BRIER, 0.09263671875));
    }

    @Test
    void equalsScikitLearnWhereOneOfFourClassesIsNeverPredicted() {
        requireEqual(
                ClassScores.of(neverPredicted(), 1),
                Map.of(
                        FinalScore.ACCURACY, 0.3,
                        FinalScore.BALANCED_ACCURACY, 0.24846060805981635,
                        FinalScore.MACRO_F1, 0.21805159610037655,
                        FinalScore.MATTHEWS, -0.0027294333085536764,
                        FinalScore.ROC_AUC, 0.49979057361915624,
                        FinalScore.AVERAGE_PRECISION, 0.2513787682777217,
                        FinalScore.LOG_LOSS, 1.6730903323133057,
                        FinalScore.BRIER, 0.781923828125));
    }

    @Test
    void equalsScikitLearnWhereClassesAreEquallyFrequent() {
        requireEqual(
                ClassScores.of(balanced(), 1),
                Map.of(
                        FinalScore.ACCURACY, 0.75,
                        FinalScore.BALANCED_ACCURACY, 0.75,
                        FinalScore.MACRO_F1, 0.7333333333333334,
                        FinalScore.MATTHEWS, 0.5773502691896257,
                        FinalScore.POSITIVE_F1, 0.6666666666666666,
                        FinalScore.ROC_AUC, 0.8752,
                        FinalScore.AVERAGE_PRECISION, 0.8886604636681381,
                        FinalScore.LOG_LOSS, 0.5222136204969654,
                        FinalScore.BRIER, 0.1767379093170166));
    }

    /** The first class as the positive one changes nothing but its F1 and its average precision, here the same by symmetry. */
    @Test
    void equalsScikitLearnWithTheFirstClassAsThePositiveOne() {
        Map<FinalScore, Double> scores = ClassScores.of(balanced(), 0);

        assertThat(scores.get(FinalScore.POSITIVE_F1)).isCloseTo(0.8, within(EQUAL));
        assertThat(scores.get(FinalScore.ROC_AUC)).isCloseTo(0.8752, within(EQUAL));
        assertThat(scores.get(FinalScore.AVERAGE_PRECISION)).isCloseTo(0.8886604636681381, within(EQUAL));
        assertThat(scores.get(FinalScore.BRIER)).isCloseTo(0.1767379093170166, within(EQUAL));
    }

    @Test
    void equalsScikitLearnForNumbers() {
        double[] targets = IntStream.range(0, 120)
                .mapToDouble(i -> 1000 + (i * 53 % 97) * 2.5)
                .toArray();
        double[] predictions = IntStream.range(0, 120)
                .mapToDouble(i -> targets[i] + i * 31 % 41 - 18.25)
                .toArray();

        requireEqual(
                NumberScores.of(new TestOutputs.Numbers(targets, predictions, 120)),
                Map.of(
                        FinalScore.R2, 0.9708826243735564,
                        FinalScore.RMSE, 12.037268516292778,
                        FinalScore.MAE, 10.4));
    }

    /** Only the order of scores counts, and ties stay ties. */
    @Test
    void rankingsDoNotChangeUnderMonotoneTransformations() {
        Random random = new Random(1);
        float[] scores = new float[300];
        float[] cubes = new float[300];
        boolean[] positive = new boolean[300];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (random.nextInt(41) - 20) / 8f;
            cubes[i] = scores[i] * scores[i] * scores[i] + 1000;
            positive[i] = random.nextInt(3) == 0;
        }

        assertThat(Ranking.of(cubes, positive)).isEqualTo(Ranking.of(scores, positive));
    }

    /** AUC(1 − s) = 1 − AUC(s), and the same with the classes exchanged. */
    @Test
    void theAreaOfTheOppositeScoreIsTheRest() {
        Random random = new Random(2);
        float[] scores = new float[300];
        float[] opposite = new float[300];
        boolean[] positive = new boolean[300];
        boolean[] negative = new boolean[300];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(64) / 64f;
            opposite[i] = 1 - scores[i];
            positive[i] = random.nextInt(4) == 0;
            negative[i] = !positive[i];
        }
        double area = Ranking.of(scores, positive).areaUnderRoc();

        assertThat(Ranking.of(opposite, positive).areaUnderRoc()).isCloseTo(1 - area, within(1e-15));
        assertThat(Ranking.of(scores, negative).areaUnderRoc()).isCloseTo(1 - area, within(1e-15));
        assertThat(Ranking.of(opposite, negative).areaUnderRoc()).isEqualTo(area);
    }

    /** Oracle: all pairs, one by one. */
    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        Random random = new Random(3);
        float[] scores = new float[120];
        boolean[] positive = new boolean[120];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(30) - 15;
            positive[i] = random.nextBoolean();
        }
        int halves = 0;
        int pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    halves += scores[i] > scores[j] ? 2 : scores[i] == scores[j] ? 1 : 0;
                }
            }
        }

        assertThat(Ranking.of(scores, positive).areaUnderRoc()).isEqualTo(halves / (2.0 * pairs));
    }

    @Test
    void constantScoresHaveHalfTheAreaAndThePrecisionOfTheBaseRate() {
        Ranking ranking = Ranking.of(new float[] {0, -0f, 0, 0}, new boolean[] {true, false, false, false});

        assertThat(ranking.areaUnderRoc()).isEqualTo(0.5);
        assertThat(ranking.averagePrecision()).isEqualTo(0.25);
    }

    /** Classes have no order for these scores: any numbering gives the same. */
    @Test
    void scoresDoNotDependOnTheNumberingOfClasses() {
        Random random = new Random(4);
        int[] to = {2, 0, 3, 1};
        int[] labels = new int[200];
        int[] others = new int[200];
        float[] probabilities = new float[4 * 200];
        float[] exchanged = new float[4 * 200];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(4);
            others[i] = to[labels[i]];
            for (int c = 0; c < 4; c++) {
                // Without ties, which go to the first class.
                probabilities[4 * i + c] = (random.nextInt(100) + (c == labels[i] ? 40 : 0)) / 256f + c / 1024f;
                exchanged[4 * i + to[c]] = probabilities[4 * i + c];
            }
        }

        Map<FinalScore, Double> renumbered = ClassScores.of(new TestOutputs.Classes(4, others, exchanged, 0.5, 200), 1);

        requireEqual(renumbered, ClassScores.of(new TestOutputs.Classes(4, labels, probabilities, 0.5, 200), 1));
    }

    /** A class that no test example has leaves nothing to measure its recall by. */
    @Test
    void whatNeedsAMissingClassIsUndefined() {
        TestOutputs.Classes onlyFirst =
                new TestOutputs.Classes(2, new int[] {0, 0}, new float[] {0.25f, 0.75f}, 0.5, 2);
        Map<FinalScore, Double> two = ClassScores.of(onlyFirst, 1);

        assertThat(two.get(FinalScore.ACCURACY)).isEqualTo(0.5);
        assertThat(two.get(FinalScore.BRIER)).isEqualTo((0.0625 + 0.5625) / 2);
        assertThat(two.get(FinalScore.LOG_LOSS)).isFinite();
        for (FinalScore undefined : new FinalScore[] {
            FinalScore.BALANCED_ACCURACY,
            FinalScore.MACRO_F1,
            FinalScore.POSITIVE_F1,
            FinalScore.MATTHEWS,
            FinalScore.ROC_AUC,
            FinalScore.AVERAGE_PRECISION
        }) {
            assertThat(two.get(undefined)).as(undefined.key()).isNaN();
        }
        // Two of three classes: Matthews' coefficient has a value, means over classes have not.
        Map<FinalScore, Double> three = ClassScores.of(
                new TestOutputs.Classes(
                        3, new int[] {0, 1}, new float[] {0.5f, 0.25f, 0.25f, 0.25f, 0.5f, 0.25f}, 0.5, 2),
                1);
        assertThat(three.get(FinalScore.MATTHEWS)).isEqualTo(1);
        assertThat(three.get(FinalScore.MACRO_F1)).isNaN();
        assertThat(three.get(FinalScore.ROC_AUC)).isNaN();
        assertThat(three.get(FinalScore.AVERAGE_PRECISION)).isNaN();
        assertThat(NumberScores.of(new TestOutputs.Numbers(new double[] {2, 2}, new double[] {1, 2}, 2))
                        .get(FinalScore.R2))
                .isNaN();
    }

    /** A probability of 0 for the true class costs −log 2⁻⁵², not infinitely much. */
    @Test
    void impossibleEventsCostAFiniteLoss() {
        Map<FinalScore, Double> scores =
                ClassScores.of(new TestOutputs.Classes(2, new int[] {1, 0}, new float[] {0, 0}, 0.5, 2), 1);

        assertThat(scores.get(FinalScore.LOG_LOSS)).isCloseTo(52 * Math.log(2) / 2, within(1e-12));
        assertThat(scores.get(FinalScore.MATTHEWS)).isZero();
    }

    @Test
    void decisionsFollowTheThresholdAndRankingsDoNot() {
        TestOutputs.Classes usual = rare();
        Map<FinalScore, Double> low = ClassScores.of(
                new TestOutputs.Classes(2, usual.labels(), usual.probabilities(), 0.25, usual.size()), 1);
        Map<FinalScore, Double> half = ClassScores.of(usual, 1);

        assertThat(low.get(FinalScore.BALANCED_ACCURACY)).isNotEqualTo(half.get(FinalScore.BALANCED_ACCURACY));
        assertThat(low.get(FinalScore.ROC_AUC)).isEqualTo(half.get(FinalScore.ROC_AUC));
        assertThat(low.get(FinalScore.BRIER)).isEqualTo(half.get(FinalScore.BRIER));
    }

    private static TestOutputs.Classes rare() {
        return two(
                200, i -> i % 20 == 3 || i % 50 == 7 ? 1 : 0, i -> ((i * 37 + 11) % 16 + (i % 20 == 3 ? 8 : 0)) / 32.0);
    }

    private static TestOutputs.Classes balanced() {
        return two(100, i -> i % 2, i -> ((i * 389 + 17) % 512 + 256 * (i % 2)) / 1024.0 + 1 / 2048.0);
    }

    private static TestOutputs.Classes two(int examples, IntUnaryOperator label, IntToDoubleFunction probability) {
        float[] probabilities = new float[examples];
        for (int i = 0; i < examples; i++) {
            probabilities[i] = (float) probability.applyAsDouble(i);
        }
        return new TestOutputs.Classes(
                2, IntStream.range(0, examples).map(label).toArray(), probabilities, 0.5, examples);
    }

    private static TestOutputs.Classes neverPredicted() {
        IntFunction<int[]> weights = i -> {
            int a = i * 13 % 32;
            int b = i * 29 % 16;
            return new int[] {a, 24 - b, 36 - a + b, 4};
        };
        int[] labels = new int[150];
        float[] probabilities = new float[4 * 150];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10 == 0 ? 3 : (i % 3 + (i * 13 % 32 > i * 29 % 16 ? 1 : 0)) % 3;
            for (int c = 0; c < 4; c++) {
                probabilities[4 * i + c] = weights.apply(i)[c] / 64f;
            }
        }
        return new TestOutputs.Classes(4, labels, probabilities, 0.5, 150);
    }

    private static void requireEqual(Map<FinalScore, Double> scores, Map<FinalScore, Double> expected) {
        assertThat(scores.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (score, value) -> assertThat(scores.get(score)).as(score.key()).isCloseTo(value, within(EQUAL)));
    }
}
