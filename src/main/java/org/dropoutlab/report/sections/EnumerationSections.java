package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.Score;

/** Exact averages over all networks that dropout samples, next to their approximations. */
final class EnumerationSections {
    private EnumerationSections() {}

    static List<Section> of(List<ArmReadings<EnumerationReading>> arms) {
        List<List<String>> averages = new ArrayList<>();
        List<List<String>> samples = new ArrayList<>();
        for (ArmReadings<EnumerationReading> arm : arms) {
            String networks = "%,d".formatted(arm.first().masks());
            averages.add(row(
                    arm,
                    "weight scaling",
                    "1 pass",
                    EnumerationReading::scaling,
                    number(arm, EnumerationReading::scalingToGeometric),
                    number(arm, EnumerationReading::scalingToArithmetic)));
            averages.add(row(arm, "geometric mean", networks, EnumerationReading::geometric, "", ""));
            averages.add(row(arm, "arithmetic mean", networks, EnumerationReading::arithmetic, "", ""));
            for (int i = 0; i < arm.first().samples().size(); i++) {
                int at = i;
                samples.add(List.of(
                        arm.arm(),
                        String.valueOf(arm.first().samples().get(i).passes()),
                        error(arm, r -> r.samples().get(at).score()),
                        number(arm, r -> r.samples().get(at).score().loss()),
                        number(arm, r -> r.samples().get(at).distance()),
                        number(arm, r -> r.samples().get(at).expected())));
            }
        }
        return List.of(
                new Section(
                        "All networks, enumerated",
                        new Part.Table(
                                "arm | prediction | networks | test error | cross-entropy | distance from geometric"
                                        + " | distance from arithmetic",
                                2,
                                averages),
                        new Part.Note(
                                "Every mask of the dropped units is a network. The means weight networks by their masks'"
                                        + " probabilities; the geometric mean is renormalized. Distances are mean absolute differences"
                                        + " of probabilities over examples and classes. Means over trials.")),
                new Section(
                        "Convergence of Monte-Carlo averages",
                        new Part.Table(
                                "arm | passes | test error | cross-entropy | distance from the arithmetic mean"
                                        + " | expected distance",
                                1,
                                samples),
                        new Part.Note(
                                "Root mean square distances of probabilities. The expected distance is the standard error"
                                        + " given by the exact variance over all masks; it shrinks with the square root of the number of"
                                        + " passes.")));
    }

    private static List<String> row(
            ArmReadings<EnumerationReading> arm,
            String prediction,
            String networks,
            Function<EnumerationReading, Score> score,
            String toGeometric,
            String toArithmetic) {
        return List.of(
                arm.arm(),
                prediction,
                networks,
                error(arm, score),
                number(arm, r -> score.apply(r).loss()),
                toGeometric,
                toArithmetic);
    }

    private static String error(ArmReadings<EnumerationReading> arm, Function<EnumerationReading, Score> score) {
        return arm.mean("%.2f %%", r -> 100 * (1 - score.apply(r).accuracy()));
    }

    private static String number(ArmReadings<EnumerationReading> arm, ToDoubleFunction<EnumerationReading> value) {
        double mean = arm.mean(value);
        return arm.mean(mean != 0 && Math.abs(mean) < 0.001 ? "%.1e" : "%.4f", value);
    }
}
