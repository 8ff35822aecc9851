package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.measurement.UncertaintyReading;
import org.dropoutlab.measurement.UncertaintyReading.Inputs;
import org.dropoutlab.measurement.UncertaintyReading.Reliability;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;

/** How sure networks are and how far that can be believed, with and without Monte-Carlo passes. */
final class UncertaintySections {
    private final Map<String, List<UncertaintyReading>> byArm;

    UncertaintySections(Map<String, List<UncertaintyReading>> byArm) {
        this.byArm = byArm;
    }

    List<Section> sections() {
        return byArm.isEmpty() ? List.of() : List.of(calibration(), inputs());
    }

    private Section calibration() {
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            figures.add(reliability(arm, readings.get(0)));
            rows.add(row(arm, "one pass, weight scaling", readings, UncertaintyReading::once));
            rows.add(row(
                    arm,
                    "mean of %d passes".formatted(readings.get(0).passes()),
                    readings,
                    UncertaintyReading::averaged));
        });
        return new Section(
                "How far confidence can be believed",
                figures,
                List.of(
                        "arm",
                        "prediction",
                        "test error",
                        "cross-entropy",
                        "expected calibration error",
                        "Brier score"),
                2,
                rows,
                "Reliability diagrams of the first trial: the accuracy of examples of similar confidence (15 bins; the larger"
                        + " the dot, the more examples). On the diagonal, of the examples that the network is 90% sure of, 90%"
                        + " are right. The expected calibration error is the mean distance from it. Numbers are means over"
                        + " trials.");
    }

    private Section inputs() {
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        figures.add(overAngles("information-turned", "Mutual information", Inputs::information));
        figures.add(overAngles("entropy-turned", "Predictive entropy", Inputs::entropy));
        byArm.forEach((arm, readings) -> {
            for (Inputs kind : readings.get(0).inputs()) {
                String name = kind.name();
                rows.add(List.of(
                        arm,
                        name,
                        kind.accuracy().isEmpty()
                                ? "–"
                                : format(
                                        "%.1f %%",
                                        100
                                                * mean(readings, name, k -> k.accuracy()
                                                        .orElseThrow())),
                        format("%.3f", mean(readings, name, Inputs::onceEntropy)),
                        format("%.3f", mean(readings, name, Inputs::entropy)),
                        format("%.3f", mean(readings, name, Inputs::information)),
                        format("%.3f", mean(readings, name, Inputs::sd)),
                        format("%.3f", mean(readings, name, Inputs::onceDetection)),
                        format("%.3f", mean(readings, name, Inputs::detection))));
            }
        });
        return new Section(
                "Off the training data",
                figures,
                List.of(
                        "arm",
                        "inputs",
                        "accuracy",
                        "entropy, one pass",
                        "entropy, mean of passes",
                        "mutual information",
                        "sd of the predicted class",
                        "told apart by one pass",
                        "told apart by the mean"),
                2,
                rows,
                "Means over images and trials; entropies and mutual information in nats. Predictive entropy is what is not"
                        + " known of the class; mutual information is the part of it on which the sampled networks disagree."
                        + " Told apart: the probability that one of these inputs has more entropy than a test image as it is"
                        + " (area under the ROC curve).");
    }

    private static List<String> row(
            String arm,
            String prediction,
            List<UncertaintyReading> readings,
            Function<UncertaintyReading, Reliability> of) {
        return List.of(
                arm,
                prediction,
                format(
                        "%.2f %%",
                        100 * mean(readings, r -> 1 - of.apply(r).score().accuracy())),
                format("%.4f", mean(readings, r -> of.apply(r).score().loss())),
                format("%.2f points", 100 * mean(readings, r -> of.apply(r).expectedError())),
                format("%.4f", mean(readings, r -> of.apply(r).brier())));
    }

    private static Figure reliability(String arm, UncertaintyReading reading) {
        return new Figure(
                "reliability-" + arm,
                "%s: accuracy against confidence, with and without Monte-Carlo passes".formatted(arm),
                Charts.reliability(
                        arm,
                        List.of(
                                new Charts.Dots("one pass", dots(reading.once())),
                                new Charts.Dots("mean of passes", dots(reading.averaged()))))::draw,
                430,
                400);
    }

    private static List<Charts.Dot> dots(Reliability reliability) {
        double all = reliability.bins().stream()
                .mapToInt(UncertaintyReading.Bin::count)
                .sum();
        return reliability.bins().stream()
                .map(bin -> new Charts.Dot(bin.confidence(), bin.accuracy(), bin.count() / all))
                .toList();
    }

    private Figure overAngles(String name, String what, ToDoubleFunction<Inputs> value) {
        List<Charts.Track> tracks = new ArrayList<>();
        byArm.forEach((arm, readings) -> tracks.add(new Charts.Track(
                arm,
                tracks.size(),
                true,
                IntStream.range(0, readings.get(0).inputs().size())
                        .filter(i -> readings.get(0).inputs().get(i).angle().isPresent())
                        .mapToObj(i -> mark(readings, i, value))
                        .toList(),
                List.of())));
        return new Figure(
                name,
                "%s on test images turned by an angle, mean over images and trials, with the range of the trials"
                        .formatted(what),
                Charts.tracks(what + " on turned test images", "angle, degrees", "nats", false, tracks)::draw,
                430,
                300);
    }

    private static Charts.Mark mark(List<UncertaintyReading> readings, int kind, ToDoubleFunction<Inputs> value) {
        double[] values = readings.stream()
                .mapToDouble(reading -> value.applyAsDouble(reading.inputs().get(kind)))
                .sorted()
                .toArray();
        double mean = 0;
        for (double each : values) {
            mean += each / values.length;
        }
        return new Charts.Mark(
                readings.get(0).inputs().get(kind).angle().orElseThrow(),
                mean,
                new Interval(values[0], values[values.length - 1]));
    }

    private static double mean(List<UncertaintyReading> readings, String inputs, ToDoubleFunction<Inputs> value) {
        return mean(readings, reading -> value.applyAsDouble(reading.of(inputs)));
    }

    private static double mean(List<UncertaintyReading> readings, ToDoubleFunction<UncertaintyReading> value) {
        return readings.stream().mapToDouble(value).average().orElseThrow();
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
