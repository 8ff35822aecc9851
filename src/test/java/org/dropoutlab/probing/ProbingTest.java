package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;

import org.dropoutlab.measurement.Probe;
import org.junit.jupiter.api.Test;

class ProbingTest {

    @Test
    void everyKindOfProbeIsReadInOneWay() {
        assertThat(Probing.KINDS)
                .<Class<?>>extracting(Probing.Kind::probe)
                .containsExactlyInAnyOrder(Probe.class.getPermittedSubclasses());
    }
}
