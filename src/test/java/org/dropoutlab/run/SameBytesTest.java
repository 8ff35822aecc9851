package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.junit.jupiter.api.Test;

/** Oracle: results of two trials, made up: here, the same, and others. */
class SameBytesTest {
    private static final List<TrialResult> HERE =
            List.of(Results.completed("plain", 0, 0, 1, 0.75), Results.completed("plain", 1, 0, 1, 0.5));
    private static final List<TrialResult> OTHERS =
            List.of(Results.completed("plain", 0, 0, 1, 0.75), Results.completed("plain", 1, 0, 1, 0.625));

    private static ExaminedExecutor executor(String processor, List<TrialResult> results) {
        return new ExaminedExecutor("0", "far", 2, 3L << 20, 4L << 20, processor, results, "");
    }

    private static SameBytes of(ExaminedExecutor... executors) {
        return new SameBytes(SampleTrial.all(), HERE, "A", Arrays.asList(executors));
    }

    @Test
    void oneKindGivesTheSameBytes() {
        SameBytes found = of(executor("A", HERE), executor("A", HERE));

        assertThat(found.isGood()).isTrue();
        assertThat(found.row(found.executors().get(0)))
                .isEqualTo("far, 2 cores; 3 MB of Java heap, 4 MB native; A; same bytes as here");
        assertThat(found.expectation()).startsWith("Expect the same bytes from every run on this cluster and");
    }

    @Test
    void theFirstDifferenceIsTold() {
        SameBytes found = of(executor("B", OTHERS));

        assertThat(found.isGood()).isTrue();
        assertThat(found.row(found.executors().get(0)))
                .contains("; convolutional trial: 2 of ", "here 0.5 (largest relative difference 2.5e-01)")
                .doesNotContain("dense trial", "same bytes");
        assertThat(found.expectation()).contains("other last digits on this machine", "2.5e-01");
    }

    @Test
    void severalKindsAreNotToBeReliedOn() {
        assertThat(of(executor("A", HERE), executor("B", OTHERS)).expectation())
                .startsWith("The processors are of 2 kinds: the last digits of a trial depend on where it runs.");
        assertThat(of(executor("A", HERE), executor("B", HERE)).expectation()).contains("do not rely on it");
        assertThat(of(executor("A", HERE), executor("B", OTHERS)).isGood()).isTrue();
    }

    /** This machine is one of its kind, too. */
    @Test
    void oneKindThatGivesDifferentBytesIsAFault() {
        for (SameBytes found : List.of(of(executor("A", OTHERS)), of(executor("B", HERE), executor("B", OTHERS)))) {
            assertThat(found.isGood()).isFalse();
            assertThat(found.expectation()).startsWith("Machines of the same kind gave different bytes");
        }
    }

    @Test
    void anExecutorThatDidNotAnswerIsToldAndNotJudged() {
        ExaminedExecutor silent =
                new ExaminedExecutor("1", "far", 1, 0, 0, "", List.of(), "has not answered within 9 s");

        assertThat(of(silent).row(silent)).isEqualTo("far, 1 core; has not answered within 9 s");
        assertThat(of(executor("A", HERE), silent).isGood()).isTrue();
        assertThat(of(silent).isGood()).isFalse();
        assertThat(of(silent).expectation()).isEqualTo("No executor ran the trials.");
    }
}
