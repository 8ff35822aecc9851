package org.dropoutlab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.ClusterUse;
import org.junit.jupiter.api.Test;

/** What is shown of a run on a cluster, whose engine tells of no epochs. */
class ProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ClusterUse USE = new ClusterUse(
            "spark://here:7077",
            List.of(
                    new ClusterUse.Executor("0", "here", 1, "a", 1, ""),
                    new ClusterUse.Executor("1", "here", 1, "a", 0, "killed"),
                    new ClusterUse.Executor("2", "there", 1, "a", 2, "")),
            1,
            2,
            0.5,
            1,
            3,
            4,
            Map.of());

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String lines() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** Oracle: one of four equal trials in 60 seconds leaves 180 seconds for the others. */
    @Test
    void timeLeftFollowsFromFinishedTrialsWithoutEpochs() {
        AtomicLong now = new AtomicLong();
        ProgressLines progress = new ProgressLines(Results.study(1), List.of(), out, now::get);
        now.set(60 * SECOND);

        progress.finished(Results.completed("plain", 0, 0, 1, 0.75));

        assertThat(lines()).startsWith("1 of 4 trials, 3:00 left; ");
    }

    /** Oracle: the same trial, half done after 30 seconds, leaves 210 seconds; its second epoch is not told. */
    @Test
    void epochsCountOnce() {
        AtomicLong now = new AtomicLong();
        ProgressLines progress = new ProgressLines(Results.study(1), List.of(), out, now::get);
        now.set(30 * SECOND);
        progress.epochEnded(
                new TrialId("plain", 0, 0),
                Results.completed("plain", 0, 0, 1, 0.75).curve().points().get(0));
        now.set(60 * SECOND);
        progress.finished(Results.completed("plain", 0, 0, 1, 0.75));

        assertThat(lines().lines()).hasSize(2);
        assertThat(lines()).startsWith("0 of 4 trials, 3:30 left; ").contains("1 of 4 trials, 3:00 left; ");
    }

    @Test
    void aLineTellsOfTheExecutors() {
        AtomicLong now = new AtomicLong();
        ProgressLines progress = new ProgressLines(Results.study(1), List.of(), out, now::get);
        now.set(60 * SECOND);

        progress.cluster(USE);
        progress.finished(Results.completed("plain", 0, 0, 1, 0.75));

        assertThat(lines().strip()).endsWith("; 2 executors (1 and 2 trials), 1 executor lost, 1 trial restarted");
    }

    /** A line between bars would shift them: it stands behind the bar of the whole run until the cluster is told of again, and all follow the bars. */
    @Test
    void barsAreNotInterrupted() {
        List<String> bars = new CopyOnWriteArrayList<>();
        try (ProgressBars progress = new ProgressBars(
                Results.study(1),
                List.of(),
                out,
                bar -> bar.setConsumer(new DelegatingProgressBarConsumer(bars::add, 300)))) {
            progress.news("executor 1 on here is lost: killed");
            progress.startsAgain(new TrialId("plain", 1, 0), "executor 1 was lost");
            progress.cluster(USE);
            progress.finished(Results.completed("plain", 0, 0, 1, 0.75));
            progress.finished(Results.completed("plain", 1, 0, 1, 0.75));

            assertThat(lines()).isEmpty();
        }

        assertThat(lines().lines())
                .containsExactly(
                        "executor 1 on here is lost: killed", "plain, split 1, seed 0 restarts: executor 1 was lost");
        assertThat(last(bars, "all epochs"))
                .contains("4/8", "2 executors (1 and 2 trials), 1 executor lost, 1 trial restarted");
        assertThat(last(bars, "plain")).contains("4/4", "75.0 %").doesNotContain("executor");
        assertThat(last(bars, "treated")).contains("0/4");
    }

    private static String last(List<String> bars, String name) {
        return bars.stream()
                .filter(bar -> bar.startsWith(name))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
