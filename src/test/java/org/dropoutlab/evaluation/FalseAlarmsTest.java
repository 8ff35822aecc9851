package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Test;

/**
 * A/A comparisons by simulation: two learners that are equally good by construction, on fresh data each time, compared
 * over the folds of the real splitter. Each learner is a nearest-mean classifier that sees its own half of the
 * features; the halves are independent and alike, so that neither learner is better.
 */
class FalseAlarmsTest {
    private static final int STUDIES = 1000;
    private static final int EXAMPLES = 100;
    private static final int FEATURES = 8;
    private static final double SHIFT = 0.35;
    private static final Map<CrossValidation, List<double[]>> MADE = new HashMap<>();

    @Test
    void theCorrectedTestKeepsItsLevelOnRepeatedFoldsWhereThePlainOneDoesNot() {
        Alarms alarms = alarms(Resampling.of(10, 10));

        assertThat(alarms.corrected())
                .as("A/A studies of %d that the corrected test calls different", STUDIES)
                .isBetween(atLevel(0.0005), atLevel(0.9995));
        assertThat(alarms.plain())
                .as("A/A studies of %d that the plain paired t-test calls different", STUDIES)
                .isGreaterThan(5 * alarms.corrected());
    }

    /** One round of ten folds is what the sonar study does by default: few pairs, and coarse accuracies. */
    @Test
    void theCorrectedTestDoesNotExceedItsLevelOnOneRoundOfTenFolds() {
        Alarms alarms = alarms(Resampling.of(10, 1));

        assertThat(alarms.corrected())
                .as("A/A studies of %d that the corrected test calls different", STUDIES)
                .isLessThanOrEqualTo(atLevel(0.9995));
        assertThat(alarms.plain()).isGreaterThan(alarms.corrected());
    }

    /**
     * The true difference is 0, inside every region. A claim that the difference is above the region, or below it, is at least as
     * strict as a one-sided test at 5%, so that the two together are at most as frequent as a two-sided test at 10% is.
     */
    @Test
    void thePosteriorClaimsADifferenceBetweenEqualsNoMoreOftenThanItSays() {
        CrossValidation resampling = Resampling.of(10, 10);
        double[] ropes = {0, 0.01, 0.05, 0.2};
        int[] different = new int[ropes.length];
        int[] same = new int[ropes.length];
        for (double[] differences : studies(resampling)) {
            for (int r = 0; r < ropes.length; r++) {
                Equivalence posterior = new BayesianCorrelatedTTest(1.0 / 9)
                        .of(differences, ropes[r])
                        .orElseThrow();
                different[r] += Math.max(posterior.below(), posterior.above()) >= Equivalence.CERTAIN ? 1 : 0;
                same[r] += posterior.isPracticallyTheSame() ? 1 : 0;
            }
        }
        for (int r = 0; r < ropes.length; r++) {
            System.out.printf(
                    "%s, region ±%s: of %d A/A studies, called different: %d, practically the same: %d, neither: %d%n",
                    resampling.describe(), ropes[r], STUDIES, different[r], same[r], STUDIES - different[r] - same[r]);
        }

        int most = BinomialDistribution.of(STUDIES, 0.1).inverseCumulativeProbability(0.9995);
        assertThat(Arrays.stream(different).max().orElseThrow())
                .as("called different")
                .isLessThanOrEqualTo(most);
        assertThat(different[0]).isGreaterThan(different[2]);
        assertThat(same[0]).as("a region without width holds nothing").isZero();
        assertThat(same[3])
                .as("nearly all of the studies measure a difference far below 20 points")
                .isGreaterThan(STUDIES / 2);
    }

    /** A quantile of the false alarms of a test at its 5% level. */
    private static int atLevel(double quantile) {
        return BinomialDistribution.of(STUDIES, 0.05).inverseCumulativeProbability(quantile);
    }

    /** The A/A studies' differences, made once for the tests that share their splits. */
    private static List<double[]> studies(CrossValidation resampling) {
        return MADE.computeIfAbsent(resampling, splits -> {
            Random random = new Random(20_031_204);
            return IntStream.range(0, STUDIES)
                    .mapToObj(study -> differences(random, splits))
                    .toList();
        });
    }

    private record Alarms(int corrected, int plain) {}

    private static Alarms alarms(CrossValidation resampling) {
        PairedTest corrected = new CorrectedResampledTTest(1.0 / (resampling.folds() - 1));
        PairedTest plain = CorrectedResampledTTest.uncorrected();
        int falseAlarms = 0;
        int plainFalseAlarms = 0;
        for (double[] differences : studies(resampling)) {
            falseAlarms += isCalledDifferent(corrected, differences) ? 1 : 0;
            plainFalseAlarms += isCalledDifferent(plain, differences) ? 1 : 0;
        }
        System.out.printf(
                "%s: of %d A/A studies, called different: %d by the corrected test, %d by the plain one%n",
                resampling.describe(), STUDIES, falseAlarms, plainFalseAlarms);
        return new Alarms(falseAlarms, plainFalseAlarms);
    }

    private static boolean isCalledDifferent(PairedTest test, double[] differences) {
        return test.test(differences).filter(outcome -> outcome.pValue() < 0.05).isPresent();
    }

    private static double[] differences(Random random, Resampling resampling) {
        double[][] features = new double[EXAMPLES][2 * FEATURES];
        int[] labels = new int[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < 2 * FEATURES; j++) {
                features[i][j] = random.nextGaussian() + (labels[i] == 1 ? SHIFT : -SHIFT);
            }
        }
        Table table = new Table(features, labels, List.of("a", "b"));
        List<Double> differences = new ArrayList<>();
        for (int repeat = 0; repeat < resampling.repeats(); repeat++) {
            for (Fold fold : Splits.of(table, resampling, random.nextLong())) {
                differences.add(accuracy(table, fold, 0) - accuracy(table, fold, FEATURES));
            }
        }
        return differences.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Test accuracy of the nearest-mean classifier on the features from {@code first}. */
    private static double accuracy(Table table, Fold fold, int first) {
        double[][] means = new double[2][FEATURES];
        int[] counts = new int[2];
        for (int i : fold.train()) {
            int label = table.labels()[i];
            counts[label]++;
            for (int j = 0; j < FEATURES; j++) {
                means[label][j] += table.features().row(i)[first + j];
            }
        }
        int right = 0;
        for (int i : fold.test()) {
            double nearerToOne = 0;
            for (int j = 0; j < FEATURES; j++) {
                double x = table.features().row(i)[first + j];
                double zero = x - means[0][j] / counts[0];
                double one = x - means[1][j] / counts[1];
                nearerToOne += zero * zero - one * one;
            }
            right += (nearerToOne > 0 ? 1 : 0) == table.labels()[i] ? 1 : 0;
        }
        return (double) right / fold.test().length;
    }
}
