package org.dropoutlab.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.report.words.Wording;
import org.jfree.data.Range;

/** The figures of a study's report. */
public final class StudyFigures {
    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 270;
    private static final int WIDE = 860;
    private static final int WIDE_HEIGHT = 380;

    /** R² below this, as of networks that have hardly begun, would flatten everything above: curves may begin below the axis. */
    private static final double FAR_BELOW = -0.5;

    private final StudySummary summary;
    private final Measures measures;
    private final Map<String, List<TrialResult>> completedByArm;

    public StudyFigures(StudySummary summary, List<TrialResult> results) {
        this.summary = summary;
        this.measures = summary.data().measures();
        this.completedByArm = results.stream()
                .filter(TrialResult::completed)
                .collect(Collectors.groupingBy(result -> result.id().arm()));
    }

    /** Train and test curves of each arm that has completed trials; arms with the same optimizer share their axes. */
    public List<Figure> curves(Progression what) {
        List<Figure> figures = new ArrayList<>();
        for (Arm arm : summary.study().arms()) {
            List<TrialResult> results = completed(arm.name());
            if (results.isEmpty()) {
                continue;
            }
            figures.add(new Figure(
                    "curves-" + what.key(measures) + "-" + arm.name(),
                    "%s of %s by epoch: mean of %s%s, band of one standard deviation"
                            .formatted(
                                    what.words(measures),
                                    arm.name(),
                                    Wording.count(results.size(), "trial"),
                                    Wording.stopsEarly(arm) ? " or those of them still in training" : ""),
                    Charts.curves(
                            arm.name(),
                            what.axis(measures),
                            List.of(curve("train", results, what::train), curve("test", results, what::test)),
                            range(arm.optimizer(), what))::draw,
                    PANEL_WIDTH,
                    PANEL_HEIGHT));
        }
        return figures;
    }

    /** The generalization gap of every arm that has completed trials, epoch by epoch. */
    public Figure gapOverEpochs() {
        List<Charts.Curve> curves = new ArrayList<>();
        for (Arm arm : summary.study().arms()) {
            if (!completed(arm.name()).isEmpty()) {
                curves.add(curve(
                        arm.name(),
                        completed(arm.name()),
                        point -> Wording.plotted(measures.gap(), measures.gap(point))));
            }
        }
        double low = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.low()))
                .min()
                .orElse(0);
        double high = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.high()))
                .max()
                .orElse(1);
        return new Figure(
                "gap-over-epochs",
                "generalization gap of each arm by epoch: mean over trials%s, band of one standard deviation"
                        .formatted(
                                summary.study().arms().stream().anyMatch(Wording::stopsEarly)
                                        ? " still in training"
                                        : ""),
                Charts.curves(
                        "Generalization gap by epoch: training − test " + measures.qualityWords(),
                        measures.isOfNumbers() ? Wording.axis(measures.gap()) : "points",
                        curves,
                        high > low ? new Range(Math.min(0, low), high) : new Range(0, 1))::draw,
                WIDE,
                WIDE_HEIGHT);
    }

    /** Training and test error over the number in which the arms of each of the study's sweeps differ. */
    public List<Figure> sweeps() {
        return summary.study().sweeps().stream().map(this::sweep).toList();
    }

    private Figure sweep(Sweep sweep) {
        List<Charts.Track> tracks = new ArrayList<>();
        for (Sweep.Line line : sweep.lines()) {
            for (boolean test : List.of(true, false)) {
                String part = test ? "test" : "training";
                tracks.add(new Charts.Track(
                        line.name().isEmpty() ? part : line.name() + ", " + part,
                        sweep.lines().indexOf(line),
                        test,
                        line.steps().stream()
                                .flatMap(step -> mark(step, test).stream())
                                .toList(),
                        test ? publishedErrors(line) : List.of()));
            }
        }
        return new Figure(
                sweep.name(),
                "%s: %s %s, mean over trials with 95%% interval; solid: test, dashed: training"
                        .formatted(
                                sweep.title(),
                                measures.isOfNumbers() ? measures.lossWords() : "error",
                                Wording.when(summary.study())),
                Charts.tracks(
                        sweep.title(),
                        sweep.axis(),
                        measures.isOfNumbers() ? Wording.axis(measures.loss()) : "error, %",
                        sweep.logarithmic(),
                        tracks)::draw,
                WIDE,
                WIDE_HEIGHT);
    }

    private Optional<Charts.Mark> mark(Sweep.Step step, boolean test) {
        if (measures.isOfNumbers()) {
            return summary.arm(step.arm())
                    .estimate(test ? measures.loss() : measures.trainLoss())
                    .map(estimate -> new Charts.Mark(
                            step.x(),
                            estimate.mean(),
                            estimate.ci95().orElse(new Interval(estimate.mean(), estimate.mean()))));
        }
        Metric accuracy = test ? measures.quality() : measures.trainQuality();
        return summary.arm(step.arm()).estimate(accuracy).map(estimate -> {
            double error = 100 * (1 - estimate.mean());
            return new Charts.Mark(
                    step.x(),
                    error,
                    estimate.ci95()
                            .map(i -> new Interval(100 * (1 - i.high()), 100 * (1 - i.low())))
                            .orElse(new Interval(error, error)));
        });
    }

    private List<Charts.Mark> publishedErrors(Sweep.Line line) {
        return line.steps().stream()
                .flatMap(step -> summary.published(summary.arm(step.arm())).stream()
                        .map(published -> 100 * (1 - published.value()))
                        .map(error -> new Charts.Mark(step.x(), error, new Interval(error, error))))
                .toList();
    }

    /** A metric of each arm, with the trials behind it. */
    public Figure arms(Metric metric, String title) {
        List<Charts.Row> rows = new ArrayList<>();
        for (ArmSummary arm : summary.arms()) {
            Optional<Estimate> estimate = arm.estimate(metric);
            rows.add(new Charts.Row(
                    arm.arm().name(),
                    estimate.map(e -> Wording.plotted(metric, e.mean())),
                    estimate.flatMap(Estimate::ci95).map(i -> Wording.plotted(metric, i)),
                    completed(arm.arm().name()).stream()
                            .map(result -> Wording.plotted(metric, metric.of(result)))
                            .toList(),
                    metric == measures.quality()
                            ? summary.published(arm).stream()
                                    .map(Published::value)
                                    .map(value -> Wording.plotted(metric, value))
                                    .toList()
                            : List.of()));
        }
        return new Figure(
                metric.key().replace('_', '-'),
                "%s per arm: mean with 95%% interval, and every trial as a grey dot".formatted(metric.words()),
                Charts.intervals(title, Wording.axis(metric), rows, metric == measures.gap())::draw,
                WIDE,
                90 + 52 * rows.size());
    }

    /** Paired differences of each comparison in one metric. */
    public Figure differences(Metric metric, String title) {
        List<Charts.Row> rows = new ArrayList<>();
        for (Comparison c : summary.comparisons(metric)) {
            rows.add(new Charts.Row(
                    c.arm() + " – " + c.baseline() + (c.caveat().isEmpty() ? "" : " *"),
                    c.difference().map(d -> Wording.plotted(metric, d)),
                    c.ci95().map(i -> Wording.plotted(metric, i)),
                    pairs(c).stream().map(d -> Wording.plotted(metric, d)).toList(),
                    List.of()));
        }
        return new Figure(
                "differences-" + metric.key().replace('_', '-'),
                "paired differences of %s: mean with 95%% interval, and every pair as a grey dot"
                        .formatted(metric.words()),
                Charts.intervals(
                        title,
                        measures.isOfNumbers()
                                ? "difference of the " + Wording.axis(metric)
                                : "difference, " + Wording.differenceUnit(metric),
                        rows,
                        true)::draw,
                WIDE,
                70 + 52 * rows.size());
    }

    private List<Double> pairs(Comparison c) {
        Map<TrialId, TrialResult> baseline = completed(c.baseline()).stream()
                .collect(Collectors.toMap(r -> new TrialId("", r.id().split(), r.id().repeat()), r -> r));
        return completed(c.arm()).stream()
                .sorted((a, b) -> TrialId.BY_PAIR.compare(a.id(), b.id()))
                .flatMap(r -> Optional.ofNullable(baseline.get(new TrialId("", r.id().split(), r.id().repeat())))
                        .map(b -> c.metric().of(r) - c.metric().of(b))
                        .stream())
                .toList();
    }

    private List<TrialResult> completed(String arm) {
        return completedByArm.getOrDefault(arm, List.of());
    }

    /** Trials of an arm are measured after the same epochs, as many as they have: the longest has them all. */
    private static Charts.Curve curve(String name, List<TrialResult> results, ToDoubleFunction<Point> value) {
        List<List<Point>> trials =
                results.stream().map(result -> result.curve().points()).toList();
        List<Point> longest =
                trials.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        int epochs = longest.size();
        double[] x = new double[epochs];
        double[] mean = new double[epochs];
        double[] low = new double[epochs];
        double[] high = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            int at = epoch;
            double[] values = trials.stream()
                    .filter(points -> points.size() > at)
                    .mapToDouble(points -> value.applyAsDouble(points.get(at)))
                    .toArray();
            double centre = Arrays.stream(values).average().orElseThrow();
            double spread = values.length < 2 ? 0 : StandardDeviation.of(values).getAsDouble();
            x[epoch] = longest.get(at).epoch();
            mean[epoch] = centre;
            low[epoch] = centre - spread;
            high[epoch] = centre + spread;
        }
        return new Charts.Curve(name, x, mean, low, high);
    }

    /** The range of the curves with their bands, over the arms with this optimizer, so that they can be compared. */
    private Range range(Optimizer optimizer, Progression what) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double end = Double.POSITIVE_INFINITY;
        for (Arm arm : summary.study().arms()) {
            if (!arm.optimizer().equals(optimizer) || completed(arm.name()).isEmpty()) {
                continue;
            }
            for (ToDoubleFunction<Point> value : List.<ToDoubleFunction<Point>>of(what::train, what::test)) {
                Charts.Curve curve = curve("", completed(arm.name()), value);
                low = Math.min(low, Arrays.stream(curve.low()).min().orElse(low));
                high = Math.max(high, Arrays.stream(curve.high()).max().orElse(high));
                end = Math.min(end, curve.low()[curve.low().length - 1]);
            }
        }
        if (what == Progression.LOSS) {
            return high > 0 ? new Range(0, high) : new Range(0, 1);
        }
        double bottom =
                measures.isOfNumbers() ? Math.min(0, Math.max(low, Math.min(FAR_BELOW, end))) : Math.max(0, low);
        double top = 1.01;
        return top > bottom ? new Range(bottom, top) : new Range(0, 1);
    }
}
