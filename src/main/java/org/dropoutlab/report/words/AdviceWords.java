package org.dropoutlab.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dropoutlab.evaluation.Advice;
import org.dropoutlab.evaluation.Advice.Prospect;
import org.dropoutlab.evaluation.Advice.Reach;
import org.dropoutlab.evaluation.Advice.Standing;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;

/** The recommendation in sentences. */
public final class AdviceWords {
    private final StudySummary summary;
    private final Advice advice;
    private final Metric metric;

    private AdviceWords(StudySummary summary, Advice advice) {
        this.summary = summary;
        this.advice = advice;
        this.metric = advice.metric();
    }

    /** The recommendation of a study, if it gives one. */
    public static Optional<AdviceWords> of(StudySummary summary) {
        return summary.advice().map(advice -> new AdviceWords(summary, advice));
    }

    /** Which arm to use, with how much certainty, in one sentence. */
    public String answer() {
        if (advice.use().isEmpty()) {
            return "No recommendation: no trial of %s completed, which leaves nothing to compare the others with."
                    .formatted(advice.baseline());
        }
        String use = advice.use().get();
        if (use.equals(advice.baseline())) {
            List<Prospect> undecided = advice.of(Standing.UNDECIDED);
            List<Prospect> same = advice.of(Standing.PRACTICALLY_SAME);
            return "Keep %s: no other arm was shown to be better%s%s."
                    .formatted(
                            use,
                            same.isEmpty()
                                    ? ""
                                    : "; %s %s practically the same"
                                            .formatted(names(same), same.size() == 1 ? "is" : "are"),
                            undecided.isEmpty() ? "" : "; the data are inconclusive for " + names(undecided));
        }
        Prospect best = prospect(use);
        return "Use %s: its %s is %s %s than that of %s (95%% interval %s, %s)."
                .formatted(
                        use,
                        metric.words(),
                        Wording.size(metric, best.comparison().difference().orElseThrow()),
                        metric.wanted() == Metric.Wanted.MORE ? "higher" : "lower",
                        advice.baseline(),
                        Wording.differenceInterval(metric, best.comparison().ci95()),
                        adjusted(best.comparison()));
    }

    /** The evidence for the answer and the open questions, one or two sentences each, without times. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        advice.use().filter(use -> !use.equals(advice.baseline())).ifPresent(use -> {
            diverged(use).ifPresent(reasons::add);
            others(use).ifPresent(reasons::add);
        });
        List<Prospect> same = advice.of(Standing.PRACTICALLY_SAME);
        if (!same.isEmpty()) {
            reasons.add("Practically the same as %s (%s): %s."
                    .formatted(
                            advice.baseline(),
                            Wording.region(
                                    metric,
                                    same.get(0).comparison().equivalence().orElseThrow()),
                            same.stream()
                                    .map(prospect -> "%s (%s, with probability %s)"
                                            .formatted(
                                                    prospect.arm(),
                                                    amount(prospect),
                                                    Wording.probability(prospect.comparison()
                                                            .equivalence()
                                                            .orElseThrow()
                                                            .inside())))
                                    .collect(Collectors.joining(", "))));
        }
        List<Prospect> worse = advice.of(Standing.WORSE);
        if (!worse.isEmpty()) {
            reasons.add("Worse than %s: %s."
                    .formatted(
                            advice.baseline(),
                            worse.stream()
                                    .map(prospect -> "%s (%s, %s)"
                                            .formatted(
                                                    prospect.arm(), amount(prospect), adjusted(prospect.comparison())))
                                    .collect(Collectors.joining(", "))));
        }
        Optional<Prospect> promising = advice.mostPromising();
        promising.ifPresent(prospect -> reasons.add(promising(prospect)));
        rest(promising).ifPresent(reasons::add);
        untested(reasons);
        return reasons;
    }

    private Optional<String> diverged(String use) {
        ArmSummary arm = summary.arm(use);
        return arm.diverged() == 0
                ? Optional.empty()
                : Optional.of("However, %d of its %d trials diverged; the comparison covers only the others."
                        .formatted(arm.diverged(), arm.trials()));
    }

    private Optional<String> others(String use) {
        List<Prospect> others = advice.of(Standing.BETTER).stream()
                .filter(prospect -> !prospect.arm().equals(use))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("Also better than %s: %s. Whether %s is better than %s was not tested."
                        .formatted(
                                advice.baseline(),
                                others.stream()
                                        .map(prospect -> "%s (%s)".formatted(prospect.arm(), amount(prospect)))
                                        .collect(Collectors.joining(", ")),
                                use,
                                others.size() == 1 ? "that arm" : "those arms"));
    }

    private String promising(Prospect prospect) {
        Reach reach = prospect.reach().orElseThrow();
        return "%s is ahead of %s by %s on average (95%% interval %s, %s), which may be due to chance. %s"
                .formatted(
                        prospect.arm(),
                        advice.baseline(),
                        Wording.size(metric, prospect.comparison().difference().orElseThrow()),
                        Wording.differenceInterval(metric, prospect.comparison().ci95()),
                        adjusted(prospect.comparison()),
                        outlook(prospect, reach));
    }

    /** What it would take to decide. Power is that of the study's own test, two-sided at 5% before the Holm correction. */
    private String outlook(Prospect prospect, Reach reach) {
        int repeats = summary.study().resampling().repeats();
        String shown = "With %s, the minimum detectable difference is %s at 80%% power"
                .formatted(
                        Wording.count(prospect.comparison().pairs(), "pair"), Wording.size(metric, reach.detectable()));
        String test = " (%s, two-sided at 5%%, before the Holm correction)"
                .formatted(prospect.comparison().test());
        if (reach.repeats().isPresent() && reach.repeats().getAsInt() <= repeats) {
            return "%s%s; only the adjustment for %d comparisons leaves this one open, so compare just %s with %s."
                    .formatted(shown, test, advice.prospects().size(), prospect.arm(), advice.baseline());
        }
        if (reach.repeats().isPresent()) {
            return "%s%s; detecting a difference as large as the measured one takes about %s in total (now %d)."
                    .formatted(shown, test, repeats(reach.repeats().getAsInt()), repeats);
        }
        boolean bounded = Math.abs(prospect.comparison().difference().orElseThrow()) <= reach.atBest();
        return bounded
                ? "%s%s. More repeats would not help: they reuse the same examples, and even unlimited repeats could not detect a difference below %s. More data would help."
                        .formatted(shown, test, Wording.size(metric, reach.atBest()))
                : "%s%s; even 1,000 repeats could not detect a difference as large as the measured one (now %d)."
                                .formatted(shown, test, repeats)
                        + (reach.atBest() > 0 ? " More data would help." : "");
    }

    private String repeats(int repeats) {
        String number = String.format(Locale.ROOT, "%,d", repeats);
        return summary.study().resampling() instanceof HeldOutTest ? number + " seeds" : number + " repeats";
    }

    private Optional<String> rest(Optional<Prospect> promising) {
        List<Prospect> rest = advice.of(Standing.UNDECIDED).stream()
                .filter(prospect -> promising.isEmpty() || !prospect.equals(promising.get()))
                .toList();
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of("%s %s."
                        .formatted(
                                promising.isPresent()
                                        ? "Also inconclusive:"
                                        : "Inconclusive, and not ahead on average:",
                                rest.stream().map(this::undecided).collect(Collectors.joining(", "))));
    }

    private String undecided(Prospect prospect) {
        Reach reach = prospect.reach().orElseThrow();
        boolean ahead = prospect.lead() > 0;
        return "%s (%s; minimum detectable difference %s at 80%% power%s)"
                .formatted(
                        prospect.arm(),
                        amount(prospect),
                        Wording.size(metric, reach.detectable()),
                        ahead && reach.repeats().isPresent()
                                ? "; detecting the measured one takes about "
                                        + repeats(reach.repeats().getAsInt())
                                : "");
    }

    private void untested(List<String> reasons) {
        for (Prospect prospect : advice.of(Standing.SAME)) {
            reasons.add("%s has the same %s as %s in every pair: it made no difference in this study."
                    .formatted(prospect.arm(), metric.words(), advice.baseline()));
        }
        for (Prospect prospect : advice.of(Standing.CONSTANT)) {
            reasons.add(
                    "%s differs from %s by exactly %s in each of %s: without any spread, no test can rule out chance. More repeats could."
                            .formatted(
                                    prospect.arm(),
                                    advice.baseline(),
                                    amount(prospect),
                                    Wording.count(prospect.comparison().pairs(), "pair")));
        }
        List<Prospect> few = advice.of(Standing.UNTESTED);
        if (!few.isEmpty()) {
            reasons.add("Too few pairs in which both trials completed (a test needs two): %s. %s"
                    .formatted(
                            few.stream()
                                    .map(prospect -> "%s (%d of %d)"
                                            .formatted(
                                                    prospect.arm(),
                                                    prospect.comparison().pairs(),
                                                    summary.arm(prospect.arm()).trials()))
                                    .collect(Collectors.joining(", ")),
                            few.stream()
                                            .anyMatch(prospect ->
                                                    prospect.comparison().lostPairs() > 0)
                                    ? "A lower learning rate may keep trials from diverging."
                                    : "More repeats would provide more."));
        }
    }

    /**
     * The cost of the recommended arm compared with the baseline; empty if it is the baseline.
     *
     * @param results all of the study
     */
    public Optional<String> cost(List<TrialResult> results) {
        return advice.use().filter(use -> !use.equals(advice.baseline())).map(use -> "Its cost: %s; %s."
                .formatted(
                        training(
                                mean(results, use, TrialResult::seconds),
                                mean(results, advice.baseline(), TrialResult::seconds)),
                        atUse(
                                mean(results, use, TrialResult::multiplications),
                                mean(results, advice.baseline(), TrialResult::multiplications))));
    }

    private String training(OptionalDouble seconds, OptionalDouble baseline) {
        return "%s of training per trial instead of %s (%s×, on this machine, evaluation included)"
                .formatted(
                        Wording.seconds(seconds) + " s",
                        Wording.seconds(baseline) + " s",
                        Wording.ratio(seconds.orElseThrow() / baseline.orElseThrow()));
    }

    private String atUse(OptionalDouble multiplications, OptionalDouble baseline) {
        double ratio = multiplications.orElseThrow() / baseline.orElseThrow();
        return ratio == 1
                ? "the same number of multiplications per prediction (%s)".formatted(whole(multiplications))
                : "%s multiplications per prediction instead of %s (%s×)"
                        .formatted(whole(multiplications), whole(baseline), Wording.ratio(ratio));
    }

    private static String whole(OptionalDouble number) {
        return String.format(Locale.ROOT, "%,.0f", number.orElseThrow());
    }

    private static OptionalDouble mean(List<TrialResult> results, String arm, ToDoubleFunction<TrialResult> value) {
        return results.stream()
                .filter(result -> result.completed() && result.id().arm().equals(arm))
                .mapToDouble(value)
                .average();
    }

    private Prospect prospect(String arm) {
        return advice.prospects().stream()
                .filter(prospect -> prospect.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    private String amount(Prospect prospect) {
        return Wording.amount(metric, prospect.comparison().difference().orElseThrow());
    }

    /** Holm's adjustment is one of several comparisons. */
    private String adjusted(Comparison comparison) {
        return (advice.prospects().size() > 1 ? "adjusted p " : "p ") + Wording.pValue(comparison.adjustedPValue());
    }

    private static String names(List<Prospect> prospects) {
        List<String> names = prospects.stream().map(Prospect::arm).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
