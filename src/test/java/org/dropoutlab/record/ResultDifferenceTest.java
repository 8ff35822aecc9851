package org.dropoutlab.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.junit.jupiter.api.Test;

class ResultDifferenceTest {
    private static final TrialResult RESULT = Results.completed("plain", 0, 0, 1, 0.75);

    @Test
    void aResultIsItself() {
        assertThat(ResultDifference.between(RESULT, Results.completed("plain", 0, 0, 1, 0.75)))
                .isEmpty();
    }

    /** Oracle: accuracy 0.75 + ε and loss 1 − accuracy, and the loss differs by ε / 0.25. */
    @Test
    void theLastBitOfANumberIsADifference() {
        double next = Math.nextUp(0.75);
        ResultDifference difference = ResultDifference.between(RESULT, Results.completed("plain", 0, 0, 1, next))
                .orElseThrow();

        assertThat(difference.differing()).isEqualTo(2);
        assertThat(difference.values()).isGreaterThan(8);
        assertThat(difference.first()).startsWith("/curve/points/1/test/");
        assertThat(Double.parseDouble(difference.here())).isIn(0.75, 0.25);
        assertThat(Double.parseDouble(difference.there())).isIn(next, 1 - next);
        assertThat(difference.largest()).isCloseTo((next - 0.75) / 0.25, within(1e-20));
    }

    @Test
    void aValueThatOnlyOneHasIsADifference() {
        assertThat(ResultDifference.between(RESULT, Results.diverged("plain", 0, 0)))
                .hasValueSatisfying(difference -> assertThat(difference.first()).isEqualTo("/status"));
    }
}
