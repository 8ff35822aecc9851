package org.dropoutlab.evaluation;

import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The power of a {@link CorrectedResampledTTest}, two-sided at 5%, against a true mean difference δ with n pairs:
 *
 * <pre>P(|T| &gt; t₀.₉₇₅), T noncentral t with n − 1 degrees of freedom and noncentrality δ / √((1/n + ρ) σ²)</pre>
 *
 * <p>(Cohen 1988, "Statistical power analysis for the behavioral sciences", ch. 2, for ρ = 0). It is exact for normal
 * differences, and in Nadeau &amp; Bengio's model, ρ &gt; 0, in which all differences share a component of variance
 * ρσ². More repeats do not average that component out, so the power against δ has a limit below 1.
 *
 * @param test the test
 * @param spread σ, the standard deviation of the differences, greater than 0
 */
record TestPower(CorrectedResampledTTest test, double spread) {
    /** The target power. */
    static final double WANTED = 0.8;

    private static final double TAIL = 0.025;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int POINTS = 400;
    /** Standard deviations beyond which the mass of a chi distribution is negligible. */
    private static final double REACH = 8;

    private static final int HALVINGS = 60;

    TestPower {
        if (!(spread > 0 && Double.isFinite(spread))) {
            throw new IllegalArgumentException("spread of the differences must be positive, not " + spread);
        }
    }

    /** The power of {@code pairs} pairs against a true mean difference of {@code difference}; 0 for fewer than two. */
    double of(double difference, int pairs) {
        return pairs < 2 ? 0 : power(Math.abs(difference) / error(pairs), pairs - 1);
    }

    /**
     * The smallest true difference that {@code pairs} pairs, at least two, detect with the target power.
     */
    double detectable(int pairs) {
        double low = 0;
        double high = 1;
        while (power(high, pairs - 1) < WANTED) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (power(middle, pairs - 1) < WANTED) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * error(pairs);
    }

    /** The difference below which no number of pairs has the target power; 0 for independent pairs. */
    double detectableAtBest() {
        double noncentrality = NORMAL.inverseSurvivalProbability(TAIL) + NORMAL.inverseCumulativeProbability(WANTED);
        return noncentrality * spread * Math.sqrt(test.testToTrain());
    }

    /**
     * The fewest repeats that detect a true mean difference of {@code difference} with the target power.
     *
     * @param pairsPerRepeat average number of completed pairs per repeat
     * @param most maximum number of repeats
     * @return empty if {@code most} are too few
     */
    OptionalInt repeatsFor(double difference, double pairsPerRepeat, int most) {
        if (of(difference, (int) (most * pairsPerRepeat)) < WANTED) {
            return OptionalInt.empty();
        }
        int tooFew = 0;
        int enough = most;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (of(difference, (int) (middle * pairsPerRepeat)) < WANTED) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return OptionalInt.of(enough);
    }

    /** Standard error of the mean difference. */
    private double error(int pairs) {
        return spread * Math.sqrt(1.0 / pairs + test.testToTrain());
    }

    /**
     * The tails of the noncentral t distribution, which the library lacks, beyond the two-sided 5% points of the
     * central one: a normal's tails, averaged over the density of s = √(χ²/ν) by the midpoint rule.
     */
    private static double power(double noncentrality, int degreesOfFreedom) {
        double critical = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(TAIL);
        ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(degreesOfFreedom);
        double width = REACH / Math.sqrt(2.0 * degreesOfFreedom);
        double from = Math.max(0, 1 - width);
        double step = (1 + width - from) / POINTS;
        double power = 0;
        for (int i = 0; i < POINTS; i++) {
            double s = from + (i + 0.5) * step;
            double density = 2 * degreesOfFreedom * s * chiSquared.density(degreesOfFreedom * s * s);
            power += step
                    * density
                    * (NORMAL.cumulativeProbability(noncentrality - critical * s)
                            + NORMAL.cumulativeProbability(-noncentrality - critical * s));
        }
        return power;
    }
}
