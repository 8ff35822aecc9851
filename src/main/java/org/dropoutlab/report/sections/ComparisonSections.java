package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.Loss;
import org.dropoutlab.report.words.Wording;

/** Paired differences; those of losses are folded. */
final class ComparisonSections {
    private ComparisonSections() {}

    static List<Section> of(RunResults run) {
        StudySummary summary = run.summary();
        Metric primary = summary.primary();
        Metric gap = summary.gap();
        if (summary.comparisons().isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Wide(List.of(
                run.drawn()
                        .differences(
                                primary,
                                Wording.capital(primary.words())
                                        + (primary.wanted() == Metric.Wanted.LESS
                                                ? ": arm − baseline (left is better)"
                                                : ": arm − baseline (right is better)")),
                run.drawn().differences(gap, Wording.capital(gap.words()) + ": arm − baseline (left is better)"))));
        summary.caveats().forEach(caveat -> parts.add(new Part.Note("* " + caveat)));
        Arrays.stream(Metric.values())
                .filter(metric -> !summary.comparisons(metric).isEmpty())
                .forEach(metric -> parts.add(new Part.Folded(
                        Wording.words(metric, summary.loss()),
                        List.of(primary, gap).contains(metric),
                        table(metric, summary))));
        parts.add(new Part.Note(Wording.pairing(run.manifest().study().resampling())));
        return List.of(new Section("Paired differences", parts));
    }

    private static Part.Table table(Metric metric, StudySummary summary) {
        return new Part.Table(
                List.of(
                        "arm – baseline",
                        "pairs",
                        "difference",
                        "95% interval",
                        "p",
                        "p (Holm)",
                        metric.wanted() == Metric.Wanted.NEITHER
                                ? "P(lower | same | higher)"
                                : "P(worse | same | better)",
                        "verdict"),
                Set.of(0, 7),
                summary.comparisons(metric).stream()
                        .map(comparison -> row(comparison, summary.loss()))
                        .toList());
    }

    private static List<String> row(Comparison c, Loss loss) {
        return List.of(
                Wording.pair(c) + "\nchanges: " + String.join(", ", c.changes()),
                c.pairs() + (c.lostPairs() > 0 ? "\n" + c.lostPairs() + " lost" : ""),
                Wording.amount(c.metric(), c.difference(), loss),
                Wording.differenceInterval(c.metric(), c.ci95()),
                Wording.pValue(c.pValue()),
                Wording.pValue(c.adjustedPValue()),
                Wording.probabilities(c),
                c.verdict().words());
    }
}
