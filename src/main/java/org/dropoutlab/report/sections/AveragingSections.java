package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.AveragingReading.Average;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.words.Wording;

/** Averages of sampled networks beside weight scaling, as in figure 11 of the dropout paper. */
final class AveragingSections {
    private final Map<String, List<AveragingReading>> byArm;

    AveragingSections(Map<String, List<AveragingReading>> byArm) {
        this.byArm = byArm;
    }

    List<Section> sections() {
        return byArm.isEmpty() ? List.of() : List.of(section());
    }

    private Section section() {
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            figures.add(figure(arm, readings));
            rows.add(row(
                    arm, "weight scaling", readings, r -> 100 * (1 - r.scaling().accuracy()), r -> 0, r -> r.scaling()
                            .loss()));
            for (int i : indices(readings)) {
                Average first = readings.get(0).averages().get(i);
                rows.add(row(
                        arm,
                        Wording.count(first.networks(), "network"),
                        readings,
                        r -> 100 * r.averages().get(i).error(),
                        r -> 100 * r.averages().get(i).errorSd(),
                        r -> r.averages().get(i).loss()));
            }
        });
        return new Section(
                "Averages of sampled networks against weight scaling",
                figures,
                List.of("arm", "prediction", "test error", "sd over draws", "cross-entropy"),
                2,
                rows,
                "An average takes the mean of the probabilities of k networks, sampled anew for each example and draw."
                        + " Means over trials; the band is one standard deviation over draws within a trial.");
    }

    private static int[] indices(List<AveragingReading> readings) {
        return IntStream.range(0, readings.get(0).averages().size()).toArray();
    }

    private static List<String> row(
            String arm,
            String prediction,
            List<AveragingReading> readings,
            ToDoubleFunction<AveragingReading> error,
            ToDoubleFunction<AveragingReading> sd,
            ToDoubleFunction<AveragingReading> loss) {
        return List.of(
                arm,
                prediction,
                String.format(Locale.ROOT, "%.2f %%", mean(readings, error)),
                String.format(Locale.ROOT, "%.2f", mean(readings, sd)),
                String.format(Locale.ROOT, "%.4f", mean(readings, loss)));
    }

    private static Figure figure(String arm, List<AveragingReading> readings) {
        double scaling = 100 * (1 - mean(readings, r -> r.scaling().accuracy()));
        List<Charts.Mark> averages = IntStream.of(indices(readings))
                .mapToObj(i -> {
                    double error = 100 * mean(readings, r -> r.averages().get(i).error());
                    double sd = 100 * mean(readings, r -> r.averages().get(i).errorSd());
                    return new Charts.Mark(
                            readings.get(0).averages().get(i).networks(), error, new Interval(error - sd, error + sd));
                })
                .toList();
        List<Charts.Mark> line = List.of(
                new Charts.Mark(averages.get(0).x(), scaling, new Interval(scaling, scaling)),
                new Charts.Mark(averages.get(averages.size() - 1).x(), scaling, new Interval(scaling, scaling)));
        return new Figure(
                "averaging-" + arm,
                "%s: test error of the average of k sampled networks, with one standard deviation over draws, against weight scaling"
                        .formatted(arm),
                Charts.tracks(
                        arm + ": Monte-Carlo averages against weight scaling (the paper's figure 11)",
                        "sampled networks, k",
                        "test error, %",
                        false,
                        List.of(
                                new Charts.Track("average of k networks", 0, true, averages, List.of()),
                                new Charts.Track("weight scaling", 1, false, line, List.of())))::draw,
                860,
                340);
    }

    private static double mean(List<AveragingReading> readings, ToDoubleFunction<AveragingReading> value) {
        return readings.stream().mapToDouble(value).average().orElseThrow();
    }
}
