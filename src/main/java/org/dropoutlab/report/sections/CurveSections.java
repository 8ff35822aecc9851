package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.StudyFigures;

/** Curves over a sweep and over epochs. */
final class CurveSections {
    private CurveSections() {}

    static List<Section> sweeps(RunResults run) {
        List<Figure> sweeps = run.drawn().sweeps();
        return sweeps.isEmpty() ? List.of() : List.of(new Section("The figure from these runs", new Part.Wide(sweeps)));
    }

    static List<Section> curves(RunResults run) {
        StudyFigures drawn = run.drawn();
        return List.of(new Section(
                "Learning curves",
                new Part.Panels(drawn.qualityCurves()),
                new Part.Panels(drawn.lossCurves()),
                new Part.Note((run.measures().isOfNumbers()
                                ? "R² and %s are those of standardized targets"
                                        .formatted(run.summary().loss().name())
                                : "Accuracy is a fraction, the loss is the %s per example"
                                        .formatted(run.summary().loss().words()))
                        + ", measured with dropout off. Lines are means over trials, bands are ±1 standard deviation. Plots of"
                        + " arms with the same optimizer share axis ranges.")));
    }

    static List<Section> gap(RunResults run) {
        Measures measures = run.measures();
        StudyFigures drawn = run.drawn();
        return List.of(new Section(
                "Generalization gap",
                new Part.Wide(List.of(
                        drawn.arms(measures.gap(), "Generalization gap: training − test " + measures.qualityWords()),
                        drawn.gapOverEpochs()))));
    }
}
