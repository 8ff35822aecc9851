package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dropoutlab.evaluation.ByPeriod;
import org.dropoutlab.evaluation.ByPeriod.Period;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.figures.PeriodFigures;
import org.dropoutlab.report.words.Wording;

/** Differences by test period, of splits by time. */
final class PeriodSections {
    private PeriodSections() {}

    static List<Section> of(RunResults run) {
        Metric metric = run.summary().primary();
        List<ByPeriod> all = run.summary().periods(metric);
        if (all.isEmpty()) {
            return List.of();
        }
        return List.of(new Section(
                "Differences by period",
                table(metric, all),
                new Part.Wide(PeriodFigures.of(metric, all)),
                new Part.Note(
                        "Periods are not exchangeable: each has more training data than the one before, and what is predicted may"
                                + " change over time. So there is no test and no interval of the mean difference. A treatment that"
                                + " is ahead in nearly all periods, the latest included, is the better bet.")));
    }

    private static Part.Table table(Metric metric, List<ByPeriod> all) {
        List<String> header =
                new ArrayList<>(List.of("period", "train", "test", all.get(0).baseline()));
        all.forEach(by -> header.add(by.arm() + " – " + by.baseline()));
        List<Period> first = all.get(0).periods();
        return new Part.Table(
                header,
                Set.of(0),
                IntStream.range(0, first.size())
                        .mapToObj(period -> row(metric, all, first.get(period), period))
                        .toList());
    }

    private static List<String> row(Metric metric, List<ByPeriod> all, Period first, int period) {
        List<String> row = new ArrayList<>(List.of(
                first.name(),
                String.valueOf(first.trainExamples()),
                String.valueOf(first.testExamples()),
                Wording.value(metric, first.baseline())));
        all.forEach(
                by -> row.add(Wording.amount(metric, by.periods().get(period).difference())));
        return row;
    }
}
