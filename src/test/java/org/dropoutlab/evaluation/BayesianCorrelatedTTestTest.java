package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.dropoutlab.measurement.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BayesianCorrelatedTTestTest {
    private static final double EXACT = 1e-9;

    /** Oracle: baycomp, {@code two_on_single}: scores (4, 2, 6) and (5, 7, 3) of one run of three folds, region ±1. */
    @Test
    void oneRunOfThreeFolds() {
        Equivalence posterior = new BayesianCorrelatedTTest(1.0 / 2)
                .of(new double[] {1, 5, -3}, 1)
                .orElseThrow();

        assertThat(posterior.below()).isCloseTo(0.3194212203713462, within(EXACT));
        assertThat(posterior.inside()).isCloseTo(0.18057877962865376, within(EXACT));
        assertThat(posterior.above()).isCloseTo(0.5, within(EXACT));
    }

    /** Oracle: the same for two runs of two folds, (4, 2, 6, 4) and (5, 7, 3, 5). */
    @Test
    void twoRunsOfTwoFolds() {
        Equivalence posterior =
                new BayesianCorrelatedTTest(1).of(new double[] {1, 5, -3, 1}, 1).orElseThrow();

        assertThat(posterior.below()).isCloseTo(0.3110012271, within(EXACT));
        assertThat(posterior.inside()).isCloseTo(0.1889987729, within(EXACT));
        assertThat(posterior.above()).isCloseTo(0.5, within(EXACT));
    }

    /** Oracle: Simpson's rule over the density of the scaled and shifted t distribution, up to its constant. */
    @Test
    void theProbabilitiesAreIntegralsOfTheDensity() {
        Random random = new Random(7);
        double[] differences =
                random.doubles(10).map(x -> 0.01 + 0.05 * (x - 0.5)).toArray();
        double rope = 0.012;
        double ratio = 1.0 / 9;
        double mean = Mean.of(differences).getAsDouble();
        double scale = Math.sqrt((1.0 / 10 + ratio) * Variance.of(differences).getAsDouble());
        DoubleUnaryOperator density = x -> Math.pow(1 + Math.pow((x - mean) / scale, 2) / 9, -5);
        double far = 400 * scale;
        double below = integral(density, mean - far, -rope);
        double inside = integral(density, -rope, rope);
        double above = integral(density, rope, mean + far);
        double all = below + inside + above;

        Equivalence posterior =
                new BayesianCorrelatedTTest(ratio).of(differences, rope).orElseThrow();

        // Beyond 400 scales, nine degrees of freedom leave less than 1e-18; Simpson's error is far below 1e-9.
        assertThat(posterior.below()).isCloseTo(below / all, within(EXACT));
        assertThat(posterior.inside()).isCloseTo(inside / all, within(EXACT));
        assertThat(posterior.above()).isCloseTo(above / all, within(EXACT));
    }

    private static double integral(DoubleUnaryOperator of, double from, double to) {
        int steps = 200_000;
        double width = (to - from) / steps;
        double sum = of.applyAsDouble(from) + of.applyAsDouble(to);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * of.applyAsDouble(from + i * width);
        }
        return sum * width / 3;
    }

    /** The posterior is the test seen from the other side: both use the same t distribution (Benavoli et al., §4.1). */
    @Test
    void withoutARegionTheSmallerTailIsHalfThePValue() {
        double[] differences = {0.02, -0.01, 0.03, 0.00, 0.05, -0.02, 0.01, 0.04, 0.02, -0.03};
        double p = new CorrectedResampledTTest(0.25)
                .test(differences)
                .orElseThrow()
                .pValue();

        Equivalence posterior =
                new BayesianCorrelatedTTest(0.25).of(differences, 0).orElseThrow();

        assertThat(posterior.below()).isCloseTo(p / 2, within(1e-14));
        assertThat(posterior.inside()).isCloseTo(0, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"-0.2, 1, 0, 0", "-0.1, 0, 1, 0", "0, 0, 1, 0", "0.1, 0, 1, 0", "0.2, 0, 0, 1"})
    void withoutSpreadAllOfTheProbabilityIsInOnePlace(double constant, double below, double inside, double above) {
        assertThat(new BayesianCorrelatedTTest(0.5).of(new double[] {constant, constant, constant}, 0.1))
                .contains(new Equivalence(0.1, below, inside, above));
    }

    /** 0.1 + 0.2 is not 0.3, but that is rounding and no spread. */
    @Test
    void roundingIsNoSpread() {
        assertThat(new BayesianCorrelatedTTest(0.5).of(new double[] {0.1 + 0.2, 0.3, 0.3}, 0.1))
                .contains(new Equivalence(0.1, 0, 0, 1));
    }

    @Test
    void fewerThanTwoDifferencesAndUndefinedOnesHaveNoPosterior() {
        BayesianCorrelatedTTest test = new BayesianCorrelatedTTest(0.5);

        assertThat(test.of(new double[] {0.3}, 0.1)).isEmpty();
        assertThat(test.of(new double[] {0.3, Double.NaN, 0.2}, 0.1)).isEmpty();
        assertThatThrownBy(() -> test.of(new double[] {0.3, 0.2}, -0.1)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> new BayesianCorrelatedTTest(-1)).hasMessageContaining("at least 0");
    }

    @Test
    void ofALossLessIsBetter() {
        Equivalence posterior = new Equivalence(0.01, 0.7, 0.2, 0.1);

        assertThat(posterior.better(Metric.TEST_LOSS)).isEqualTo(0.7);
        assertThat(posterior.worse(Metric.TEST_LOSS)).isEqualTo(0.1);
        assertThat(posterior.better(Metric.TEST_ACCURACY)).isEqualTo(0.1);
        assertThat(posterior.worse(Metric.TEST_ACCURACY)).isEqualTo(0.7);
    }
}
