package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.Score;

/** Exact averages over all networks that dropout makes, beside what stands in for them. */
final class EnumerationSections {
    private final Map<String, List<EnumerationReading>> byArm;

    EnumerationSections(Map<String, List<EnumerationReading>> byArm) {
        this.byArm = byArm;
    }

    List<Section> sections() {
        return byArm.isEmpty() ? List.of() : List.of(averages(), samples());
    }

    private Section averages() {
        List<List<String>> rows = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            String networks = "%,d".formatted(readings.get(0).masks());
            rows.add(row(
                    arm,
                    "weight scaling",
                    "1 pass",
                    readings,
                    EnumerationReading::scaling,
                    List.of(
                            number(readings, EnumerationReading::scalingToGeometric),
                            number(readings, EnumerationReading::scalingToArithmetic))));
            rows.add(row(arm, "geometric mean", networks, readings, EnumerationReading::geometric, List.of("", "")));
            rows.add(row(arm, "arithmetic mean", networks, readings, EnumerationReading::arithmetic, List.of("", "")));
        });
        return new Section(
                "All networks, enumerated",
                List.of(),
                List.of(
                        "arm",
                        "prediction",
                        "networks",
                        "test error",
                        "cross-entropy",
                        "distance from geometric",
                        "distance from arithmetic"),
                2,
                rows,
                "Every mask of the dropped units is a network of its own. The means weigh them by their masks' probabilities;"
                        + " the geometric one is renormalized. Distances are means over examples and classes of the"
                        + " difference of the probabilities, without sign. Means over trials.");
    }

    private Section samples() {
        List<List<String>> rows = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            for (int i = 0; i < readings.get(0).samples().size(); i++) {
                int at = i;
                rows.add(List.of(
                        arm,
                        String.valueOf(readings.get(0).samples().get(i).passes()),
                        percent(readings, r -> 1 - r.samples().get(at).score().accuracy()),
                        number(readings, r -> r.samples().get(at).score().loss()),
                        number(readings, r -> r.samples().get(at).distance()),
                        number(readings, r -> r.samples().get(at).expected())));
            }
        });
        return new Section(
                "Monte-Carlo averages on their way to the exact one",
                List.of(),
                List.of(
                        "arm",
                        "passes",
                        "test error",
                        "cross-entropy",
                        "distance from the arithmetic mean",
                        "expected distance"),
                1,
                rows,
                "Root mean square distances of probabilities; the expected one is the standard error that follows from the"
                        + " exact variance over all masks and shrinks with the square root of the number of passes.");
    }

    private static List<String> row(
            String arm,
            String prediction,
            String networks,
            List<EnumerationReading> readings,
            Function<EnumerationReading, Score> score,
            List<String> distances) {
        return List.of(
                arm,
                prediction,
                networks,
                percent(readings, r -> 1 - score.apply(r).accuracy()),
                number(readings, r -> score.apply(r).loss()),
                distances.get(0),
                distances.get(1));
    }

    private static String percent(List<EnumerationReading> readings, ToDoubleFunction<EnumerationReading> value) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * mean(readings, value));
    }

    private static String number(List<EnumerationReading> readings, ToDoubleFunction<EnumerationReading> value) {
        double mean = mean(readings, value);
        return String.format(Locale.ROOT, mean != 0 && Math.abs(mean) < 0.001 ? "%.1e" : "%.4f", mean);
    }

    private static double mean(List<EnumerationReading> readings, ToDoubleFunction<EnumerationReading> value) {
        return readings.stream().mapToDouble(value).average().orElseThrow();
    }
}
