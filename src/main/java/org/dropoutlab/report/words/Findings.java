package org.dropoutlab.report.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ByPeriod;
import org.dropoutlab.evaluation.ChosenLevels;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.evaluation.Verdict;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.measurement.Metric;

/**
 * A study's result in sentences. Only comparisons without caveat count towards the verdict.
 *
 * @param verdict the answer, in one or two sentences
 * @param details the evidence, one sentence each
 * @param warnings what a reader must know before trusting any of it
 */
public record Findings(String verdict, List<String> details, List<String> warnings) {

    /** Beyond this number, comparisons are counted and not named. */
    private static final int NAMED = 8;

    /** The findings of a study. */
    public static Findings of(StudySummary summary) {
        return new Findings(verdict(summary), details(summary), warnings(summary));
    }

    private static String verdict(StudySummary summary) {
        Metric measured = summary.primary();
        List<Comparison> quality = fair(summary, measured);
        List<Comparison> gap = fair(summary, summary.gap());
        if (quality.isEmpty() && !summary.claims().isEmpty()) {
            return claims(summary.claims());
        }
        if (quality.isEmpty()) {
            return summary.comparisons().isEmpty()
                    ? "Nothing was compared: none of the arms you ran is a baseline."
                    : "No verdict: every comparison between the arms you ran changes several things at once.";
        }
        if (!summary.periods(measured).isEmpty()) {
            return byPeriod(summary.periods(measured));
        }
        if (quality.stream().allMatch(c -> c.pValue().isEmpty())) {
            return "No verdict: too few completed pairs of trials.";
        }
        if (Stream.concat(quality.stream(), gap.stream()).allMatch(c -> c.verdict() == Verdict.NO_EVIDENCE)) {
            return "No evidence that %s changed %s or the generalization gap: %s."
                    .formatted(
                            quality.size() == 1 ? "the regularizer" : "any of the regularizers",
                            measured.words(),
                            quality.size() > NAMED
                                    ? "none of %d comparisons".formatted(quality.size())
                                    : quality.stream()
                                            .map(c -> c.arm() + " against " + c.baseline())
                                            .collect(Collectors.joining(", ")));
        }
        boolean more = measured.wanted() == Metric.Wanted.MORE;
        return sentence(quality, measured.words(), more ? "raised" : "lowered", more ? "lowered" : "raised")
                + " "
                + sentence(gap, "the generalization gap", "narrowed", "widened");
    }

    /** What can be said without a test. */
    private static String byPeriod(List<ByPeriod> all) {
        Metric metric = all.get(0).metric();
        return "No test: test periods are not exchangeable, because each has more training data than the one before and what is"
                + " predicted may change. %s against %s, by period: %s."
                        .formatted(
                                Wording.capital(metric.words()),
                                all.get(0).baseline(),
                                all.stream().map(Findings::byPeriod).collect(Collectors.joining("; ")));
    }

    private static String byPeriod(ByPeriod by) {
        OptionalDouble mean = by.periods().stream()
                .flatMap(period -> period.difference().stream())
                .mapToDouble(Double::doubleValue)
                .average();
        if (mean.isEmpty()) {
            return by.arm() + " has no completed pairs of trials";
        }
        return "%s ahead in %d of %d%s (%s on average)"
                .formatted(
                        by.arm(),
                        by.ahead().orElse(0L),
                        by.periods().size(),
                        by.even() == 0 ? "" : " and equal in " + by.even(),
                        Wording.amount(by.metric(), mean.getAsDouble()));
    }

    /** The answer of a study without fair comparisons that checks claims about its networks. */
    private static String claims(List<ClaimCheck> claims) {
        return Arrays.stream(ClaimCheck.Answer.values())
                .map(answer -> Map.entry(
                        answer,
                        claims.stream()
                                .filter(check -> check.answer() == answer)
                                .toList()))
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> "%s of %s: %s"
                        .formatted(
                                entry.getValue().size(),
                                Wording.count(claims.size(), "claim"),
                                entry.getKey().words()))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String sentence(List<Comparison> comparisons, String what, String better, String worse) {
        List<String> parts = new ArrayList<>();
        add(parts, comparisons, Verdict.BETTER, better);
        add(parts, comparisons, Verdict.WORSE, worse);
        String same = arms(comparisons, Verdict.PRACTICALLY_SAME);
        String rest = arms(comparisons, Verdict.NO_EVIDENCE);
        if (parts.isEmpty() && same.isEmpty()) {
            return "No evidence of a difference in %s.".formatted(what);
        }
        List<String> clauses = new ArrayList<>();
        if (!parts.isEmpty()) {
            clauses.add(String.join(" and ", parts) + " " + what);
        }
        if (!same.isEmpty()) {
            String region = comparisons.stream()
                    .flatMap(c -> c.equivalence().stream().map(e -> Wording.region(c.metric(), e)))
                    .findFirst()
                    .orElseThrow();
            clauses.add(
                    "%spractically the same (%s) for %s".formatted(parts.isEmpty() ? what + " is " : "", region, same));
        }
        if (!rest.isEmpty()) {
            clauses.add("no evidence of a difference for " + rest);
        }
        String sentence = String.join("; ", clauses) + ".";
        return parts.isEmpty() ? Wording.capital(sentence) : sentence;
    }

    private static String arms(List<Comparison> comparisons, Verdict verdict) {
        List<String> arms = comparisons.stream()
                .filter(c -> c.verdict() == verdict)
                .map(Comparison::arm)
                .toList();
        return arms.size() > NAMED ? "%d others".formatted(arms.size()) : String.join(", ", arms);
    }

    private static void add(List<String> parts, List<Comparison> comparisons, Verdict verdict, String verb) {
        String arms = comparisons.stream()
                .filter(c -> c.verdict() == verdict)
                .map(c -> "%s (%s)"
                        .formatted(
                                c.arm(),
                                Wording.amount(c.metric(), c.difference().orElseThrow())))
                .collect(Collectors.joining(", "));
        if (!arms.isEmpty()) {
            parts.add(arms + " " + verb);
        }
    }

    private static List<String> details(StudySummary summary) {
        List<String> details = new ArrayList<>();
        Metric quality = summary.primary();
        int passedOver = 0;
        summary.periods(quality)
                .forEach(by -> details.add("%s against %s, %s by period: %s."
                        .formatted(
                                by.arm(),
                                by.baseline(),
                                quality.words(),
                                by.periods().stream()
                                        .map(period -> Wording.amount(quality, period.difference()) + " ("
                                                + period.name() + ")")
                                        .collect(Collectors.joining(", ")))));
        List<Comparison> all = summary.periods(quality).isEmpty() ? fair(summary, quality) : List.of();
        for (Comparison c : all) {
            Comparison gap = fair(summary, summary.gap()).stream()
                    .filter(g -> g.arm().equals(c.arm()) && g.baseline().equals(c.baseline()))
                    .findFirst()
                    .orElseThrow();
            boolean nothing = c.verdict() == Verdict.NO_EVIDENCE && gap.verdict() == Verdict.NO_EVIDENCE;
            if (nothing && all.size() > NAMED) {
                passedOver++;
            } else {
                details.add("%s against %s: %s; %s.".formatted(c.arm(), c.baseline(), clause(c), clause(gap)));
            }
        }
        if (passedOver > 0) {
            details.add("%s: no evidence of a difference in either; all are in the table of paired differences."
                    .formatted(Wording.count(passedOver, "comparison")));
        }
        widest(fair(summary, quality))
                .ifPresent(interval -> details.add(
                        "The widest of these %s intervals runs from %s: with %s, effects this large cannot be ruled out."
                                .formatted(
                                        quality.words(),
                                        (Wording.differenceInterval(quality, Optional.of(interval)) + " "
                                                        + Wording.differenceUnit(quality))
                                                .strip(),
                                        summary.study().resampling().describe())));
        GuessWords.guessing(summary).ifPresent(details::add);
        return details;
    }

    private static String clause(Comparison c) {
        return "%s %s (95%% interval %s, adjusted p %s%s), %s"
                .formatted(
                        c.metric().words(),
                        Wording.amount(c.metric(), c.difference()),
                        Wording.differenceInterval(c.metric(), c.ci95()),
                        Wording.pValue(c.adjustedPValue()),
                        c.sameness()
                                .map(e -> ", %s with probability %s"
                                        .formatted(Wording.region(c.metric(), e), Wording.probability(e.inside())))
                                .orElse(""),
                        c.verdict().words());
    }

    private static Optional<Interval> widest(List<Comparison> comparisons) {
        return comparisons.stream()
                .flatMap(c -> c.ci95().stream())
                .max(Comparator.comparingDouble(i -> i.high() - i.low()));
    }

    private static List<String> warnings(StudySummary summary) {
        List<String> warnings = new ArrayList<>();
        GuessWords.worseThanShares(summary).ifPresent(warnings::add);
        if (summary.data().provenance() == Provenance.SYNTHETIC) {
            warnings.add("SYNTHETIC DATA: these numbers come from the bundled stand-in, not from the "
                    + summary.data().name()
                    + " data. They show that the program works and say nothing about the published results.");
        }
        if (summary.data().provenance() == Provenance.UNVERIFIED) {
            warnings.add("Unverified data: the " + summary.data().name()
                    + " files have the right shape, but their checksum is not the publisher's.");
        }
        summary.data().warnings().stream()
                .filter(DataWarning::isGrave)
                .map(WarningWords::of)
                .forEach(warnings::add);
        summary.arms().stream()
                .filter(arm -> arm.diverged() > 0)
                .forEach(arm -> warnings.add(
                        "%s: %d of %d trials diverged (their loss became infinite or undefined). Means leave them out, and comparisons leave out their pairs."
                                .formatted(arm.arm().name(), arm.diverged(), arm.trials())));
        edges(summary).ifPresent(warnings::add);
        undefined(summary).ifPresent(warnings::add);
        GuessWords.noBetter(summary).ifPresent(warnings::add);
        return warnings;
    }

    /** The trials whose data lack what the primary metric needs. */
    private static Optional<String> undefined(StudySummary summary) {
        Metric primary = summary.primary();
        String arms = summary.arms().stream()
                .filter(arm -> arm.undefined(primary) > 0)
                .map(arm -> "%d of %d trials of %s"
                        .formatted(
                                arm.undefined(primary),
                                arm.completed(),
                                arm.arm().name()))
                .collect(Collectors.joining(", "));
        return arms.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "No %s in %s, because their test data lack a class. Means leave them out, and comparisons leave out their pairs."
                                .formatted(primary.words(), arms));
    }

    /** All arms in one warning, because a study may have dozens that choose. */
    private static Optional<String> edges(StudySummary summary) {
        String all = summary.tunings().stream()
                .flatMap(tuning -> tuning.edges().stream().map(edge -> edge(tuning, edge)))
                .collect(Collectors.joining("; "));
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of("The best level is at the edge of the range tried: %s.".formatted(all));
    }

    private static String edge(ChosenLevels tuning, ChosenLevels.Edge edge) {
        String level = Search.word(edge.at());
        return "%1$s chose %2$s %3$s in %4$d of %5$s; try %2$s %6$s %3$s"
                .formatted(
                        tuning.arm(),
                        edge.level(),
                        level,
                        edge.chosen(),
                        Wording.count(tuning.splits(), "split"),
                        edge.highest() ? "above" : "below");
    }

    private static List<Comparison> fair(StudySummary summary, Metric metric) {
        return summary.comparisons(metric).stream()
                .filter(c -> c.caveat().isEmpty())
                .toList();
    }
}
