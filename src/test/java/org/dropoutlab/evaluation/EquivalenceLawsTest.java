package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * How often claims are wrong, by simulation of the model that the posterior assumes: normal differences of equal variance, each two
 * of which have the correlation ρ. In this model, (d̄ − δ) / √((1/n + ρ/(1 − ρ)) s²) has exactly a t distribution with n − 1
 * degrees of freedom, so frequencies are binomial with known probabilities.
 */
class EquivalenceLawsTest {
    private static final int STUDIES = 20_000;
    private static final int PAIRS = 10;
    private static final double CORRELATION = 0.1;
    private static final double SPREAD = 0.01;
    private static final double ROPE = 0.01;

    /** With a true difference at the end of the region, a claim that it is not beyond that end is wrong 5 times in 100. */
    @Test
    void atTheEndOfTheRegionOneInTwentyClaimsIsWrong() {
        assertThat(studies(ROPE, posterior -> posterior.above() <= 0.05))
                .isBetween(frequency(0.05, 0.0005), frequency(0.05, 0.9995));
        // Practically the same also excludes the other end, which makes it rarer.
        assertThat(studies(ROPE, Equivalence::isPracticallyTheSame)).isLessThanOrEqualTo(frequency(0.05, 0.9995));
    }

    @Test
    void equalsAreRarelyCalledDifferentAndOftenTheSame() {
        int better = studies(0, posterior -> posterior.above() >= Equivalence.CERTAIN);
        int worse = studies(0, posterior -> posterior.below() >= Equivalence.CERTAIN);
        int same = studies(0, Equivalence::isPracticallyTheSame);
        System.out.printf(
                "of %d simulated comparisons of equals: better %d, worse %d, practically the same %d%n",
                STUDIES, better, worse, same);
        assertThat(better).isLessThanOrEqualTo(frequency(0.05, 0.9995));
        assertThat(worse).isLessThanOrEqualTo(frequency(0.05, 0.9995));
        assertThat(same).isGreaterThan(better + worse);
    }

    /**
     * A difference of six regions: it exceeds the region by five spreads, or ten standard errors of the mean (√(1/10 + 1/9) · 0.01 ≈
     * 0.0046). It is missed if the measured mean is below the region's end by t₀.₉₅ errors, eight standard errors too low: in fewer
     * than one in a thousand studies, even if the spread is estimated to be twice too large.
     */
    @Test
    void aLargeDifferenceIsSeenAndNeverCalledTheSame() {
        assertThat(studies(6 * ROPE, posterior -> posterior.above() >= Equivalence.CERTAIN))
                .isGreaterThanOrEqualTo(frequency(0.999, 0.0005));
        assertThat(studies(6 * ROPE, Equivalence::isPracticallyTheSame)).isZero();
    }

    private static int frequency(double probability, double quantile) {
        return BinomialDistribution.of(STUDIES, probability).inverseCumulativeProbability(quantile);
    }

    private static int studies(double difference, Predicate<Equivalence> claim) {
        Random random = new Random(18);
        BayesianCorrelatedTTest test = new BayesianCorrelatedTTest(CORRELATION / (1 - CORRELATION));
        int claims = 0;
        for (int study = 0; study < STUDIES; study++) {
            double shared = Math.sqrt(CORRELATION) * random.nextGaussian();
            double[] differences = new double[PAIRS];
            for (int i = 0; i < PAIRS; i++) {
                differences[i] = difference + SPREAD * (shared + Math.sqrt(1 - CORRELATION) * random.nextGaussian());
            }
            claims += claim.test(test.of(differences, ROPE).orElseThrow()) ? 1 : 0;
        }
        return claims;
    }
}
