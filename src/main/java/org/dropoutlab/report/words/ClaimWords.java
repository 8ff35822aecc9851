package org.dropoutlab.report.words;

import java.util.List;
import java.util.Locale;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;

/** Measurements that answer claims, in words. */
public final class ClaimWords {
    private final StudySummary summary;
    private final List<TrialResult> results;

    /**
     * A claim, the measurement and the answer, in words.
     *
     * @param statement the claim
     * @param source its source
     * @param measured the measurement
     * @param answer whether the claim holds
     */
    public record Answered(String statement, String source, String measured, String answer) {}

    public ClaimWords(StudySummary summary, List<TrialResult> results) {
        this.summary = summary;
        this.results = results;
    }

    /** What the study's sources claim, each answered. */
    public List<Answered> answered() {
        return summary.claims().stream()
                .map(check -> new Answered(
                        check.claim().statement(),
                        check.claim().source(),
                        measured(check),
                        check.answer().words()))
                .toList();
    }

    /** One line: both arms, the difference, its interval and, where it is about time, the seconds. */
    private String measured(ClaimCheck check) {
        Claim claim = check.claim();
        Metric metric = claim.metric();
        if (check.measured().isEmpty()) {
            return "no completed trials";
        }
        double value = check.measured().get();
        String interval = Wording.differenceInterval(metric, check.ci95());
        String amount = "%s (95%% interval %s)%s".formatted(Wording.amount(metric, value), interval, margin(claim));
        if (claim.baseline().isEmpty()) {
            return "%s of %s: %s%s".formatted(metric.words(), claim.arm(), amount, turningPoint(claim));
        }
        if (claim.than().isPresent()) {
            return "%s, (%s − %s) − (%s − %s): %s"
                    .formatted(
                            metric.words(),
                            claim.arm(),
                            claim.baseline().get(),
                            claim.than().get().arm(),
                            claim.than().get().baseline(),
                            amount);
        }
        return "%s %s, %s %s: %s%s"
                .formatted(
                        claim.baseline().get(),
                        Wording.mean(summary.arm(claim.baseline().get()), metric),
                        claim.arm(),
                        Wording.mean(summary.arm(claim.arm()), metric),
                        amount,
                        metric == Metric.BEST_EPOCH ? time(claim) : "");
    }

    private static String margin(Claim claim) {
        return claim.sign().hasMargin()
                ? "; differences up to %s count as negligible".formatted(Wording.size(claim.metric(), claim.margin()))
                : "";
    }

    private String turningPoint(Claim claim) {
        if (claim.metric() != Metric.TEST_LOSS_RISE
                || Wording.stopsEarly(summary.study().arm(claim.arm()))) {
            return "";
        }
        return summary.arm(claim.arm())
                .estimate(Metric.BEST_EPOCH)
                .map(best -> String.format(
                        Locale.ROOT,
                        ", from epoch %.1f (mean over trials) to epoch %d",
                        best.mean(),
                        summary.study().training().epochs()))
                .orElse("");
    }

    private String time(Claim claim) {
        return "; %s vs. %s of training to that epoch"
                .formatted(seconds(claim.arm()), seconds(claim.baseline().orElseThrow()));
    }

    private String seconds(String arm) {
        return String.format(
                Locale.ROOT,
                "%.0f s",
                results.stream()
                        .filter(result ->
                                result.completed() && result.id().arm().equals(arm))
                        .flatMap(result -> result.curve().best().stream())
                        .mapToDouble(Point::seconds)
                        .average()
                        .orElse(Double.NaN));
    }
}
