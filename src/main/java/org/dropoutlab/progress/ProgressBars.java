package org.dropoutlab.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** Progress for a terminal: a bar for the whole run with the time left, and one per arm with its running mean. */
public final class ProgressBars implements Progress {
    private static final String TOTAL = "all epochs";

    private final ProgressBar total;
    private final Map<String, ProgressBar> byArm = new LinkedHashMap<>();
    private final RunningMeans means;
    private final Map<TrialId, Integer> shown = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();

    /** Bars for {@code study}, starting from the {@code known} results, on standard error. */
    public ProgressBars(Study study, List<TrialResult> known) {
        List<String> arms = study.armNames();
        int width = Math.max(
                TOTAL.length(), arms.stream().mapToInt(String::length).max().orElseThrow());
        int trials = study.trials().size();
        study.arms().forEach(arm -> epochs.put(arm.name(), study.trainingOf(arm).epochs()));
        means = new RunningMeans(arms);
        known.forEach(means::add);
        int all = trials
                / arms.size()
                * epochs.values().stream().mapToInt(Integer::intValue).sum();
        long before = known.stream()
                .mapToLong(result -> epochs.get(result.id().arm()))
                .sum();
        total = bar(pad(TOTAL, width), all, before).build();
        for (String arm : arms) {
            long done = known.stream().filter(r -> r.id().arm().equals(arm)).count();
            byArm.put(
                    arm,
                    bar(pad(arm, width), trials / arms.size() * epochs.get(arm), done * epochs.get(arm))
                            .hideEta()
                            .build());
            showMean(arm);
        }
    }

    @Override
    public synchronized void measures(Measures measures) {
        means.measures(measures);
        byArm.keySet().forEach(this::showMean);
    }

    @Override
    public synchronized void epochEnded(TrialId trial, LearningCurve.Point point) {
        show(trial, point.epoch());
    }

    @Override
    public synchronized void startsAgain(TrialId trial, String why) {
        System.err.printf("%s, split %d, seed %d restarts: %s%n", trial.arm(), trial.split(), trial.repeat(), why);
    }

    @Override
    public synchronized void news(String line) {
        System.err.println(line);
    }

    @Override
    public synchronized void finished(TrialResult result) {
        means.add(result);
        show(result.id(), epochs.get(result.id().arm()));
        showMean(result.id().arm());
    }

    /** A resumed trial starts late, and a diverged or stopped one ends early; both count in full. */
    private void show(TrialId trial, int epoch) {
        Integer before = shown.put(trial, epoch);
        int steps = epoch - (before == null ? 0 : before);
        byArm.get(trial.arm()).stepBy(steps);
        total.stepBy(steps);
    }

    @Override
    public void close() {
        byArm.values().forEach(ProgressBar::close);
        total.close();
    }

    private void showMean(String arm) {
        byArm.get(arm).setExtraMessage(means.words() + " " + means.of(arm));
    }

    private static ProgressBarBuilder bar(String name, int max, long done) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(max)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(500);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
