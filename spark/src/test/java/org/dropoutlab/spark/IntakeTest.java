package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dropoutlab.measurement.TrialId;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final TrialId ID = new TrialId("plain", 1, 2);

    private final Intake intake = new Intake();

    @Test
    void aTrialCountsOnce() {
        assertThat(intake.accept(Trials.reply(ID, 0.8, 1))).isTrue();
        assertThat(intake.accept(Trials.reply(ID, 0.8, 1))).isFalse();
        assertThat(intake.accept(Trials.reply(new TrialId("plain", 2, 2), 0.8, 1)))
                .isTrue();
    }

    @Test
    void theSameTrialMayTakeLongerElsewhere() {
        intake.accept(Trials.reply(ID, 0.8, 1));

        assertThat(intake.accept(Trials.reply(ID, 0.8, 5))).isFalse();
        assertThat(intake.trialSeconds()).isEqualTo(6);
    }

    @Test
    void aSecondResultThatDiffersInTheLastBitIsRefused() {
        intake.accept(Trials.reply(ID, 0.8, 1));

        assertThatThrownBy(() -> intake.accept(Trials.reply(ID, Math.nextUp(0.8), 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("trial plain, split 1, seed 2 gave two results that differ, the second one on there"
                        + " (a processor)");
    }
}
