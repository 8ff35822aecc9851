package org.dropoutlab.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Equivalence;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.report.words.Wording;
import org.jfree.data.Range;

/** The figures of a study's report. */
public final class StudyFigures {
    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 270;
    private static final int WIDE = 860;
    private static final int WIDE_HEIGHT = 380;

    /** Lower limit of R² axes unless curves end below it: poor early epochs would flatten the rest. */
    private static final double FAR_BELOW = -0.5;

    private final StudySummary summary;
    private final Measures measures;
    private final List<TrialResult> trials;

    /**
     * @param trials in the order of seeds
     */
    public StudyFigures(StudySummary summary, List<TrialResult> trials) {
        this.summary = summary;
        this.measures = summary.data().measures();
        this.trials = trials;
    }

    /**
     * Training and test accuracy, or R², over epochs for each arm with completed trials; arms with the same optimizer
     * share their axes.
     */
    public List<Figure> qualityCurves() {
        return curves(
                measures.qualityKey(),
                measures.qualityWords(),
                measures.qualityWords(),
                Score::accuracy,
                this::qualityRange);
    }

    /** Training and test loss over epochs, like {@link #qualityCurves}. */
    public List<Figure> lossCurves() {
        return curves(
                measures.lossKey(), summary.lossWords(), summary.loss().axis(), Score::loss, StudyFigures::lossRange);
    }

    private List<Figure> curves(
            String key,
            String words,
            String axis,
            ToDoubleFunction<Score> value,
            Function<List<Charts.Curve>, Range> range) {
        Map<Arm, List<Charts.Curve>> curves = new LinkedHashMap<>();
        for (Arm arm : trained()) {
            curves.put(
                    arm,
                    List.of(
                            curve("train", arm, point -> value.applyAsDouble(point.train())),
                            curve("test", arm, point -> value.applyAsDouble(point.test()))));
        }
        return curves.keySet().stream()
                .map(arm -> new Figure(
                        "curves-" + key + "-" + arm.name(),
                        "%s of %s by epoch: mean of %s%s, band: ±1 standard deviation"
                                .formatted(
                                        words,
                                        arm.name(),
                                        Wording.count(completed(arm.name()).size(), "trial"),
                                        Wording.stopsEarly(arm) ? " (those still training)" : ""),
                        Charts.curves(
                                arm.name(),
                                axis,
                                curves.get(arm),
                                range.apply(curves.keySet().stream()
                                        .filter(other -> other.optimizer().equals(arm.optimizer()))
                                        .flatMap(other -> curves.get(other).stream())
                                        .toList()))::draw,
                        PANEL_WIDTH,
                        PANEL_HEIGHT))
                .toList();
    }

    private Range qualityRange(List<Charts.Curve> curves) {
        double end = curves.stream()
                .mapToDouble(curve ->
                        curve.marks().get(curve.marks().size() - 1).interval().low())
                .min()
                .orElseThrow();
        double low = lows(curves).min().orElseThrow();
        double bottom =
                measures.isOfNumbers() ? Math.min(0, Math.max(low, Math.min(FAR_BELOW, end))) : Math.max(0, low);
        double top = 1.01;
        return top > bottom ? new Range(bottom, top) : new Range(0, 1);
    }

    private static Range lossRange(List<Charts.Curve> curves) {
        double high = highs(curves).max().orElseThrow();
        return high > 0 ? new Range(0, high) : new Range(0, 1);
    }

    private static DoubleStream lows(List<Charts.Curve> curves) {
        return curves.stream().flatMap(curve -> curve.marks().stream()).mapToDouble(mark -> mark.interval()
                .low());
    }

    private static DoubleStream highs(List<Charts.Curve> curves) {
        return curves.stream().flatMap(curve -> curve.marks().stream()).mapToDouble(mark -> mark.interval()
                .high());
    }

    /** The generalization gap over epochs for every arm with completed trials. */
    public Figure gapOverEpochs() {
        List<Charts.Curve> curves = trained().stream()
                .map(arm -> curve(arm.name(), arm, point -> Wording.plotted(measures.gap(), measures.gap(point))))
                .toList();
        double low = lows(curves).min().orElse(0);
        double high = highs(curves).max().orElse(1);
        return new Figure(
                "gap-over-epochs",
                "generalization gap of each arm by epoch: mean over trials%s, band: ±1 standard deviation"
                        .formatted(
                                summary.study().arms().stream().anyMatch(Wording::stopsEarly) ? " still training" : ""),
                Charts.curves(
                        "Generalization gap by epoch: training − test " + measures.qualityWords(),
                        measures.isOfNumbers() ? Wording.axis(measures.gap()) : "points",
                        curves,
                        high > low ? new Range(Math.min(0, low), high) : new Range(0, 1))::draw,
                WIDE,
                WIDE_HEIGHT);
    }

    /** Training and test error over the parameter varied in each of the study's sweeps. */
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
        ArmSummary arm = summary.arm(step.arm());
        return measures.isOfNumbers()
                ? arm.estimate(test ? measures.loss() : measures.trainLoss())
                        .map(estimate -> Charts.Mark.of(step.x(), estimate.mean(), estimate.ci95()))
                : arm.estimate(test ? measures.quality() : measures.trainQuality())
                        .map(estimate -> Charts.Mark.of(
                                step.x(),
                                100 * (1 - estimate.mean()),
                                estimate.ci95().map(i -> new Interval(100 * (1 - i.high()), 100 * (1 - i.low())))));
    }

    private List<Charts.Mark> publishedErrors(Sweep.Line line) {
        return line.steps().stream()
                .flatMap(step -> summary.published(summary.arm(step.arm())).stream()
                        .map(published -> 100 * (1 - published.value()))
                        .map(error -> Charts.Mark.of(step.x(), error, Optional.empty())))
                .toList();
    }

    /** A metric for each arm, with its individual trials. */
    public Figure arms(Metric metric, String title) {
        List<Charts.Row> rows = new ArrayList<>();
        for (ArmSummary arm : summary.arms()) {
            Optional<Estimate> estimate = arm.estimate(metric);
            rows.add(new Charts.Row(
                    arm.arm().name(),
                    estimate.map(e -> Wording.plotted(metric, e.mean())),
                    estimate.flatMap(Estimate::ci95).map(i -> Wording.plotted(metric, i)),
                    completed(arm.arm().name()).stream()
                            .map(metric::of)
                            .filter(value -> !value.isNaN())
                            .map(value -> Wording.plotted(metric, value))
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
                "%s per arm: %s, and every trial as a grey dot".formatted(metric.words(), mean()),
                Charts.intervals(title, Wording.axis(metric), rows, metric.isGap())::draw,
                WIDE,
                90 + 52 * rows.size());
    }

    /** Paired differences of each comparison in one metric. */
    public Figure differences(Metric metric, String title) {
        List<Charts.Row> rows = new ArrayList<>();
        for (Comparison c : summary.comparisons(metric)) {
            rows.add(new Charts.Row(
                    Wording.pair(c),
                    c.difference().map(d -> Wording.plotted(metric, d)),
                    c.ci95().map(i -> Wording.plotted(metric, i)),
                    pairs(c).stream().map(d -> Wording.plotted(metric, d)).toList(),
                    List.of()));
        }
        String axis = measures.isOfNumbers()
                ? "difference in " + Wording.axis(metric)
                : Wording.differenceUnit(metric).isEmpty()
                        ? "difference"
                        : "difference, " + Wording.differenceUnit(metric);
        Optional<Equivalence> region = summary.comparisons(metric).stream()
                .flatMap(c -> c.equivalence().stream())
                .findFirst();
        return new Figure(
                "differences-" + metric.key().replace('_', '-'),
                "paired differences in %s: %s, and every pair as a grey dot%s"
                        .formatted(
                                metric.words(),
                                mean(),
                                region.map(e -> "; shaded: " + Wording.region(metric, e) + ", too small to matter")
                                        .orElse("")),
                region.map(e -> Wording.plotted(metric, new Interval(-e.rope(), e.rope())))
                        .map(shaded -> Charts.intervals(title, axis, rows, shaded))
                        .orElseGet(() -> Charts.intervals(title, axis, rows, true))::draw,
                WIDE,
                70 + 52 * rows.size());
    }

    /** What is drawn of the mean: splits that are not exchangeable have no interval. */
    private String mean() {
        return summary.study().resampling().pairing() == Pairing.PERIODS ? "mean" : "mean with 95% interval";
    }

    private List<Double> pairs(Comparison c) {
        return completed(c.arm()).stream()
                .flatMap(of -> completed(c.baseline()).stream()
                        .filter(other -> of.id().pairsWith(other.id()))
                        .map(other -> c.metric().of(of) - c.metric().of(other)))
                .filter(difference -> !difference.isNaN())
                .toList();
    }

    private List<TrialResult> completed(String arm) {
        return trials.stream()
                .filter(trial -> trial.completed() && trial.id().arm().equals(arm))
                .toList();
    }

    /** The arms with completed trials. */
    private List<Arm> trained() {
        return summary.study().arms().stream()
                .filter(arm -> !completed(arm.name()).isEmpty())
                .toList();
    }

    /** An arm's curve over the epochs of its longest trial; shorter trials contribute as far as they go. */
    private Charts.Curve curve(String name, Arm arm, ToDoubleFunction<Point> value) {
        List<List<Point>> curves = completed(arm.name()).stream()
                .map(result -> result.curve().points())
                .toList();
        List<Point> longest =
                curves.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        return new Charts.Curve(
                name,
                IntStream.range(0, longest.size())
                        .mapToObj(at -> {
                            double[] values = curves.stream()
                                    .filter(points -> points.size() > at)
                                    .mapToDouble(points -> value.applyAsDouble(points.get(at)))
                                    .toArray();
                            double mean = Arrays.stream(values).average().orElseThrow();
                            double sd = values.length < 2
                                    ? 0
                                    : StandardDeviation.of(values).getAsDouble();
                            return new Charts.Mark(longest.get(at).epoch(), mean, new Interval(mean - sd, mean + sd));
                        })
                        .toList());
    }
}
