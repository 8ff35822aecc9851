package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
    /** Oracle: R 4.2.2, {@code p.adjust(c(0.01,0.04,0.03,0.005,0.5,0.02), "holm")}. */
    @Test
    void agreesWithR() {
        double[] adjusted = Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005, 0.5, 0.02});

        assertThat(adjusted).containsExactly(new double[] {0.05, 0.09, 0.09, 0.03, 0.5, 0.08}, within(1e-15));
    }

    @Test
    void leavesASingleValueAlone() {
        assertThat(Holm.adjust(new double[] {0.03})).containsExactly(0.03);
        assertThat(Holm.adjust(new double[0])).isEmpty();
    }
}
