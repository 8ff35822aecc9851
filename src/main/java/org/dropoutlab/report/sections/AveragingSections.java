package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.words.Wording;

/** Averages of sampled networks next to weight scaling, as in figure 11 of the dropout paper. */
final class AveragingSections {
    private AveragingSections() {}

    static List<Section> of(List<ArmReadings<AveragingReading>> arms) {
        List<List<String>> rows = new ArrayList<>();
        for (ArmReadings<AveragingReading> arm : arms) {
            rows.add(row(arm, "weight scaling", r -> 1 - r.scaling().accuracy(), r -> 0, r -> r.scaling()
                    .loss()));
            for (int i : indices(arm)) {
                rows.add(row(
                        arm,
                        Wording.count(arm.first().averages().get(i).networks(), "network"),
                        r -> r.averages().get(i).error(),
                        r -> r.averages().get(i).errorSd(),
                        r -> r.averages().get(i).loss()));
            }
        }
        return List.of(
                new Section(
                        "Averages of sampled networks vs. weight scaling",
                        new Part.Pictures(
                                arms.stream().map(AveragingSections::figure).toList()),
                        new Part.Table("arm | prediction | test error | sd over draws | cross-entropy", 2, rows),
                        new Part.Note(
                                "An average takes the mean of the probabilities of k networks, sampled anew for each example and"
                                        + " draw. Means over trials; the band is one standard deviation over draws within a trial.")));
    }

    private static int[] indices(ArmReadings<AveragingReading> arm) {
        return IntStream.range(0, arm.first().averages().size()).toArray();
    }

    private static List<String> row(
            ArmReadings<AveragingReading> arm,
            String prediction,
            ToDoubleFunction<AveragingReading> error,
            ToDoubleFunction<AveragingReading> sd,
            ToDoubleFunction<AveragingReading> loss) {
        return List.of(
                arm.arm(),
                prediction,
                arm.mean("%.2f %%", r -> 100 * error.applyAsDouble(r)),
                arm.mean("%.2f", r -> 100 * sd.applyAsDouble(r)),
                arm.mean("%.4f", loss));
    }

    private static Figure figure(ArmReadings<AveragingReading> arm) {
        double scaling = 100 * (1 - arm.mean(r -> r.scaling().accuracy()));
        List<Charts.Mark> averages = IntStream.of(indices(arm))
                .mapToObj(i -> {
                    double error = 100 * arm.mean(r -> r.averages().get(i).error());
                    double sd = 100 * arm.mean(r -> r.averages().get(i).errorSd());
                    return new Charts.Mark(
                            arm.first().averages().get(i).networks(), error, new Interval(error - sd, error + sd));
                })
                .toList();
        List<Charts.Mark> line = Stream.of(averages.get(0), averages.get(averages.size() - 1))
                .map(end -> Charts.Mark.of(end.x(), scaling, Optional.empty()))
                .toList();
        return new Figure(
                "averaging-" + arm.arm(),
                "%s: test error of the average of k sampled networks, with one standard deviation over draws, vs. weight scaling"
                        .formatted(arm.arm()),
                Charts.tracks(
                        arm.arm() + ": Monte-Carlo averages vs. weight scaling (the paper's figure 11)",
                        "sampled networks, k",
                        "test error, %",
                        false,
                        List.of(
                                new Charts.Track("average of k networks", 0, true, averages, List.of()),
                                new Charts.Track("weight scaling", 1, false, line, List.of())))::draw,
                860,
                340);
    }
}
