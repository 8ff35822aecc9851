package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Median;
import org.dropoutlab.evaluation.ChosenLevels;
import org.dropoutlab.evaluation.ChosenLevels.Choice;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.words.Wording;

/** Levels tried and chosen by the arms that search. */
final class SearchSections {
    /** Ratio of highest to lowest level above which the axis is logarithmic. */
    private static final double WIDE_SPAN = 20;

    private final List<ChosenLevels> tunings;
    private final Measures measures;
    private final Metric quality;

    private SearchSections(StudySummary summary) {
        this.tunings = summary.tunings();
        this.measures = summary.data().measures();
        this.quality = measures.quality();
    }

    static List<Section> of(RunResults run) {
        return run.summary().tunings().isEmpty() ? List.of() : List.of(new SearchSections(run.summary()).section());
    }

    /** The decision thresholds of arms that choose them. */
    static List<Section> thresholds(RunResults run) {
        List<List<String>> rows = new ArrayList<>();
        for (Arm arm : run.manifest().study().arms()) {
            double[] chosen =
                    arm.outcomes().get(0).regularizer(TunedThreshold.class).isEmpty()
                            ? new double[0]
                            : run.trials().stream()
                                    .filter(trial -> trial.id().arm().equals(arm.name()))
                                    .flatMap(trial -> trial.outputs().stream())
                                    .filter(TestOutputs.Classes.class::isInstance)
                                    .mapToDouble(outputs -> ((TestOutputs.Classes) outputs).threshold())
                                    .sorted()
                                    .toArray();
            if (chosen.length > 0) {
                rows.add(List.of(
                        arm.name(),
                        String.valueOf(chosen.length),
                        threshold(Median.withDefaults().evaluate(chosen.clone())),
                        threshold(chosen[0]),
                        threshold(chosen[chosen.length - 1])));
            }
        }
        return rows.isEmpty()
                ? List.of()
                : List.of(new Section(
                        "Decision thresholds chosen on validation data",
                        new Part.Table("arm | trials | median | lowest | highest", 1, rows),
                        new Part.Note(
                                "'%s' is predicted if its probability is greater than the threshold that does best on the split's"
                                                .formatted(run.summary()
                                                        .data()
                                                        .classes()
                                                        .get(1))
                                        + " validation data, by the metric that judges the arms. Accuracies of these arms at the"
                                        + " end of training are of these decisions; those of earlier epochs are of a threshold"
                                        + " of 0.5.")));
    }

    private static String threshold(double of) {
        return String.format(Locale.ROOT, "%.3g", of);
    }

    private Section section() {
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (ChosenLevels tuning : tunings) {
            tuning.level().ifPresent(level -> figures.add(figure(tuning, level)));
            tuning.candidates().forEach(choice -> rows.add(row(tuning, choice)));
        }
        return new Section(
                "Levels chosen on validation data",
                new Part.Pictures(figures),
                new Part.Table(
                        "arm | candidate | chosen | stopped early | diverged | training %1$s | validation %1$s | test %1$s | 95%% interval of the test %1$s | total epochs"
                                .formatted(measures.qualityWords()),
                        2,
                        rows),
                new Part.Note(
                        "Each split chooses the candidate with the highest validation %s. Do not choose by the test"
                                        .formatted(measures.qualityWords())
                                + " column: the best of several test %s is too high by chance. The unbiased result is the arm's row in"
                                        .formatted(measures.isOfNumbers() ? "results" : "accuracies")
                                + " the table of arms, which uses each split's chosen candidate. %s are means over the splits in which a"
                                        .formatted(measures.isOfNumbers() ? "R² values" : "Accuracies")
                                + " candidate completed, with 95% intervals." + left() + inEachSplit()));
    }

    private String inEachSplit() {
        return tunings.stream()
                .map(tuning -> " Choices of %s, split by split: %s."
                        .formatted(
                                tuning.arm(),
                                tuning.picks().stream()
                                        .map(pick -> pick.candidate()
                                                .map(Wording::levels)
                                                .orElse("none (all diverged)"))
                                        .collect(Collectors.joining("; "))))
                .collect(Collectors.joining());
    }

    private String left() {
        int stopped = tunings.stream()
                .flatMap(tuning -> tuning.candidates().stream())
                .mapToInt(Choice::stopped)
                .sum();
        return stopped == 0
                ? ""
                : " Means leave out %s by successive halving, which had less training; those that remain were selected for looking good."
                        .formatted(
                                stopped == 1
                                        ? "1 training stopped early"
                                        : String.format(Locale.ROOT, "%,d trainings stopped early", stopped));
    }

    private List<String> row(ChosenLevels tuning, Choice choice) {
        return List.of(
                tuning.arm(),
                Wording.levels(choice.candidate()),
                "%d of %d".formatted(choice.chosen(), tuning.splits()),
                String.valueOf(choice.stopped()),
                String.valueOf(choice.diverged()),
                mean(choice.train()),
                mean(choice.validation()),
                mean(choice.test()),
                Wording.interval(quality, choice.test().flatMap(Estimate::ci95)),
                String.format(Locale.ROOT, "%,d", choice.epochs()));
    }

    private String mean(Optional<Estimate> of) {
        return Wording.value(quality, of.map(Estimate::mean));
    }

    private Figure figure(ChosenLevels tuning, String level) {
        List<Choice> ascending = tuning.candidates().stream()
                .sorted(Comparator.comparing(choice -> at(choice, level)))
                .toList();
        double lowest = at(ascending.get(0), level);
        boolean alone = tunings.size() == 1;
        return new Figure(
                "tuning-" + tuning.arm(),
                "%s: %s over %s, mean over splits with 95%% interval; below, the number of splits that chose each level: %s"
                        .formatted(tuning.arm(), measures.qualityWords(), level, Wording.chosen(tuning)),
                Charts.levels(
                        "%s: %s over %s".formatted(tuning.arm(), measures.qualityWords(), level),
                        level,
                        measures.isOfNumbers() ? measures.qualityWords() : measures.qualityWords() + ", %",
                        lowest > 0 && at(ascending.get(ascending.size() - 1), level) > WIDE_SPAN * lowest,
                        List.of(
                                track("training", 0, false, ascending, level, Choice::train),
                                track("validation", 2, true, ascending, level, Choice::validation),
                                track("test", 1, true, ascending, level, Choice::test)),
                        ascending.stream()
                                .map(choice -> new Charts.Mark(
                                        at(choice, level), choice.chosen(), new Interval(0, choice.chosen())))
                                .toList())::draw,
                alone ? 860 : 430,
                alone ? 400 : 320);
    }

    private static double at(Choice choice, String level) {
        return choice.candidate().levels().get(level);
    }

    private Charts.Track track(
            String name,
            int color,
            boolean solid,
            List<Choice> choices,
            String level,
            Function<Choice, Optional<Estimate>> of) {
        return new Charts.Track(
                name,
                color,
                solid,
                choices.stream()
                        .flatMap(choice -> of.apply(choice).stream()
                                .map(estimate -> Charts.Mark.of(
                                        at(choice, level),
                                        Wording.plotted(quality, estimate.mean()),
                                        estimate.ci95().map(i -> Wording.plotted(quality, i)))))
                        .toList(),
                List.of());
    }
}
