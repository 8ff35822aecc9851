package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.dropoutlab.measurement.Inspection.Prediction;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.Pictures;
import org.dropoutlab.report.figures.TestPictures;

/**
 * Trained image networks from the inside: confusion matrices and correlations over all trials of an arm, pictures from the
 * first trial.
 */
final class InsideSections {
    private InsideSections() {}

    static List<Section> of(List<ArmReadings<Inspection>> arms) {
        List<Section> sections = new ArrayList<>(List.of(
                likeness(arms),
                new Section(
                        "Confusion matrices",
                        new Part.Pictures(
                                arms.stream().map(InsideSections::confusion).toList()),
                        new Part.Note(
                                "Rows: true classes; columns: predicted classes; in percent of the row, over all trials.")),
                new Section(
                        "Sample predictions",
                        new Part.Pictures(
                                arms.stream().map(InsideSections::predictions).toList()),
                        new Part.Note(
                                "First trial of each arm; the first test images of each class. Green: correct; red: wrong;"
                                        + " the number is the predicted class's probability."))));
        if (arms.stream().allMatch(arm -> isColoured(arm.first().filters()))) {
            sections.add(new Section(
                    "Filters of the first convolution",
                    new Part.Pictures(arms.stream()
                            .map(arm -> Pictures.filters(arm.arm(), arm.first().filters()))
                            .toList()),
                    new Part.Note(
                            "First trial of each arm; weights on red, green and blue, each filter rescaled to the full"
                                    + " range.")));
        }
        return sections;
    }

    private static Section likeness(List<ArmReadings<Inspection>> arms) {
        List<MapCorrelation> stages = arms.get(0).first().correlations();
        String header = stages.stream()
                .map(stage -> "%d maps of %d×%d\nneighbours / across maps | "
                        .formatted(stage.maps(), stage.height(), stage.width()))
                .collect(Collectors.joining());
        List<List<String>> rows = new ArrayList<>();
        for (ArmReadings<Inspection> arm : arms) {
            List<String> row = new ArrayList<>(List.of(arm.arm()));
            for (int stage = 0; stage < stages.size(); stage++) {
                int at = stage;
                row.add(arm.mean("%.2f", r -> r.correlations().get(at).neighbours()) + " / "
                        + arm.mean("%.2f", r -> r.correlations().get(at).acrossMaps()));
            }
            row.add(arm.mean(Metric.ACCURACY_GAP));
            rows.add(row);
        }
        return new Section(
                "Correlation within feature maps",
                new Part.Table("arm | " + header + "accuracy gap", 1, rows),
                new Part.Note(
                        "Pearson correlations over up to 500 test images, dropout off, of feature maps as the next"
                                + " layer sees them; means over trials. Neighbours: adjacent units in one map. Across maps:"
                                + " absolute correlation of units at the same position in two maps. Where neighbours are"
                                + " nearly identical, dropping single units removes little information (Tompson et al."
                                + " 2015)."));
    }

    private static Figure confusion(ArmReadings<Inspection> arm) {
        List<String> classes = classes(arm);
        long[][] counts = new long[classes.size()][classes.size()];
        for (Inspection inspection : arm.all()) {
            for (int row = 0; row < counts.length; row++) {
                for (int column = 0; column < counts.length; column++) {
                    counts[row][column] += inspection.confusion().get(row).get(column);
                }
            }
        }
        return Pictures.confusion(arm.arm(), counts, classes);
    }

    private static Figure predictions(ArmReadings<Inspection> arm) {
        List<Prediction> predictions = arm.first().predictions();
        IntStream examples = predictions.stream().mapToInt(Prediction::example);
        return Pictures.predictions(
                arm.arm(), predictions, TestPictures.kept(arm.run().directory(), examples), classes(arm));
    }

    private static List<String> classes(ArmReadings<Inspection> arm) {
        return arm.run().manifest().data().classes();
    }

    private static boolean isColoured(List<List<List<List<Float>>>> filters) {
        return !filters.isEmpty() && filters.get(0).size() == 3;
    }
}
