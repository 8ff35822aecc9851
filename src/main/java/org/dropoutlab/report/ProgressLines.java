package org.dropoutlab.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrialResult;

/** Progress for a log: a line now and then, with the time left and the running mean of each arm. */
public final class ProgressLines implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final PrintStream out;
    private final List<String> arms;
    private final int trials;
    private final RunningMeans means;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private final int known;
    private int finished;

    /** Lines about {@code study}, of which the {@code known} results are there already, on {@code out}. */
    public ProgressLines(Study study, List<TrialResult> known, PrintStream out) {
        this.out = out;
        this.arms = study.armNames();
        this.trials = study.trials().size();
        this.means = new RunningMeans(arms);
        this.known = known.size();
        known.forEach(means::add);
    }

    @Override
    public void finished(TrialResult result) {
        means.add(result);
        finished++;
        long now = System.nanoTime();
        int done = known + finished;
        if (now - lastLine >= INTERVAL.toNanos() || done == trials) {
            lastLine = now;
            long secondsLeft = Math.round((now - start) / 1e9 / finished * (trials - done));
            out.printf(
                    "%d of %d trials, %d:%02d left; test accuracy so far: %s%n",
                    done,
                    trials,
                    secondsLeft / 60,
                    secondsLeft % 60,
                    arms.stream().map(arm -> arm + " " + means.of(arm)).collect(Collectors.joining(", ")));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
