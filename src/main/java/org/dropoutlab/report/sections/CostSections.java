package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.words.Wording;

/** Gain and cost of each arm, for studies whose validation data show the best epoch. */
final class CostSections {
    private static final int FEWEST_POINTS = 3;
    private static final int WIDTH = 860;
    private static final int HEIGHT = 420;
    /** Maximum number of arms with labels and intervals; more would overlap. */
    private static final int MOST_LABELS = 12;

    private final RunResults run;
    private final StudySummary summary;
    private final Measures measures;

    private CostSections(RunResults run) {
        this.run = run;
        this.summary = run.summary();
        this.measures = run.measures();
    }

    static List<Section> of(RunResults run) {
        return run.manifest().study().resampling().hasValidation()
                        && run.trials().stream().anyMatch(TrialResult::completed)
                ? List.of(new CostSections(run).section())
                : List.of();
    }

    private Section section() {
        List<ArmSummary> shown =
                summary.arms().stream().filter(arm -> arm.completed() > 0).toList();
        return new Section(
                "Cost of each arm",
                new Part.Pictures(shown.size() < FEWEST_POINTS ? List.of() : List.of(figure(shown))),
                new Part.Table(
                        "arm | %s | %s | epochs to the lowest validation %s | time to best epoch, s | total time, s | parameters | multiplications per example"
                                .formatted(
                                        summary.primary().words(), summary.gap().words(), summary.lossWords()),
                        1,
                        summary.arms().stream().map(this::row).toList()),
                new Part.Note(
                        "Means over completed trials. Times are wall-clock seconds per trial on this machine, including"
                                + " evaluation, with trials running in parallel"
                                + (summary.tunings().isEmpty() ? "" : "; the total includes all candidates tried")
                                + ". Multiplications: weight–activation products needed to %s one example (in brackets: relative to "
                                        .formatted(measures.isOfNumbers() ? "predict" : "classify")
                                + summary.arms().get(0).arm().name() + ")."
                                + (areNumbered() ? " Arms are numbered as in the figure." : "")));
    }

    private List<String> row(ArmSummary arm) {
        List<TrialResult> trials = trials(arm);
        List<TrialResult> completed =
                trials.stream().filter(TrialResult::completed).toList();
        double multiplications = mean(trials, TrialResult::multiplications).orElseThrow();
        double first = mean(trials(summary.arms().get(0)), TrialResult::multiplications)
                .orElseThrow();
        return List.of(
                areNumbered() ? number(arm) + " " + arm.arm().name() : arm.arm().name(),
                Wording.mean(arm, summary.primary()),
                Wording.mean(arm, summary.gap()),
                Wording.mean(arm, Metric.BEST_EPOCH),
                Wording.seconds(mean(completed, CostSections::secondsToBest)),
                Wording.seconds(mean(completed, TrialResult::seconds)),
                whole(mean(trials, TrialResult::parameters).orElseThrow()),
                whole(multiplications) + (first > 0 ? " (" + Wording.ratio(multiplications / first) + "×)" : ""));
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private List<TrialResult> trials(ArmSummary arm) {
        return run.trials(arm.arm().name()).toList();
    }

    private static OptionalDouble mean(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
        return trials.stream().mapToDouble(value).average();
    }

    private static double secondsToBest(TrialResult result) {
        return result.curve().best().map(Point::seconds).orElseThrow();
    }

    private boolean areNumbered() {
        return summary.arms().size() > MOST_LABELS;
    }

    private int number(ArmSummary arm) {
        return summary.arms().indexOf(arm) + 1;
    }

    private String key() {
        return summary.primary().shortKey();
    }

    private Figure figure(List<ArmSummary> shown) {
        List<Charts.Point> points = new ArrayList<>();
        for (ArmSummary arm : shown) {
            if (arm.estimate(summary.gap()).isEmpty()) {
                continue;
            }
            Estimate gap = arm.estimate(summary.gap()).orElseThrow();
            Estimate quality = arm.estimate(summary.primary()).orElseThrow();
            points.add(new Charts.Point(
                    areNumbered() ? String.valueOf(number(arm)) : arm.arm().name(),
                    Wording.plotted(summary.gap(), gap.mean()),
                    Wording.plotted(summary.primary(), quality.mean()),
                    interval(gap, summary.gap()),
                    interval(quality, summary.primary())));
        }
        return new Figure(
                "gap-against-" + key(),
                "%s of each arm against its %s, means over trials"
                                .formatted(
                                        summary.primary().words(), summary.gap().words())
                        + (areNumbered() ? "; numbers as in the table" : " with 95% intervals"),
                Charts.scatter(
                        "Gap against %s (%s left is better)"
                                .formatted(
                                        summary.primary().shortWords(),
                                        summary.primary().wanted() == Metric.Wanted.LESS ? "lower" : "upper"),
                        Wording.axis(summary.gap()),
                        Wording.axis(summary.primary()),
                        points,
                        WIDTH,
                        HEIGHT)::draw,
                WIDTH,
                HEIGHT);
    }

    private Optional<Interval> interval(Estimate estimate, Metric metric) {
        return areNumbered() ? Optional.empty() : estimate.ci95().map(i -> Wording.plotted(metric, i));
    }
}
