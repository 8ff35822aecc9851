package org.dropoutlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.Loss;

/**
 * The result of a study: every arm and every comparison. It does not depend on the order of the trials' results.
 *
 * @param study the study
 * @param data description of its data
 * @param arms results by arm, in the study's order
 * @param comparisons comparisons by metric, then in the study's order
 * @param claims the study's claims, each checked against the result
 * @param tunings chosen levels of the arms with a search, in the study's order, except arms whose trials all diverged
 *     before it
 * @param periods comparisons by metric and test period, if splits are by time and not exchangeable; otherwise none
 * @param own metrics of the calling program's own; none in most studies
 * @param advice the recommended arm; empty for studies without advice
 */
public record StudySummary(
        Study study,
        DataInfo data,
        List<ArmSummary> arms,
        List<Comparison> comparisons,
        List<ClaimCheck> claims,
        List<ChosenLevels> tunings,
        List<ByPeriod> periods,
        List<OwnMetricResult> own,
        Optional<Advice> advice) {
    public StudySummary {
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        claims = List.copyOf(claims);
        tunings = List.copyOf(tunings);
        periods = List.copyOf(periods);
        own = List.copyOf(own);
    }

    /**
     * Summarizes the results of a study.
     *
     * @throws IllegalArgumentException if there is not exactly one result per trial
     */
    public static StudySummary of(Study study, DataInfo data, List<TrialResult> results) {
        if (results.stream().map(TrialResult::id).distinct().count() != results.size()
                || results.size() != study.trials().size()) {
            throw new IllegalArgumentException("%d results for the %d trials of study %s"
                    .formatted(results.size(), study.trials().size(), study.name()));
        }
        Map<String, List<TrialResult>> byArm = results.stream()
                .sorted(Comparator.comparing(TrialResult::id, TrialId.BY_PAIR))
                .collect(Collectors.groupingBy(result -> result.id().arm()));
        CorrectedResampledTTest test = testFor(study, results);
        Measures measures = data.measures();
        Metric primary = primary(study, measures);
        Set<Metric> measured = measured(study, measures, primary, results);
        List<ArmSummary> arms = study.arms().stream()
                .map(arm -> summarize(study, arm, byArm.get(arm.name()), measured, test))
                .toList();
        List<Comparison> comparisons = Metric.COMPARED.stream()
                .filter(measured::contains)
                .flatMap(metric -> compare(study, metric, primary, byArm, test))
                .toList();
        List<ClaimCheck> claims = study.claims().stream()
                .map(claim -> check(claim, arms, comparisons, byArm, test))
                .toList();
        List<ChosenLevels> tunings = study.arms().stream()
                .flatMap(arm -> ChosenLevels.of(arm, byArm.get(arm.name()), measures, test).stream())
                .toList();
        List<ByPeriod> periods = ByPeriod.of(
                study, comparisons.stream().map(Comparison::metric).distinct().toList(), byArm);
        StudySummary summary = new StudySummary(
                study,
                data,
                arms,
                comparisons,
                claims,
                tunings,
                periods,
                OwnMetricResult.of(study, byArm, test),
                Optional.empty());
        return summary.withAdvice(
                Advice.of(summary, contrast -> sampled(study, differences(contrast, primary, byArm)), test));
    }

    private StudySummary withAdvice(Optional<Advice> given) {
        return new StudySummary(study, data, arms, comparisons, claims, tunings, periods, own, given);
    }

    /** The loss of the study's network. */
    public Loss loss() {
        return study.network().loss();
    }

    /** What tables call the loss: {@code loss} for classes, whose loss can be any, and its name for numbers. */
    public String lossWords() {
        return data.measures().isOfNumbers() ? loss().name() : data.measures().lossWords();
    }

    /** The metric by which the arms are judged. */
    public Metric primary() {
        return primary(study, data.measures());
    }

    /** The metrics of final outputs on test data, except the primary one; none if they were not scored. */
    public List<Metric> scores() {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.score().isPresent() && metric.canJudge() && metric != primary())
                .filter(metric ->
                        arms.stream().anyMatch(arm -> arm.estimate(metric).isPresent() || arm.undefined(metric) > 0))
                .toList();
    }

    /** The name of the positive one of two classes; empty unless there are two. */
    public Optional<String> positive() {
        return data.classes().size() == 2
                ? Optional.of(data.classes()
                        .get(study.judgement()
                                .positive(data.classCounts().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray())))
                : Optional.empty();
    }

    /** The generalization gap in that metric. */
    public Metric gap() {
        return primary().gap();
    }

    private static Metric primary(Study study, Measures measures) {
        return study.judgement().primary().orElse(measures.quality());
    }

    /** Scores on the training data, and gaps, are only those of the primary metric: there are enough numbers. */
    private static Set<Metric> measured(Study study, Measures measures, Metric primary, List<TrialResult> results) {
        Set<Metric> related = EnumSet.of(primary, primary.gap(), primary.onTrainingData());
        List<TrialResult> completed =
                results.stream().filter(TrialResult::completed).toList();
        return Arrays.stream(Metric.values())
                .filter(metric -> study.measures(metric) && measures.includes(metric))
                .filter(metric -> metric.score().isEmpty()
                        || related.contains(metric)
                        || (metric.canJudge() && !completed.isEmpty()))
                .filter(metric -> completed.stream().allMatch(metric::isOf))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Metric.class)));
    }

    /** The results of the arm named {@code name}. */
    public ArmSummary arm(String name) {
        return arms.stream()
                .filter(summary -> summary.arm().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm named " + name));
    }

    /** The chosen levels of the arm named {@code name}; empty if its levels are fixed. */
    public Optional<ChosenLevels> tuning(String name) {
        return tunings.stream().filter(tuning -> tuning.arm().equals(name)).findFirst();
    }

    /** The comparisons in one metric, in the study's order. */
    public List<Comparison> comparisons(Metric metric) {
        return comparisons.stream().filter(c -> c.metric() == metric).toList();
    }

    /** The comparisons by period in one metric, in the study's order; none if splits are exchangeable. */
    public List<ByPeriod> periods(Metric metric) {
        return periods.stream().filter(by -> by.metric() == metric).toList();
    }

    /** The caveats of comparisons, each once. */
    public List<String> caveats() {
        return comparisons.stream()
                .map(Comparison::caveat)
                .filter(caveat -> !caveat.isEmpty())
                .distinct()
                .toList();
    }

    /** An arm's published results; none if the data are synthetic or a user's own, because they are not comparable. */
    public List<Published> published(ArmSummary arm) {
        return switch (data.provenance()) {
            case SYNTHETIC, OWN -> List.of();
            case OFFICIAL, UNVERIFIED, GENERATED -> arm.arm().published();
        };
    }

    /** ρ is a mean over all trials, because folds may differ in size. For held-out test data it is 0. */
    private static CorrectedResampledTTest testFor(Study study, List<TrialResult> results) {
        Pairing pairing = study.resampling().pairing();
        if (pairing == Pairing.SEEDS) {
            return CorrectedResampledTTest.uncorrected();
        }
        if (pairing == Pairing.PERIODS) {
            return CorrectedResampledTTest.none();
        }
        double[] ratios = results.stream()
                .sorted(Comparator.comparing(TrialResult::id, TrialId.BY_PAIR))
                .mapToDouble(result -> (double) result.testExamples() / result.trainExamples())
                .toArray();
        return new CorrectedResampledTTest(Mean.of(ratios).getAsDouble());
    }

    private static ArmSummary summarize(
            Study study, Arm arm, List<TrialResult> results, Set<Metric> measured, CorrectedResampledTTest test) {
        List<TrialResult> completed =
                results.stream().filter(TrialResult::completed).toList();
        Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
        Map<Metric, Integer> undefined = new EnumMap<>(Metric.class);
        for (Metric metric : measured) {
            double[] values = sampled(
                    study, results.stream().map(result -> value(metric, result)).toList());
            Estimate.of(values, test, metric.least(), metric.most())
                    .ifPresent(estimate -> estimates.put(metric, estimate));
            int without = (int) completed.stream()
                    .filter(result -> Double.isNaN(metric.of(result)))
                    .count();
            if (without > 0) {
                undefined.put(metric, without);
            }
        }
        return new ArmSummary(
                arm,
                results.size(),
                completed.size(),
                results.size() - completed.size(),
                Collections.unmodifiableMap(estimates),
                Collections.unmodifiableMap(undefined));
    }

    /** A comparison before Holm's adjustment, which needs them all. */
    private record Unadjusted(
            Contrast contrast,
            int pairs,
            int lost,
            Optional<Double> mean,
            Optional<PairedTest.Outcome> outcome,
            Optional<Equivalence> equivalence) {}

    private static Stream<Comparison> compare(
            Study study,
            Metric metric,
            Metric primary,
            Map<String, List<TrialResult>> byArm,
            CorrectedResampledTTest test) {
        OptionalDouble rope = study.resampling().pairing() == Pairing.PERIODS
                ? OptionalDouble.empty()
                : Equivalence.rope(study, metric, primary);
        List<Unadjusted> all = study.contrasts().stream()
                .map(contrast -> pair(study, contrast, metric, byArm, test, rope))
                .toList();
        List<Unadjusted> tested =
                all.stream().filter(u -> u.outcome().isPresent()).toList();
        double[] adjusted = Holm.adjust(tested.stream()
                .mapToDouble(u -> u.outcome().orElseThrow().pValue())
                .toArray());
        return all.stream().map(u -> {
            int place = tested.indexOf(u);
            Optional<Double> adjustedP = place < 0 ? Optional.empty() : Optional.of(adjusted[place]);
            return new Comparison(
                    u.contrast().arm(),
                    u.contrast().baseline(),
                    metric,
                    u.pairs(),
                    u.lost(),
                    u.mean(),
                    u.outcome().map(PairedTest.Outcome::ci95),
                    u.outcome().map(PairedTest.Outcome::pValue),
                    adjustedP,
                    test.name(),
                    u.equivalence(),
                    study.resampling().pairing() == Pairing.PERIODS
                            ? Verdict.NOT_TESTED
                            : Comparison.verdict(
                                    metric.wanted(), u.mean(), u.outcome(), adjustedP, u.equivalence(), u.pairs()),
                    study.arm(u.contrast().arm())
                            .changesFrom(study.arm(u.contrast().baseline())),
                    u.contrast().caveat());
        });
    }

    private static ClaimCheck check(
            Claim claim,
            List<ArmSummary> arms,
            List<Comparison> comparisons,
            Map<String, List<TrialResult>> byArm,
            PairedTest test) {
        if (claim.than().isPresent()) {
            List<Optional<Double>> more =
                    differences(Contrast.of(claim.arm(), claim.baseline().orElseThrow()), claim.metric(), byArm);
            List<Optional<Double>> less = differences(claim.than().get(), claim.metric(), byArm);
            double[] values = IntStream.range(0, more.size())
                    .filter(i -> more.get(i).isPresent() && less.get(i).isPresent())
                    .mapToDouble(i -> more.get(i).get() - less.get(i).get())
                    .toArray();
            return ClaimCheck.ofTwo(claim, values, test);
        }
        ArmSummary arm = arms.stream()
                .filter(summary -> summary.arm().name().equals(claim.arm()))
                .findFirst()
                .orElseThrow();
        return ClaimCheck.of(claim, arm, comparisons);
    }

    /** The value of a completed trial whose data have what the metric needs. */
    private static Optional<Double> value(Metric metric, TrialResult result) {
        return Optional.of(result)
                .filter(TrialResult::completed)
                .map(metric::of)
                .filter(value -> !value.isNaN());
    }

    /** Differences, one per pair, in order; empty if one of the two trials diverged or has no value. */
    private static List<Optional<Double>> differences(
            Contrast contrast, Metric metric, Map<String, List<TrialResult>> byArm) {
        return differences(contrast, result -> value(metric, result), byArm);
    }

    /**
     * The same of any value of a trial.
     *
     * @param value empty if the trial diverged or has no value
     */
    static List<Optional<Double>> differences(
            Contrast contrast, Function<TrialResult, Optional<Double>> value, Map<String, List<TrialResult>> byArm) {
        List<TrialResult> treated = byArm.get(contrast.arm());
        List<TrialResult> baseline = byArm.get(contrast.baseline());
        List<Optional<Double>> differences = new ArrayList<>();
        for (int i = 0; i < treated.size(); i++) {
            TrialResult a = treated.get(i);
            TrialResult b = baseline.get(i);
            if (!a.id().pairsWith(b.id())) {
                throw new IllegalStateException("not a pair: %s and %s".formatted(a.id(), b.id()));
            }
            differences.add(value.apply(a).flatMap(of -> value.apply(b).map(other -> of - other)));
        }
        return differences;
    }

    /**
     * The values that count as a sample. Where every repeat has the same splits, repeats of a split are no further ones: their mean
     * counts once.
     *
     * @param all one per trial or pair, in the order of repeats and splits; empty if it diverged
     */
    static double[] sampled(Study study, List<Optional<Double>> all) {
        int splits = study.resampling().splits();
        if (study.resampling().pairing() != Pairing.FIXED_FOLDS || all.size() <= splits) {
            return values(all);
        }
        return IntStream.range(0, splits)
                .mapToObj(split -> IntStream.range(0, all.size())
                        .filter(i -> i % splits == split)
                        .mapToObj(all::get)
                        .flatMap(Optional::stream)
                        .mapToDouble(Double::doubleValue)
                        .average())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
    }

    private static double[] values(List<Optional<Double>> differences) {
        return differences.stream()
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static Unadjusted pair(
            Study study,
            Contrast contrast,
            Metric metric,
            Map<String, List<TrialResult>> byArm,
            CorrectedResampledTTest test,
            OptionalDouble rope) {
        List<Optional<Double>> differences = differences(contrast, metric, byArm);
        int pairs = (int) differences.stream().filter(Optional::isPresent).count();
        double[] values = sampled(study, differences);
        return new Unadjusted(
                contrast,
                pairs,
                differences.size() - pairs,
                values.length == 0
                        ? Optional.empty()
                        : Optional.of(Mean.of(values).getAsDouble()),
                test.test(values),
                rope.isPresent()
                        ? new BayesianCorrelatedTTest(test.testToTrain()).of(values, rope.getAsDouble())
                        : Optional.empty());
    }
}
