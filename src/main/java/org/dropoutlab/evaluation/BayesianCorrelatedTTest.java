package org.dropoutlab.evaluation;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The Bayesian counterpart of the {@link CorrectedResampledTTest}: the posterior of the mean of n differences measured on
 * splits that share training data is a Student t distribution with n − 1 degrees of freedom,
 *
 * <pre>location d̄,  squared scale (1/n + ρ/(1 − ρ)) s²</pre>
 *
 * with ρ the share of the examples that are test data, so that ρ/(1 − ρ) is the ratio of test to training examples. Unlike a
 * test, it can say that a difference is too small to matter.
 *
 * <p>Benavoli, Corani, Demšar &amp; Zaffalon 2017, "Time for a change: a tutorial for comparing multiple classifiers through
 * Bayesian analysis", JMLR 18(77), §4.1; the prior is the uninformative one, under which the posterior mirrors the test.
 *
 * @param testToTrain ρ/(1 − ρ), at least 0; 0 for independent differences
 */
public record BayesianCorrelatedTTest(double testToTrain) {
    /** As in {@link CorrectedResampledTTest}: below this relative standard error, differences count as constant. */
    private static final double ROUNDING = 1e-14;

    public BayesianCorrelatedTTest {
        if (!(testToTrain >= 0 && Double.isFinite(testToTrain))) {
            throw new IllegalArgumentException(
                    "the ratio of test to training examples must be at least 0, not " + testToTrain);
        }
    }

    /**
     * The posterior probabilities of the mean difference. Without any spread, all of the probability is in one place.
     *
     * @param differences one per pair
     * @param rope half the width of the region of practical equivalence, at least 0 and finite
     * @return empty if there are fewer than two differences, or one of them is not finite
     */
    public Optional<Equivalence> of(double[] differences, double rope) {
        if (!(rope >= 0 && Double.isFinite(rope))) {
            throw new IllegalArgumentException(
                    "the region of practical equivalence must be at least 0 and finite, not " + rope);
        }
        int n = differences.length;
        if (n < 2 || !Arrays.stream(differences).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        double mean = Mean.of(differences).getAsDouble();
        double scale =
                Math.sqrt((1.0 / n + testToTrain) * Variance.of(differences).getAsDouble());
        if (scale <= ROUNDING * Math.abs(mean)) {
            return Optional.of(atOnePoint(mean, rope));
        }
        TDistribution t = TDistribution.of(n - 1);
        double below = t.cumulativeProbability((-rope - mean) / scale);
        double above = t.survivalProbability((rope - mean) / scale);
        return Optional.of(new Equivalence(rope, below, Math.max(0, 1 - below - above), above));
    }

    private static Equivalence atOnePoint(double mean, double rope) {
        double end = rope + ROUNDING * Math.abs(mean);
        return mean < -end
                ? new Equivalence(rope, 1, 0, 0)
                : mean > end ? new Equivalence(rope, 0, 0, 1) : new Equivalence(rope, 0, 1, 0);
    }
}
