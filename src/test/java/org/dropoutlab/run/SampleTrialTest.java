package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ResultDifference;
import org.junit.jupiter.api.Test;

class SampleTrialTest {

    /** The law that a cluster is held to, on this machine. */
    @Test
    void theSameTrialGivesTheSameBytes() {
        List<SampleTrial> trials = SampleTrial.all();

        assertThat(trials).extracting(SampleTrial::name).containsExactly("dense", "convolutional");
        for (SampleTrial trial : trials) {
            TrialResult first = trial.run();
            assertThat(first.completed()).isTrue();
            assertThat(ResultDifference.between(first, trial.run())).isEmpty();
        }
    }
}
