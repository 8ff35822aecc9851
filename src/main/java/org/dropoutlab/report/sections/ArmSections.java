package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.Loss;
import org.dropoutlab.report.words.Wording;

/** Measurements of each arm, and published numbers. */
final class ArmSections {
    private ArmSections() {}

    static List<Section> measured(RunResults run) {
        List<Section> sections = new ArrayList<>(curves(run));
        sections.addAll(scores(run.summary()));
        return sections;
    }

    private static List<Section> scores(StudySummary summary) {
        List<Metric> metrics = new ArrayList<>(summary.scores());
        if (metrics.isEmpty()) {
            return List.of();
        }
        if (summary.primary().score().isPresent()) {
            metrics.add(0, summary.primary());
        }
        List<String> header = new ArrayList<>(List.of("arm"));
        metrics.forEach(metric -> header.add(metric.shortWords()));
        return List.of(new Section(
                "All metrics on test data",
                new Part.Table(
                        header,
                        Set.of(0),
                        summary.arms().stream().map(arm -> row(arm, metrics)).toList()),
                new Part.Note("Means over trials with 95% intervals, by scikit-learn's definitions. "
                        + Wording.scores(summary)
                        + " The verdict speaks of "
                        + summary.primary().words() + ".")));
    }

    private static List<String> row(ArmSummary arm, List<Metric> metrics) {
        List<String> row = new ArrayList<>(List.of(arm.arm().name()));
        metrics.forEach(metric -> row.add(Wording.defined(arm, metric) + "\n" + interval(arm, metric)));
        return row;
    }

    private static List<Section> curves(RunResults run) {
        Measures measures = run.measures();
        Metric primary = run.summary().primary();
        String when = Wording.when(run.manifest().study());
        return List.of(new Section(
                "Arms",
                new Part.Table(
                        "arm | trials | training %1$s | test %1$s\n95%% interval | sd over trials | %1$s gap | test %2$s | %2$s gap"
                                .formatted(
                                        measures.qualityWords(), run.summary().lossWords()),
                        1,
                        run.summary().arms().stream()
                                .map(arm -> row(arm, measures))
                                .toList()),
                new Part.Note("Means over trials, measured with dropout off " + when + ". "
                        + (measures.isOfNumbers()
                                ? ofNumbers(run.summary().loss())
                                : "Gap: training − test accuracy, in percentage points; test − training loss, the %s per example."
                                        .formatted(run.summary().loss().words()))),
                new Part.Wide(List.of(run.drawn().arms(primary, Wording.capital(primary.words()) + " " + when)))));
    }

    private static String ofNumbers(Loss loss) {
        return (loss.equals(Loss.SQUARED_ERROR)
                        ? "Squared errors are in units of standardized targets: always predicting the training mean scores 1."
                        : "The loss is the %s of standardized targets.".formatted(loss.words()))
                + " R² is 1 minus the squared error divided by the variance of the same data's targets."
                + " Gap: training − test R²; test − training %s.".formatted(loss.name());
    }

    private static List<String> row(ArmSummary arm, Measures measures) {
        Metric quality = measures.quality();
        return List.of(
                arm.arm().name() + "\n" + arm.arm().describe(),
                arm.completed() + (arm.diverged() > 0 ? "\n" + arm.diverged() + " diverged" : ""),
                Wording.mean(arm, measures.trainQuality()),
                Wording.mean(arm, quality) + "\n" + interval(arm, quality),
                Wording.value(quality, arm.estimate(quality).flatMap(Estimate::sd)),
                Wording.mean(arm, measures.gap()),
                Wording.mean(arm, measures.loss()),
                Wording.mean(arm, measures.lossGap()));
    }

    private static String interval(ArmSummary arm, Metric metric) {
        return Wording.interval(metric, arm.estimate(metric).flatMap(Estimate::ci95));
    }

    static List<Section> published(RunResults run) {
        Study study = run.manifest().study();
        Metric quality = run.measures().quality();
        List<Part> notes = study.notes().stream().<Part>map(Part.Note::new).toList();
        if (run.manifest().data().provenance() == Provenance.OWN) {
            return Stream.of(
                            new Section(
                                    "What the network has of its own",
                                    study.treatments().stream()
                                            .<Part>map(Part.Note::new)
                                            .toList()),
                            new Section("Notes", notes))
                    .filter(section -> !section.parts().isEmpty())
                    .toList();
        }
        List<List<String>> rows = run.summary().arms().stream()
                .flatMap(arm -> run.summary().published(arm).stream()
                        .map(published -> List.of(
                                arm.arm().name(),
                                Wording.percent(published.value()),
                                Wording.mean(arm, quality),
                                interval(arm, quality),
                                published.source())))
                .toList();
        List<Part> parts = new ArrayList<>();
        parts.add(
                !rows.isEmpty()
                        ? new Part.Table(
                                List.of("arm", "published", "measured", "95% interval", "source"), Set.of(0, 4), rows)
                        : new Part.Note("Nothing to compare: "
                                + (run.manifest().data().provenance() == Provenance.SYNTHETIC
                                        ? "published numbers do not apply to synthetic data."
                                        : "no published numbers for these arms.")));
        parts.addAll(notes);
        return List.of(new Section("Published vs. measured", parts));
    }
}
