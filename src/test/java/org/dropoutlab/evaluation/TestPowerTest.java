package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPowerTest {
    private static final CorrectedResampledTTest PAIRED = CorrectedResampledTTest.uncorrected();
    private static final int STUDIES = 20_000;

    /** Oracle: the numbers of pairs of G*Power and of R's pwr.t.test for a paired t-test at 5%, power 80%. */
    @ParameterizedTest
    @CsvSource({"0.2, 199", "0.3, 90", "0.5, 34", "0.8, 15", "1.0, 10"})
    void ofIndependentPairsItTakesAsManyAsInTheTextbook(double effect, int pairs) {
        assertThat(new TestPower(PAIRED, 3).repeatsFor(3 * effect, 1, 1000)).hasValue(pairs);
        assertThat(new TestPower(PAIRED, 3).repeatsFor(-3 * effect, 1, 1000))
                .as("the other direction")
                .hasValue(pairs);
    }

    /**
     * Oracle: the test itself on simulated studies, whose differences share a part of variance ρσ² as in Nadeau and Bengio's
     * model; within four standard errors.
     */
    @ParameterizedTest
    @CsvSource({"0, 2, 8", "0, 5, 1.5", "0, 30, 0.4", "0.25, 10, 1.2", "0.1111111111111111, 100, 0.9", "0.25, 3, 0"})
    void powerIsHowOftenTheTestShowsTheDifference(double testToTrain, int pairs, double difference) {
        CorrectedResampledTTest test = new CorrectedResampledTTest(testToTrain);
        Random random = new Random(20_030_911);
        int shown = 0;
        for (int study = 0; study < STUDIES; study++) {
            double shared = Math.sqrt(testToTrain) * random.nextGaussian();
            double[] differences = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                differences[i] = difference + shared + random.nextGaussian();
            }
            shown += test.test(differences).orElseThrow().pValue() < 0.05 ? 1 : 0;
        }

        double power = new TestPower(test, 1).of(difference, pairs);
        assertThat((double) shown / STUDIES).isCloseTo(power, within(4 * Math.sqrt(power * (1 - power) / STUDIES)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 1000})
    void theDetectableDifferenceHasTheWantedPower(int pairs) {
        TestPower power = new TestPower(new CorrectedResampledTTest(0.25), 0.7);

        assertThat(power.of(power.detectable(pairs), pairs)).isCloseTo(TestPower.WANTED, within(1e-9));
        assertThat(new TestPower(power.test(), 1.4).detectable(pairs))
                .as("twice the spread, twice the difference")
                .isCloseTo(2 * power.detectable(pairs), within(1e-9));
    }

    /** Oracle: the definition. A million pairs stand for no end of them. */
    @Test
    void repeatsOnTheSameExamplesShowNoDifferenceBelowABound() {
        TestPower folds = new TestPower(new CorrectedResampledTTest(1.0 / 9), 1);
        double bound = folds.detectableAtBest();

        assertThat(folds.of(0.999 * bound, 1_000_000)).isLessThan(TestPower.WANTED);
        assertThat(folds.of(1.001 * bound, 1_000_000)).isGreaterThan(TestPower.WANTED);
        assertThat(folds.detectable(1_000_000)).isCloseTo(bound, within(1e-4));
        assertThat(folds.repeatsFor(0.999 * bound, 10, 1000)).isEmpty();
        assertThat(new TestPower(PAIRED, 1).detectableAtBest()).isZero();
    }

    @Test
    void repeatsAreTheFewestThatAreEnough() {
        TestPower folds = new TestPower(new CorrectedResampledTTest(1.0 / 9), 1);

        int repeats = folds.repeatsFor(1.05, 10, 1000).orElseThrow();

        assertThat(repeats).isBetween(2, 999);
        assertThat(folds.of(1.05, 10 * repeats)).isGreaterThanOrEqualTo(TestPower.WANTED);
        assertThat(folds.of(1.05, 10 * (repeats - 1))).isLessThan(TestPower.WANTED);
        assertThat(folds.repeatsFor(1.05, 5, 1000).orElseThrow())
                .as("where half of the pairs are lost")
                .isBetween(2 * repeats - 1, 2 * repeats);
    }

    @Test
    void tooFewPairsShowNothingAndNoDifferenceIsShownByNone() {
        assertThat(new TestPower(PAIRED, 1).of(100, 1)).isZero();
        assertThat(new TestPower(PAIRED, 1).of(0, 10)).as("the level").isCloseTo(0.05, within(1e-6));
        assertThat(new TestPower(PAIRED, 1).repeatsFor(0, 10, 1000)).isEmpty();
        assertThatThrownBy(() -> new TestPower(PAIRED, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
