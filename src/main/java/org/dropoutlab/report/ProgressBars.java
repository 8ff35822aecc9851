package org.dropoutlab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrialResult;

/** Progress on a terminal: a bar for the whole run with the time left, and one per arm with its running mean. */
public final class ProgressBars implements Progress {
    private final ProgressBar total;
    private final Map<String, ProgressBar> byArm = new LinkedHashMap<>();
    private final RunningMeans means;

    /** Bars for {@code study}, on standard error. */
    public ProgressBars(Study study) {
        List<String> arms = study.armNames();
        int width = Math.max(
                "all trials".length(),
                arms.stream().mapToInt(String::length).max().orElseThrow());
        int trials = study.trials().size();
        means = new RunningMeans(arms);
        total = bar(pad("all trials", width), trials).showSpeed().build();
        for (String arm : arms) {
            byArm.put(arm, bar(pad(arm, width), trials / arms.size()).hideEta().build());
        }
    }

    @Override
    public void known(TrialResult result) {
        count(result);
    }

    @Override
    public void finished(TrialResult result) {
        count(result);
    }

    @Override
    public void close() {
        byArm.values().forEach(ProgressBar::close);
        total.close();
    }

    private void count(TrialResult result) {
        means.add(result);
        ProgressBar bar = byArm.get(result.id().arm());
        bar.step();
        bar.setExtraMessage("test accuracy " + means.of(result.id().arm()));
        total.step();
    }

    private static ProgressBarBuilder bar(String name, int max) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(500);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
