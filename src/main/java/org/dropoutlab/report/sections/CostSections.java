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

/** What each arm gains and costs, where validation data tell how long it had to be trained. */
public final class CostSections {
    private static final int FEWEST_POINTS = 3;
    private static final int WIDTH = 860;
    private static final int HEIGHT = 420;
    /** Labels and intervals of more arms would hide one another. */
    private static final int MOST_LABELS = 12;

    private final StudySummary summary;
    private final List<TrialResult> results;
    private final Measures measures;

    /**
     * @param results all of the study
     */
    CostSections(StudySummary summary, List<TrialResult> results) {
        this.summary = summary;
        this.results = results;
        this.measures = summary.data().measures();
    }

    List<Section> sections() {
        return summary.study().resampling().hasValidation() && results.stream().anyMatch(TrialResult::completed)
                ? List.of(section())
                : List.of();
    }

    private Section section() {
        List<ArmSummary> shown =
                summary.arms().stream().filter(arm -> arm.completed() > 0).toList();
        return new Section(
                "What each arm costs",
                shown.size() < FEWEST_POINTS ? List.of() : List.of(figure(shown)),
                List.of(
                        "arm",
                        measures.quality().words(),
                        measures.gap().words(),
                        "epochs to the lowest validation " + measures.lossWords(),
                        "seconds to there",
                        "seconds in all",
                        "parameters",
                        "multiplications per example"),
                1,
                summary.arms().stream().map(this::row).toList(),
                "Means over completed trials. Seconds are of this machine and of trials that ran side by side, measuring"
                        + " included; those in all are of a whole trial"
                        + (summary.tunings().isEmpty() ? "" : " and of everything that was tried in it")
                        + ". Multiplications: of weights and activations, to %s one example; in brackets, relative to "
                                .formatted(measures.isOfNumbers() ? "predict" : "classify")
                        + summary.arms().get(0).arm().name() + "."
                        + (areNumbered() ? " Arms have the numbers of the figure." : ""));
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
                value(arm, measures.quality()),
                value(arm, measures.gap()),
                value(arm, Metric.BEST_EPOCH),
                Wording.seconds(mean(completed, CostSections::secondsToBest)),
                Wording.seconds(mean(completed, TrialResult::seconds)),
                String.format(
                        Locale.ROOT,
                        "%,.0f",
                        mean(trials, TrialResult::parameters).orElseThrow()),
                first > 0
                        ? String.format(
                                Locale.ROOT, "%,.0f (%s×)", multiplications, Wording.ratio(multiplications / first))
                        : String.format(Locale.ROOT, "%,.0f", multiplications));
    }

    private List<TrialResult> trials(ArmSummary arm) {
        return results.stream()
                .filter(result -> result.id().arm().equals(arm.arm().name()))
                .toList();
    }

    private static OptionalDouble mean(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
        return trials.stream().mapToDouble(value).average();
    }

    private static double secondsToBest(TrialResult result) {
        return result.curve().best().map(Point::seconds).orElseThrow();
    }

    private static String value(ArmSummary arm, Metric metric) {
        return arm.estimate(metric)
                .map(estimate -> Wording.value(metric, estimate.mean()))
                .orElse("–");
    }

    private boolean areNumbered() {
        return summary.arms().size() > MOST_LABELS;
    }

    private int number(ArmSummary arm) {
        return summary.arms().indexOf(arm) + 1;
    }

    private Figure figure(List<ArmSummary> shown) {
        List<Charts.Point> points = new ArrayList<>();
        for (ArmSummary arm : shown) {
            Estimate gap = arm.estimate(measures.gap()).orElseThrow();
            Estimate quality = arm.estimate(measures.quality()).orElseThrow();
            points.add(new Charts.Point(
                    areNumbered() ? String.valueOf(number(arm)) : arm.arm().name(),
                    Wording.plotted(measures.gap(), gap.mean()),
                    Wording.plotted(measures.quality(), quality.mean()),
                    interval(gap, measures.gap()),
                    interval(quality, measures.quality())));
        }
        return new Figure(
                "gap-against-" + measures.qualityKey(),
                "%s of each arm against its %s, means over trials"
                                .formatted(
                                        measures.quality().words(),
                                        measures.gap().words())
                        + (areNumbered() ? "; numbers as in the table" : " with 95% intervals"),
                Charts.scatter(
                        "Gap against %s (upper left is better)".formatted(measures.qualityWords()),
                        Wording.axis(measures.gap()),
                        Wording.axis(measures.quality()),
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
