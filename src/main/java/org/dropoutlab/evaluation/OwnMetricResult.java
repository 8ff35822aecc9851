package org.dropoutlab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.measurement.OwnMetric;
import org.dropoutlab.measurement.TrialResult;

/**
 * A metric of the calling program's own, in every arm and every comparison, with the same pairs, test and adjustment as the
 * metrics of this project.
 *
 * @param metric the metric
 * @param arms by arm, in the study's order
 * @param differences in the order of the study's contrasts
 */
public record OwnMetricResult(OwnMetric metric, List<ArmValue> arms, List<Difference> differences) {
    public OwnMetricResult {
        arms = List.copyOf(arms);
        differences = List.copyOf(differences);
    }

    /**
     * An arm's value of the metric.
     *
     * @param arm name of the arm
     * @param estimate over its completed trials that have a value; empty without any
     * @param undefined number of completed trials whose value is not a number; they are in no mean
     */
    public record ArmValue(String arm, Optional<Estimate> estimate, int undefined) {}

    /**
     * A comparison; see {@link Comparison}.
     *
     * @param difference mean of arm − baseline
     */
    public record Difference(
            String arm,
            String baseline,
            int pairs,
            int lostPairs,
            Optional<Double> difference,
            Optional<Interval> ci95,
            Optional<Double> pValue,
            Optional<Double> adjustedPValue,
            String test,
            Verdict verdict) {}

    static List<OwnMetricResult> of(Study study, Map<String, List<TrialResult>> byArm, CorrectedResampledTTest test) {
        return study.judgement().own().stream()
                .map(metric -> of(study, metric, byArm, test))
                .toList();
    }

    private static OwnMetricResult of(
            Study study, OwnMetric metric, Map<String, List<TrialResult>> byArm, CorrectedResampledTTest test) {
        List<ArmValue> arms = study.armNames().stream()
                .map(arm -> arm(study, metric, arm, byArm.get(arm), test))
                .toList();
        List<double[]> samples = new ArrayList<>();
        List<Difference> unadjusted = new ArrayList<>();
        for (Contrast contrast : study.contrasts()) {
            List<Optional<Double>> all = StudySummary.differences(contrast, result -> value(metric, result), byArm);
            samples.add(StudySummary.sampled(study, all));
            unadjusted.add(unadjusted(contrast, all, samples.get(samples.size() - 1), test));
        }
        return new OwnMetricResult(metric, arms, adjusted(study, metric, unadjusted, samples, test));
    }

    private static ArmValue arm(
            Study study, OwnMetric metric, String arm, List<TrialResult> results, CorrectedResampledTTest test) {
        double[] values = StudySummary.sampled(
                study, results.stream().map(result -> value(metric, result)).toList());
        return new ArmValue(arm, Estimate.of(values, test, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), (int)
                results.stream()
                        .filter(TrialResult::completed)
                        .filter(result -> value(metric, result).isEmpty())
                        .count());
    }

    private static Optional<Double> value(OwnMetric metric, TrialResult result) {
        return Optional.ofNullable(result.own().get(metric.name())).filter(value -> !value.isNaN());
    }

    private static Difference unadjusted(
            Contrast contrast, List<Optional<Double>> all, double[] values, CorrectedResampledTTest test) {
        int pairs = (int) all.stream().filter(Optional::isPresent).count();
        Optional<PairedTest.Outcome> outcome = test.test(values);
        return new Difference(
                contrast.arm(),
                contrast.baseline(),
                pairs,
                all.size() - pairs,
                values.length == 0
                        ? Optional.empty()
                        : Optional.of(Mean.of(values).getAsDouble()),
                outcome.map(PairedTest.Outcome::ci95),
                outcome.map(PairedTest.Outcome::pValue),
                Optional.empty(),
                test.name(),
                Verdict.NOT_TESTED);
    }

    /** Holm's adjustment needs all comparisons that are tested. */
    private static List<Difference> adjusted(
            Study study,
            OwnMetric metric,
            List<Difference> unadjusted,
            List<double[]> samples,
            CorrectedResampledTTest test) {
        double[] adjusted = Holm.adjust(unadjusted.stream()
                .flatMap(difference -> difference.pValue().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
        List<Difference> all = new ArrayList<>();
        int tested = 0;
        for (int i = 0; i < unadjusted.size(); i++) {
            Difference d = unadjusted.get(i);
            Optional<Double> p = d.pValue().isPresent() ? Optional.of(adjusted[tested++]) : Optional.empty();
            all.add(new Difference(
                    d.arm(),
                    d.baseline(),
                    d.pairs(),
                    d.lostPairs(),
                    d.difference(),
                    d.ci95(),
                    d.pValue(),
                    p,
                    d.test(),
                    study.resampling().pairing() == Pairing.PERIODS
                            ? Verdict.NOT_TESTED
                            : Comparison.verdict(
                                    metric.wanted(),
                                    d.difference(),
                                    test.test(samples.get(i)),
                                    p,
                                    Optional.empty(),
                                    d.pairs())));
        }
        return all;
    }
}
