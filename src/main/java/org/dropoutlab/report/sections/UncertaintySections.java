package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.measurement.UncertaintyReading;
import org.dropoutlab.measurement.UncertaintyReading.Inputs;
import org.dropoutlab.measurement.UncertaintyReading.Reliability;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;

/** Confidence and its calibration, with and without Monte-Carlo passes. */
final class UncertaintySections {
    private UncertaintySections() {}

    static List<Section> of(List<ArmReadings<UncertaintyReading>> arms) {
        List<List<String>> calibration = new ArrayList<>();
        List<List<String>> inputs = new ArrayList<>();
        for (ArmReadings<UncertaintyReading> arm : arms) {
            calibration.add(row(arm, "one pass, weight scaling", UncertaintyReading::once));
            calibration.add(
                    row(arm, "mean of %d passes".formatted(arm.first().passes()), UncertaintyReading::averaged));
            arm.first().inputs().forEach(kind -> inputs.add(row(arm, kind)));
        }
        return List.of(
                new Section(
                        "Calibration",
                        new Part.Pictures(arms.stream()
                                .map(UncertaintySections::reliability)
                                .toList()),
                        new Part.Table(
                                "arm | prediction | test error | cross-entropy | expected calibration error | Brier score",
                                2,
                                calibration),
                        new Part.Note(
                                "Reliability diagrams of the first trial: the accuracy of examples of similar confidence"
                                        + " (15 bins; the larger the dot, the more examples). On the diagonal, 90% of the examples with 90%"
                                        + " confidence are correct. The expected calibration error is the mean distance from it. Numbers are means over trials.")),
                new Section(
                        "Off the training data",
                        new Part.Pictures(List.of(
                                overAngles("information-turned", "Mutual information", Inputs::information, arms),
                                overAngles("entropy-turned", "Predictive entropy", Inputs::entropy, arms))),
                        new Part.Table(
                                "arm | inputs | accuracy | entropy, one pass | entropy, mean of passes | mutual information"
                                        + " | sd of the predicted class | AUROC, one pass | AUROC, mean of passes",
                                2,
                                inputs),
                        new Part.Note(
                                "Means over images and trials; entropies and mutual information in nats. Predictive"
                                        + " entropy is the total uncertainty about the class; mutual information is the part due to"
                                        + " disagreement between sampled networks. AUROC: the probability that one of these inputs"
                                        + " has more entropy than an unchanged test image.")));
    }

    private static List<String> row(
            ArmReadings<UncertaintyReading> arm, String prediction, Function<UncertaintyReading, Reliability> of) {
        return List.of(
                arm.arm(),
                prediction,
                arm.mean("%.2f %%", r -> 100 * (1 - of.apply(r).score().accuracy())),
                arm.mean("%.4f", r -> of.apply(r).score().loss()),
                arm.mean("%.2f points", r -> 100 * of.apply(r).expectedError()),
                arm.mean("%.4f", r -> of.apply(r).brier()));
    }

    private static List<String> row(ArmReadings<UncertaintyReading> arm, Inputs kind) {
        return List.of(
                arm.arm(),
                kind.name(),
                kind.accuracy().isEmpty()
                        ? "–"
                        : arm.mean(
                                "%.1f %%",
                                r -> 100 * r.of(kind.name()).accuracy().orElseThrow()),
                arm.mean("%.3f", r -> r.of(kind.name()).onceEntropy()),
                arm.mean("%.3f", r -> r.of(kind.name()).entropy()),
                arm.mean("%.3f", r -> r.of(kind.name()).information()),
                arm.mean("%.3f", r -> r.of(kind.name()).sd()),
                arm.mean("%.3f", r -> r.of(kind.name()).onceDetection()),
                arm.mean("%.3f", r -> r.of(kind.name()).detection()));
    }

    private static Figure reliability(ArmReadings<UncertaintyReading> arm) {
        return new Figure(
                "reliability-" + arm.arm(),
                "%s: accuracy vs. confidence, with and without Monte-Carlo passes".formatted(arm.arm()),
                Charts.reliability(
                        arm.arm(),
                        List.of(
                                new Charts.Dots("one pass", dots(arm.first().once())),
                                new Charts.Dots(
                                        "mean of passes", dots(arm.first().averaged()))))::draw,
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

    private static Figure overAngles(
            String name, String what, ToDoubleFunction<Inputs> value, List<ArmReadings<UncertaintyReading>> arms) {
        List<Charts.Track> tracks = new ArrayList<>();
        for (ArmReadings<UncertaintyReading> arm : arms) {
            tracks.add(new Charts.Track(
                    arm.arm(),
                    tracks.size(),
                    true,
                    arm.first().inputs().stream()
                            .filter(kind -> kind.angle().isPresent())
                            .map(kind -> mark(arm, kind, value))
                            .toList(),
                    List.of()));
        }
        return new Figure(
                name,
                "%s on rotated test images, mean over images and trials, with the range of the trials".formatted(what),
                Charts.tracks(what + " on rotated test images", "angle, degrees", "nats", false, tracks)::draw,
                430,
                300);
    }

    private static Charts.Mark mark(ArmReadings<UncertaintyReading> arm, Inputs kind, ToDoubleFunction<Inputs> value) {
        DoubleSummaryStatistics values = arm.all().stream()
                .mapToDouble(reading -> value.applyAsDouble(reading.of(kind.name())))
                .summaryStatistics();
        return new Charts.Mark(
                kind.angle().orElseThrow(), values.getAverage(), new Interval(values.getMin(), values.getMax()));
    }
}
