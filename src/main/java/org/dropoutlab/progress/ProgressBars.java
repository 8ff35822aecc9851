package org.dropoutlab.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.report.words.ClusterWords;

/**
 * Progress for a terminal: a bar for the whole run with the time left, and one per arm with its running mean. Lines between the bars
 * would shift them, so each stands behind the bar of the whole run for a while, and all follow the bars.
 */
public final class ProgressBars implements Progress {
    private static final String TOTAL = "all epochs";

    private final ProgressBar total;
    private final Map<String, ProgressBar> byArm = new LinkedHashMap<>();
    private final RunningMeans means;
    private final Map<TrialId, Integer> shown = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final PrintStream out;
    private final UnaryOperator<ProgressBarBuilder> place;
    private final List<String> lines = new ArrayList<>();

    /** Bars for {@code study}, starting from the {@code known} results, on standard error. */
    public ProgressBars(Study study, List<TrialResult> known) {
        this(study, known, System.err, UnaryOperator.identity());
    }

    /**
     * @param out receives lines after the bars
     * @param place says where a bar is shown
     */
    ProgressBars(Study study, List<TrialResult> known, PrintStream out, UnaryOperator<ProgressBarBuilder> place) {
        this.out = out;
        this.place = place;
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
        // Without continuous updates, a line would only show with the next epoch.
        total = bar(pad(TOTAL, width), all, before).continuousUpdate().build();
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
        news("%s, split %d, seed %d restarts: %s".formatted(trial.arm(), trial.split(), trial.repeat(), why));
    }

    @Override
    public synchronized void news(String line) {
        lines.add(line);
        total.setExtraMessage(line);
    }

    @Override
    public synchronized void cluster(ClusterUse use) {
        total.setExtraMessage(ClusterWords.soFar(use));
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
        lines.forEach(out::println);
        out.flush();
    }

    private void showMean(String arm) {
        byArm.get(arm).setExtraMessage(means.words() + " " + means.of(arm));
    }

    private ProgressBarBuilder bar(String name, int max, long done) {
        return place.apply(new ProgressBarBuilder())
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
