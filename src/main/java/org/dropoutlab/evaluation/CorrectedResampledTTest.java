package org.dropoutlab.evaluation;

import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The corrected resampled t-test, for differences measured on splits that share training data:
 *
 * <pre>t = d̄ / √((1/n + ρ) s²),  n − 1 degrees of freedom</pre>
 *
 * with n differences of mean d̄ and variance s², and ρ the number of test examples over the number of training examples
 * of a split. The plain paired t-test is the case ρ = 0; on overlapping training sets it treats dependent
 * differences as independent and finds far too many significant.
 *
 * <p>Nadeau &amp; Bengio 2003, "Inference for the generalization error", Machine Learning 52:239–281; for repeated
 * k-fold cross-validation, Bouckaert &amp; Frank 2004, "Evaluating the replicability of significance tests for comparing
 * learning algorithms", PAKDD 2004 (n = k·r, ρ = 1/(k − 1)).
 *
 * @param testToTrain ρ, at least 0; infinite if there is no test
 */
public record CorrectedResampledTTest(double testToTrain) implements PairedTest {
    /**
     * Relative standard error below which differences count as constant up to rounding, in the manner of R's t.test.
     */
    private static final double ROUNDING = 1e-14;

    public CorrectedResampledTTest {
        if (!(testToTrain >= 0)) {
            throw new IllegalArgumentException(
                    "the ratio of test to training examples must be at least 0, not " + testToTrain);
        }
    }

    /** The plain paired t-test, for independent pairs. */
    public static CorrectedResampledTTest uncorrected() {
        return new CorrectedResampledTTest(0);
    }

    /**
     * No test, for splits that are not exchangeable: with an unlimited correction, no number of differences shows anything, and no
     * interval is finite.
     */
    public static CorrectedResampledTTest none() {
        return new CorrectedResampledTTest(Double.POSITIVE_INFINITY);
    }

    /** Whether there is a test. */
    public boolean isPossible() {
        return Double.isFinite(testToTrain);
    }

    private static Optional<Interval> constant(double[] values) {
        return values.length < 2 ? Optional.empty() : Optional.of(new Interval(values[0], values[0]));
    }

    @Override
    public String name() {
        return testToTrain == 0 ? "paired t" : isPossible() ? "corrected resampled t" : "none";
    }

    /** The 95% interval of the mean of {@code values}; empty if there are fewer than two. */
    public Optional<Interval> ci95(double[] values) {
        return isPossible() ? test(values).map(Outcome::ci95).or(() -> constant(values)) : Optional.empty();
    }

    /**
     * As in R, identical nonzero differences have no spread and cannot be tested; with differences of 0 only, there is
     * no evidence of an effect.
     */
    @Override
    public Optional<Outcome> test(double[] differences) {
        int n = differences.length;
        if (n < 2 || !isPossible()) {
            return Optional.empty();
        }
        double mean = Mean.of(differences).getAsDouble();
        double error =
                Math.sqrt((1.0 / n + testToTrain) * Variance.of(differences).getAsDouble());
        TDistribution t = TDistribution.of(n - 1);
        if (mean != 0 && error <= ROUNDING * Math.abs(mean)) {
            return Optional.empty();
        }
        double halfWidth = t.inverseSurvivalProbability(0.025) * error;
        return Optional.of(new Outcome(new Interval(mean - halfWidth, mean + halfWidth), pValue(mean, error, t)));
    }

    private static double pValue(double mean, double error, TDistribution t) {
        return error == 0 ? 1 : Math.min(1, 2 * t.survivalProbability(Math.abs(mean / error)));
    }
}
