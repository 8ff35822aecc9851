package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Test;

class CorrectedResampledTTestTest {
    private static final double[] DIFFERENCES = {0.02, -0.01, 0.03, 0.00, 0.05, -0.02, 0.01, 0.04, 0.02, -0.03};

    /** Oracle: R 4.2.2, {@code t.test(d)}. */
    @Test
    void withoutCorrectionItIsRsPairedTTest() {
        PairedTest.Outcome outcome =
                CorrectedResampledTTest.uncorrected().test(DIFFERENCES).orElseThrow();

        assertThat(outcome.pValue()).isCloseTo(0.213960113174046, within(1e-12));
        assertThat(outcome.ci95().low()).isCloseTo(-0.00760844853758137, within(1e-11));
        assertThat(outcome.ci95().high()).isCloseTo(0.02960844853758137, within(1e-11));
    }

    /** Oracle: Apache Commons Statistics, {@code TTest}. */
    @Test
    void withoutCorrectionItIsCommonsPairedTTest() {
        double expected = TTest.withDefaults().test(DIFFERENCES).getPValue();

        assertThat(CorrectedResampledTTest.uncorrected()
                        .test(DIFFERENCES)
                        .orElseThrow()
                        .pValue())
                .isCloseTo(expected, within(1e-14));
    }

    /**
     * Oracles: R 4.2.2, {@code 2*pt(-abs(mean(d)/sqrt((1/10+1/9)*var(d))), 9)}, and SciPy 1.10.1 for the interval,
     * {@code mean ± stats.t.ppf(.975, 9) * sqrt((1/10+1/9)*var)}: 10-fold cross-validation, ρ = 1/9.
     */
    @Test
    void withCorrectionItIsTheFormulaOfNadeauAndBengio() {
        PairedTest.Outcome outcome =
                new CorrectedResampledTTest(1.0 / 9).test(DIFFERENCES).orElseThrow();

        assertThat(outcome.pValue()).isCloseTo(0.381400181659981, within(1e-12));
        assertThat(outcome.ci95().low()).isCloseTo(-0.01603744888978099, within(1e-11));
        assertThat(outcome.ci95().high()).isCloseTo(0.038037448889780986, within(1e-11));
    }

    @Test
    void equalArmsAreNoEvidenceAndAConstantDifferenceHasNoTest() {
        CorrectedResampledTTest test = new CorrectedResampledTTest(0.25);

        assertThat(test.test(new double[5]).orElseThrow().pValue()).isEqualTo(1);
        assertThat(test.test(new double[] {0.1 + 0.2, 0.3, 0.3})).isEmpty();
    }

    @Test
    void fewerThanTwoPairsHaveNoInterval() {
        assertThat(new CorrectedResampledTTest(0.1).test(new double[] {0.3})).isEmpty();
        assertThat(new CorrectedResampledTTest(0.1).test(new double[0])).isEmpty();
    }

    @Test
    void refusesANegativeRatio() {
        assertThatThrownBy(() -> new CorrectedResampledTTest(-0.1)).hasMessageContaining("at least 0");
    }
}
