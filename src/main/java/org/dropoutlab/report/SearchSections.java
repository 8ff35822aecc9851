package org.dropoutlab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.evaluation.Tuning;
import org.dropoutlab.evaluation.Tuning.Choice;
import org.dropoutlab.experiment.Metric;

/** What arms that choose their levels tried and chose. */
final class SearchSections {
    /** Levels that span more than this, as highest to lowest, stand on a logarithmic axis. */
    private static final double WIDE_SPAN = 20;

    private final List<Tuning> tunings;

    SearchSections(StudySummary summary) {
        this.tunings = summary.tunings();
    }

    List<Section> sections() {
        return tunings.isEmpty() ? List.of() : List.of(section());
    }

    private Section section() {
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Tuning tuning : tunings) {
            tuning.level().ifPresent(level -> figures.add(figure(tuning, level)));
            tuning.candidates().forEach(choice -> rows.add(row(tuning, choice)));
        }
        return new Section(
                "What was chosen on validation data",
                figures,
                List.of(
                        "arm",
                        "candidate",
                        "chosen",
                        "stopped early",
                        "diverged",
                        "training accuracy",
                        "validation accuracy",
                        "test accuracy",
                        "95% interval of the test accuracy",
                        "epochs in all"),
                2,
                rows,
                "In every split anew, the candidate with the highest validation accuracy is chosen. Its test accuracy is"
                        + " shown, and must not be used, to choose: the best of several test accuracies is too high by"
                        + " chance. The honest one is the arm's own in the table of arms, which has the chosen candidate"
                        + " of each split. Accuracies are means over the splits in which a candidate was trained to its"
                        + " end, with 95% intervals." + left());
    }

    private String left() {
        int stopped = tunings.stream()
                .flatMap(tuning -> tuning.candidates().stream())
                .mapToInt(Choice::stopped)
                .sum();
        return stopped == 0
                ? ""
                : " %s stopped early by successive halving and in no mean: trained for less, they are not to be compared; and those that were not stopped had looked good."
                        .formatted(
                                stopped == 1
                                        ? "1 training was"
                                        : String.format(Locale.ROOT, "%,d trainings were", stopped));
    }

    private static List<String> row(Tuning tuning, Choice choice) {
        return List.of(
                tuning.arm(),
                Wording.levels(choice.candidate()),
                "%d of %d".formatted(choice.chosen(), tuning.splits()),
                String.valueOf(choice.stopped()),
                String.valueOf(choice.diverged()),
                percent(choice.trainAccuracy()),
                percent(choice.validationAccuracy()),
                percent(choice.testAccuracy()),
                Wording.interval(Metric.TEST_ACCURACY, choice.testAccuracy().flatMap(Estimate::ci95)),
                String.format(Locale.ROOT, "%,d", choice.epochs()));
    }

    private static String percent(Optional<Estimate> accuracy) {
        return accuracy.map(estimate -> Wording.percent(estimate.mean())).orElse("–");
    }

    private Figure figure(Tuning tuning, String level) {
        List<Choice> ascending = tuning.candidates().stream()
                .sorted(Comparator.comparing(choice -> at(choice, level)))
                .toList();
        double lowest = at(ascending.get(0), level);
        boolean alone = tunings.size() == 1;
        return new Figure(
                "tuning-" + tuning.arm(),
                "%s: accuracy over %s, mean over splits with 95%% interval; below, in how many splits each was chosen: %s"
                        .formatted(tuning.arm(), level, Wording.chosen(tuning)),
                Charts.levels(
                        "%s: accuracy over %s".formatted(tuning.arm(), level),
                        level,
                        lowest > 0 && at(ascending.get(ascending.size() - 1), level) > WIDE_SPAN * lowest,
                        List.of(
                                track("training", 0, false, ascending, level, Choice::trainAccuracy),
                                track("validation", 2, true, ascending, level, Choice::validationAccuracy),
                                track("test", 1, true, ascending, level, Choice::testAccuracy)),
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

    private static Charts.Track track(
            String name,
            int color,
            boolean solid,
            List<Choice> choices,
            String level,
            Function<Choice, Optional<Estimate>> accuracy) {
        return new Charts.Track(
                name,
                color,
                solid,
                choices.stream()
                        .flatMap(choice -> accuracy.apply(choice).stream().map(estimate -> {
                            double mean = 100 * estimate.mean();
                            return new Charts.Mark(
                                    at(choice, level),
                                    mean,
                                    estimate.ci95()
                                            .map(i -> new Interval(100 * i.low(), 100 * i.high()))
                                            .orElse(new Interval(mean, mean)));
                        }))
                        .toList(),
                List.of());
    }
}
