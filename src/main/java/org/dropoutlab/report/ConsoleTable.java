package org.dropoutlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.report.words.Findings;
import org.dropoutlab.report.words.GuessWords;
import org.dropoutlab.report.words.Wording;

/** A study's result for a terminal. */
public final class ConsoleTable {
    private ConsoleTable() {}

    /** The result in plain text, ending with a line end. */
    public static String of(Report report) {
        StudySummary summary = report.summary();
        Findings findings = Findings.of(summary);
        StringBuilder text = new StringBuilder();
        text.append(warnings(findings)).append(arms(summary)).append('\n');
        if (!summary.tunings().isEmpty()) {
            text.append(tunings(summary)).append('\n');
        }
        if (!summary.comparisons().isEmpty()) {
            text.append(comparisons(summary)).append('\n');
        }
        for (Section section : report.sections()) {
            text.append(section.heading()).append('\n').append(table(section)).append('\n');
        }
        text.append(claims(report));
        if (!report.claims().isEmpty()) {
            text.append('\n');
        }
        text.append(findings.verdict()).append('\n');
        GuessWords.guessing(summary)
                .ifPresent(sentence -> text.append('\n').append(sentence).append('\n'));
        report.advice().forEach(sentence -> text.append('\n').append(sentence).append('\n'));
        return text.toString();
    }

    /**
     * The arms with their errors, in percent, and no comparisons: enough for a study of many arms, whose figures compare
     * them. Warnings stand above. Of studies that predict classes.
     */
    public static String errors(Report report) {
        StudySummary summary = report.summary();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "trials", "test error", "sd", "training error", "published error"));
        for (ArmSummary arm : summary.arms()) {
            rows.add(List.of(
                    arm.arm().name(),
                    trials(arm),
                    error(arm, Metric.TEST_ACCURACY),
                    arm.estimate(Metric.TEST_ACCURACY)
                            .flatMap(Estimate::sd)
                            .map(ConsoleTable::percent)
                            .orElse("–"),
                    error(arm, Metric.TRAIN_ACCURACY),
                    summary.published(arm).stream()
                            .map(published -> percent(1 - published.value()))
                            .collect(Collectors.joining(", "))));
        }
        return warnings(Findings.of(summary)) + aligned(rows);
    }

    /** What the study's sources claim, each with what was measured and the answer. */
    public static String claims(Report report) {
        return report.claims().stream()
                .map(claim -> "Claimed: %s (%s)%n  measured: %s%n  answer: %s%n"
                        .formatted(claim.statement(), claim.source(), claim.measured(), claim.answer()))
                .collect(Collectors.joining());
    }

    /** The table of a section, without small print; empty if it has none. */
    public static String table(Section section) {
        return section.table()
                .map(table -> aligned(Stream.concat(Stream.of(table.header()), table.rows().stream())
                        .map(row -> row.stream()
                                .map(cell -> cell.lines().findFirst().orElse(""))
                                .toList())
                        .toList()))
                .orElse("");
    }

    private static String arms(StudySummary summary) {
        Measures measures = summary.data().measures();
        boolean own = summary.data().provenance() == Provenance.OWN;
        List<List<String>> rows = new ArrayList<>();
        Optional<Metric> other = Optional.of(summary.primary()).filter(primary -> primary != measures.quality());
        List<String> header = new ArrayList<>(List.of("arm", "trials"));
        other.map(Metric::shortWords)
                .ifPresent(words -> header.addAll(List.of("train " + words, "test " + words, "sd", words + " gap")));
        header.addAll(
                measures.isOfNumbers()
                        ? List.of("train R²", "test R²", "sd", "R² gap", "test error", "error gap", "")
                        : List.of(
                                "train acc",
                                "test acc",
                                "sd",
                                "acc gap",
                                "test loss",
                                "loss gap",
                                own ? "" : "published"));
        rows.add(header);
        for (ArmSummary arm : summary.arms()) {
            List<String> row = new ArrayList<>(List.of(arm.arm().name(), trials(arm)));
            other.ifPresent(primary -> row.addAll(List.of(
                    Wording.mean(arm, primary.onTrainingData()),
                    Wording.mean(arm, primary),
                    Wording.value(primary, arm.estimate(primary).flatMap(Estimate::sd)),
                    Wording.mean(arm, primary.gap()))));
            row.addAll(List.of(
                    Wording.mean(arm, measures.trainQuality()),
                    Wording.mean(arm, measures.quality()),
                    Wording.value(
                            measures.quality(), arm.estimate(measures.quality()).flatMap(Estimate::sd)),
                    Wording.mean(arm, measures.gap()),
                    Wording.mean(arm, measures.loss()),
                    Wording.mean(arm, measures.lossGap()),
                    String.join(
                            ", ",
                            summary.published(arm).stream()
                                    .map(Published::value)
                                    .map(Wording::percent)
                                    .toList())));
            rows.add(row);
        }
        return aligned(rows)
                + (measures.isOfNumbers() ? "Errors: squared, of standardized targets.\n" : "")
                + (own ? scores(summary) : "");
    }

    /** All scores of final outputs on test data, of a user's own data. */
    private static String scores(StudySummary summary) {
        List<Metric> metrics = summary.scores();
        if (metrics.isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("on test data"));
        metrics.forEach(metric -> header.add(metric.shortWords()));
        rows.add(header);
        for (ArmSummary arm : summary.arms()) {
            List<String> row = new ArrayList<>(List.of(arm.arm().name()));
            metrics.forEach(metric -> row.add(Wording.defined(arm, metric)));
            rows.add(row);
        }
        return "\n" + aligned(rows) + Wording.scores(summary) + "\n";
    }

    private static String tunings(StudySummary summary) {
        Measures measures = summary.data().measures();
        return summary.tunings().stream()
                        .map(tuning -> "%s: %s\n".formatted(tuning.arm(), Wording.chosen(tuning)))
                        .collect(Collectors.joining())
                + (summary.primary() == measures.quality()
                        ? ""
                        : "Levels are chosen by validation %s; arms are judged by %s.\n"
                                .formatted(
                                        measures.qualityWords(),
                                        summary.primary().words()));
    }

    private static String comparisons(StudySummary summary) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("comparison", "metric", "difference", "95% interval", "p", "p (Holm)", "P(same)", "verdict"));
        for (Metric metric : List.of(summary.primary(), summary.gap())) {
            for (Comparison c : summary.comparisons(metric)) {
                rows.add(List.of(
                        Wording.pair(c),
                        metric.words(),
                        Wording.amount(metric, c.difference()),
                        Wording.differenceInterval(metric, c.ci95()),
                        Wording.pValue(c.pValue()),
                        Wording.pValue(c.adjustedPValue()),
                        c.sameness().map(e -> Wording.probability(e.inside())).orElse("–"),
                        c.verdict().words()));
            }
        }
        StringBuilder text = new StringBuilder(aligned(rows));
        Wording.sameness(summary).ifPresent(sentence -> text.append(sentence).append('\n'));
        summary.caveats().forEach(caveat -> text.append("* ").append(caveat).append('\n'));
        return text.toString();
    }

    private static String warnings(Findings findings) {
        return findings.warnings().stream()
                .map(warning -> "!! " + warning + "\n\n")
                .collect(Collectors.joining());
    }

    private static String trials(ArmSummary arm) {
        return arm.diverged() == 0
                ? String.valueOf(arm.completed())
                : arm.completed() + " (" + arm.diverged() + " diverged)";
    }

    private static String error(ArmSummary arm, Metric accuracy) {
        return arm.estimate(accuracy)
                .map(estimate -> percent(1 - estimate.mean()))
                .orElse("–");
    }

    /** Two places behind the point, as the papers have them: errors on MNIST differ by little. */
    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    /** Rows of cells, each column as wide as its widest cell. */
    static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
