package org.dropoutlab.report.sections;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.dropoutlab.measurement.Inspection.Prediction;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.Pictures;
import org.dropoutlab.report.words.Wording;

/**
 * The part of a report that looks into trained image networks. Confusion matrices and correlations are over all trials of
 * an arm, single pictures are from the first.
 */
public final class InsideView {
    private final Manifest manifest;
    private final List<TrialResult> results;
    private final RunDirectory directory;

    /**
     * How alike units of an arm's feature maps are, in words; means over its completed trials.
     *
     * @param arm its name
     * @param stages correlations of each stage: of neighbours in a map / of units at the same place in two maps
     * @param gap the arm's accuracy gap
     */
    public record MapLikeness(String arm, List<String> stages, String gap) {}

    /**
     * @param results one per trial, in the order of seeds; those without an inspection are left out
     */
    public InsideView(RunDirectory directory, Manifest manifest, List<TrialResult> results) {
        this.directory = directory;
        this.manifest = manifest;
        this.results = results.stream()
                .filter(r -> r.reading(Inspection.class).isPresent())
                .toList();
    }

    /** How often each class is taken for each other, a figure for each arm. */
    public List<Figure> confusion() {
        List<String> classes = manifest.data().classes();
        return perArm(arm -> {
            long[][] counts = new long[classes.size()][classes.size()];
            for (Inspection inspection : inspections(arm)) {
                for (int row = 0; row < counts.length; row++) {
                    for (int column = 0; column < counts.length; column++) {
                        counts[row][column] += inspection.confusion().get(row).get(column);
                    }
                }
            }
            return Pictures.confusion(arm, counts, classes);
        });
    }

    /** A sheet of test images with predictions, a figure for each arm. */
    public List<Figure> predictions() {
        return perArm(arm -> {
            List<Prediction> predictions = inspections(arm).get(0).predictions();
            IntStream examples = predictions.stream().mapToInt(Prediction::example);
            return Pictures.predictions(
                    arm,
                    predictions,
                    TestPictures.kept(directory, examples),
                    manifest.data().classes());
        });
    }

    /** The first convolution's filters, a figure for each arm whose inputs have three channels. */
    public List<Figure> filters() {
        boolean colour = results.stream()
                .map(r -> r.reading(Inspection.class).orElseThrow().filters())
                .allMatch(filters -> !filters.isEmpty() && filters.get(0).size() == 3);
        return colour
                ? perArm(arm -> Pictures.filters(arm, inspections(arm).get(0).filters()))
                : List.of();
    }

    /** The stages of feature maps, as headings. */
    public List<String> stages() {
        return results.isEmpty()
                ? List.of()
                : results.get(0).reading(Inspection.class).orElseThrow().correlations().stream()
                        .map(stage -> "%d maps of %d×%d".formatted(stage.maps(), stage.height(), stage.width()))
                        .toList();
    }

    /** How alike units of feature maps are in each arm, with its gap. */
    public List<MapLikeness> likeness() {
        return arms().stream()
                .map(arm -> new MapLikeness(
                        arm,
                        IntStream.range(0, stages().size())
                                .mapToObj(stage -> "%s / %s"
                                        .formatted(
                                                mean(arm, stage, MapCorrelation::neighbours),
                                                mean(arm, stage, MapCorrelation::acrossMaps)))
                                .toList(),
                        Wording.value(Metric.ACCURACY_GAP, mean(arm, Metric.ACCURACY_GAP::of))))
                .toList();
    }

    private String mean(String arm, int stage, ToDoubleFunction<MapCorrelation> correlation) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                mean(
                        arm,
                        result -> correlation.applyAsDouble(result.reading(Inspection.class)
                                .orElseThrow()
                                .correlations()
                                .get(stage))));
    }

    private double mean(String arm, ToDoubleFunction<TrialResult> value) {
        return trials(arm).mapToDouble(value).average().orElseThrow();
    }

    private Stream<TrialResult> trials(String arm) {
        return results.stream().filter(r -> r.id().arm().equals(arm));
    }

    private List<Inspection> inspections(String arm) {
        return trials(arm)
                .map(result -> result.reading(Inspection.class).orElseThrow())
                .toList();
    }

    private List<Figure> perArm(Function<String, Figure> figure) {
        return arms().stream().map(figure).toList();
    }

    /** The arms that have something to show, in the study's order. */
    private List<String> arms() {
        Study study = manifest.study();
        return study.armNames().stream()
                .filter(arm -> trials(arm).findAny().isPresent())
                .toList();
    }
}
