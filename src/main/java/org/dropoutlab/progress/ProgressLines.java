package org.dropoutlab.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.report.words.ClusterWords;

/** Progress for a log: an occasional line with the time left and the running mean of each arm. */
public final class ProgressLines implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final PrintStream out;
    private final LongSupplier clock;
    private final List<String> arms;
    private final int trials;
    private final RunningMeans means;
    private final long start;
    private long lastLine;
    private final int known;
    private final Workload workload;
    private final Map<String, Integer> firstMeasured;
    private final Map<TrialId, Integer> lastEpoch = new HashMap<>();
    private final Map<TrialId, LearningCurve.Point> underWay = new LinkedHashMap<>();
    private int finished;
    private double trained;
    private double left;
    private String cluster = "";

    /** Lines for {@code study}, starting from the {@code known} results, on {@code out}. */
    public ProgressLines(Study study, List<TrialResult> known, PrintStream out) {
        this(study, known, out, System::nanoTime);
    }

    /** @param clock the time in nanoseconds */
    ProgressLines(Study study, List<TrialResult> known, PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.lastLine = start;
        this.arms = study.armNames();
        this.trials = study.trials().size();
        this.means = new RunningMeans(arms);
        this.known = known.size();
        this.firstMeasured = study.arms().stream().collect(Collectors.toMap(Arm::name, arm -> study.trainingOf(arm)
                .measureEvery()));
        this.workload = new Workload(study);
        this.left = workload.all() - workload.of(known);
        known.forEach(means::add);
    }

    @Override
    public synchronized void measures(Measures measures) {
        means.measures(measures);
    }

    @Override
    public synchronized void epochEnded(TrialId trial, LearningCurve.Point point) {
        count(trial, point.epoch());
        underWay.put(trial, point);
        line(false);
    }

    @Override
    public synchronized void startsAgain(TrialId trial, String why) {
        out.printf("%s, split %d, seed %d restarts: %s%n", trial.arm(), trial.split(), trial.repeat(), why);
    }

    @Override
    public synchronized void news(String line) {
        out.println(line);
    }

    @Override
    public synchronized void cluster(ClusterUse use) {
        cluster = "; " + ClusterWords.soFar(use);
    }

    /**
     * The epochs that were not seen count as well: an engine on a cluster tells of none, one with processes not of all, and a trial
     * that was stopped or diverged is as good as one of all its epochs for the estimate, because others will stop, too.
     */
    @Override
    public synchronized void finished(TrialResult result) {
        means.add(result);
        finished++;
        double unseen = workload.of(result.id()) - workload.of(result.id(), lastEpoch.getOrDefault(result.id(), 0));
        trained += unseen;
        left -= unseen;
        lastEpoch.remove(result.id());
        underWay.remove(result.id());
        line(known + finished == trials);
    }

    /** The first measurement after a checkpoint counts as one epoch of this session, which did not train the earlier ones. */
    private void count(TrialId trial, int epoch) {
        Integer before = lastEpoch.put(trial, epoch);
        trained += workload.of(
                trial, before == null && !isFirst(trial, epoch) ? 1 : epoch - (before == null ? 0 : before));
        left -= workload.of(trial, epoch - (before == null ? 0 : before));
    }

    private boolean isFirst(TrialId trial, int epoch) {
        return epoch <= firstMeasured.get(trial.arm());
    }

    /** The estimate of the time left uses only the training of this session. */
    private void line(boolean last) {
        long now = clock.getAsLong();
        if (now - lastLine < INTERVAL.toNanos() && !last) {
            return;
        }
        lastLine = now;
        long secondsLeft = trained == 0 ? 0 : Math.round((now - start) / 1e9 / trained * left);
        out.printf(
                "%d of %d trials, %d:%02d left; %s so far: %s%s%s%n",
                known + finished,
                trials,
                secondsLeft / 60,
                secondsLeft % 60,
                means.words(),
                arms.stream().map(arm -> arm + " " + means.of(arm)).collect(Collectors.joining(", ")),
                underWay.isEmpty()
                        ? ""
                        : underWay.entrySet().stream()
                                .map(entry -> describe(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining("; ", "; running: ", "")),
                cluster);
    }

    private String describe(TrialId trial, LearningCurve.Point point) {
        return "%s, seed %d: epoch %d, %s %s"
                .formatted(
                        trial.arm(),
                        trial.repeat(),
                        point.epoch(),
                        means.words(),
                        means.value(point.test().accuracy()));
    }

    @Override
    public void close() {
        out.flush();
    }
}
