package org.dropoutlab.report.outputs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dropoutlab.evaluation.curves.ClassifierOutputs;
import org.dropoutlab.evaluation.curves.MeanCurve;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.report.figures.ConfusionFigures;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.ReliabilityFigures;
import org.dropoutlab.report.figures.ThresholdFigures;
import org.dropoutlab.report.sections.Part;
import org.dropoutlab.report.sections.RunResults;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.report.words.Wording;

/** Confusions, curves over thresholds and reliability of classifiers. */
final class ClassificationSections {
    private static final int BINS = 10;

    private ClassificationSections() {}

    static List<Section> of(RunResults run) {
        Map<String, List<TestOutputs.Classes>> trials = OutputTopics.byArm(run, TestOutputs.Classes.class);
        if (trials.isEmpty()) {
            return List.of();
        }
        int positive = run.manifest()
                .study()
                .judgement()
                .positive(run.manifest().data().classCounts().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
        Map<String, ClassifierOutputs> arms = new LinkedHashMap<>();
        trials.forEach((arm, outputs) -> arms.put(arm, new ClassifierOutputs(outputs, positive)));
        String basis = OutputTopics.basis(trials);
        List<String> classes = run.manifest().data().classes();
        List<Section> sections = new ArrayList<>();
        sections.add(confusions(arms, classes, basis));
        thresholds(arms, classes, basis).ifPresent(sections::add);
        sections.add(reliability(arms, classes, basis));
        return sections;
    }

    private static Section confusions(Map<String, ClassifierOutputs> arms, List<String> classes, String basis) {
        String joined = classes.size() <= ConfusionFigures.MOST_CLASSES
                ? ""
                : " The %d classes with the most test examples are shown; the other %d are counted together as the rest."
                        .formatted(ConfusionFigures.MOST_CLASSES, classes.size() - ConfusionFigures.MOST_CLASSES);
        return new Section(
                "Confusion matrices",
                new Part.Pictures(arms.entrySet().stream()
                        .map(arm ->
                                ConfusionFigures.of(arm.getKey(), arm.getValue().confusions(), classes))
                        .toList()),
                new Part.Note(
                        "Rows: true classes; columns: predicted classes. Each cell counts test predictions, over all"
                                + " test folds and repeats; the darker, the larger its share of the row, so the diagonal shows each"
                                + " class's recall." + joined + " " + basis));
    }

    private static Optional<Section> thresholds(
            Map<String, ClassifierOutputs> arms, List<String> classes, String basis) {
        Map<String, MeanCurve> roc = curves(arms, ClassifierOutputs::roc);
        Map<String, MeanCurve> precision = curves(arms, ClassifierOutputs::precisionRecall);
        if (roc.isEmpty()) {
            return Optional.empty();
        }
        ClassifierOutputs first = arms.get(roc.keySet().iterator().next());
        boolean two = classes.size() == 2;
        String about = two ? "class " + classes.get(first.positive()) : "each class against the rest";
        List<String> sentences = new ArrayList<>();
        sentences.add(
                two
                        ? "Positive class: %s. Each point of a curve is one decision threshold."
                                .formatted(classes.get(first.positive()))
                        : "Each class against the rest, averaged over the %d classes. Each point of a curve is one decision threshold."
                                .formatted(classes.size()));
        sentences.add(
                "ROC: the closer to the upper left corner, the better; the dashed diagonal is guessing (area 0.5).");
        sentences.add(String.format(
                Locale.ROOT,
                "Precision–recall: the closer to the upper right corner, the better; dashed: the base rate, %.3f, which"
                        + " guessing reaches.",
                first.baseRate()));
        sentences.add("Lines: mean over trials at equal false-positive rate or recall"
                + (roc.size() <= ThresholdFigures.MOST_BANDS ? "; bands: ±1 standard deviation over trials." : "."));
        int lacking = arms.values().stream()
                .mapToInt(ClassifierOutputs::lacking)
                .max()
                .orElseThrow();
        if (lacking > 0) {
            sentences.add(
                    "In %s a test fold had no example of a class, or only of this one: these curves are left out of the means."
                            .formatted(Wording.count(lacking, "case")));
        }
        sentences.add(basis);
        return Optional.of(new Section(
                "ROC and precision–recall curves",
                new Part.Pictures(List.of(
                        ThresholdFigures.roc(about, roc),
                        ThresholdFigures.precisionRecall(about, precision, first.baseRate()))),
                new Part.Note(String.join(" ", sentences))));
    }

    private static Map<String, MeanCurve> curves(
            Map<String, ClassifierOutputs> arms, Function<ClassifierOutputs, Optional<MeanCurve>> of) {
        Map<String, MeanCurve> curves = new LinkedHashMap<>();
        arms.forEach((arm, outputs) -> of.apply(outputs).ifPresent(curve -> curves.put(arm, curve)));
        return curves;
    }

    private static Section reliability(Map<String, ClassifierOutputs> arms, List<String> classes, String basis) {
        boolean two = classes.size() == 2;
        List<Figure> figures = new ArrayList<>();
        arms.forEach((arm, outputs) -> figures.add(ReliabilityFigures.of(
                arm,
                two ? "predicted probability" : "confidence",
                two ? "share of " + ConfusionFigures.cut(classes.get(outputs.positive())) : "accuracy",
                outputs.reliability(BINS))));
        ClassifierOutputs first = arms.values().iterator().next();
        return new Section(
                "Reliability diagrams",
                new Part.Pictures(figures),
                new Part.Note((two
                                ? ("Of the predictions that give %s about the same probability, the share that is truly %1$s. On"
                                                + " the dashed diagonal, probabilities can be taken at face value; below it they are"
                                                + " too high, above it too low.")
                                        .formatted(classes.get(first.positive()))
                                : "Accuracy of predictions of about the same confidence, the probability of the predicted class."
                                        + " On the dashed diagonal, confidence can be taken at face value; below it the network"
                                        + " is too sure, above it not sure enough.")
                        + " Ten bins of equal width; bars: number of predictions in each. Dots of few predictions are uncertain. "
                        + basis));
    }
}
