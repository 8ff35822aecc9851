package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.evaluation.Tuning;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.CrossValidation;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.Metric;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.Json;
import org.dropoutlab.regularization.Regularizer;

/**
 * {@code summary.json}: the result for programs, field by field as scripts rely on it. The same results give the same
 * bytes: no times, no paths.
 */
record SummaryJson(
        String study,
        Data data,
        long seed,
        int epochs,
        int batchSize,
        OptionalInt folds,
        OptionalDouble validationShare,
        int repeats,
        OptionalInt trainSize,
        String verdict,
        List<String> warnings,
        List<ArmResult> arms,
        List<ComparisonResult> comparisons,
        List<ClaimResult> claims) {

    record Data(String name, String provenance, String fingerprint, int examples) {
        static Data of(DataInfo data) {
            return new Data(data.name(), data.provenance().word(), data.fingerprint(), data.examples());
        }
    }

    record EstimateResult(double mean, Optional<Double> sd, Optional<List<Double>> ci95) {
        static Optional<EstimateResult> of(ArmSummary arm, Metric metric) {
            return arm.estimate(metric).map(EstimateResult::of);
        }

        private static EstimateResult of(Estimate estimate) {
            return new EstimateResult(estimate.mean(), estimate.sd(), ends(estimate.ci95()));
        }
    }

    record ArmResult(
            String name,
            List<Regularizer> regularizers,
            Optimizer optimizer,
            int trials,
            int completed,
            int diverged,
            Optional<EstimateResult> trainAccuracy,
            Optional<EstimateResult> testAccuracy,
            Optional<EstimateResult> trainLoss,
            Optional<EstimateResult> testLoss,
            Optional<EstimateResult> accuracyGap,
            Optional<EstimateResult> lossGap,
            Optional<EstimateResult> bestEpoch,
            Optional<EstimateResult> bestTestAccuracy,
            Optional<EstimateResult> testLossRise,
            Variation variation,
            Optional<TuningResult> tuning,
            Map<String, EstimateResult> probes,
            List<Published> published) {

        static ArmResult of(ArmSummary arm, Optional<Tuning> tuning, List<Published> published) {
            return new ArmResult(
                    arm.arm().name(),
                    arm.arm().regularizers(),
                    arm.arm().optimizer(),
                    arm.trials(),
                    arm.completed(),
                    arm.diverged(),
                    EstimateResult.of(arm, Metric.TRAIN_ACCURACY),
                    EstimateResult.of(arm, Metric.TEST_ACCURACY),
                    EstimateResult.of(arm, Metric.TRAIN_LOSS),
                    EstimateResult.of(arm, Metric.TEST_LOSS),
                    EstimateResult.of(arm, Metric.ACCURACY_GAP),
                    EstimateResult.of(arm, Metric.LOSS_GAP),
                    EstimateResult.of(arm, Metric.BEST_EPOCH),
                    EstimateResult.of(arm, Metric.BEST_TEST_ACCURACY),
                    EstimateResult.of(arm, Metric.TEST_LOSS_RISE),
                    arm.arm().variation(),
                    tuning.map(TuningResult::of),
                    SummaryJson.probes(arm),
                    published);
        }
    }

    /** By metric, those that come from readings. */
    private static Map<String, EstimateResult> probes(ArmSummary arm) {
        Map<String, EstimateResult> probes = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            if (metric.reading().isPresent()) {
                EstimateResult.of(arm, metric).ifPresent(estimate -> probes.put(metric.key(), estimate));
            }
        }
        return probes;
    }

    record TuningResult(String strategy, List<CandidateResult> candidates) {
        static TuningResult of(Tuning tuning) {
            return new TuningResult(
                    tuning.search().strategy() instanceof Search.Halving ? "halving" : "exhaustive",
                    tuning.candidates().stream().map(CandidateResult::of).toList());
        }
    }

    record CandidateResult(
            String name,
            Map<String, Double> levels,
            int chosen,
            int finished,
            int stopped,
            int diverged,
            Optional<EstimateResult> trainAccuracy,
            Optional<EstimateResult> validationAccuracy,
            Optional<EstimateResult> testAccuracy) {

        static CandidateResult of(Tuning.Choice choice) {
            return new CandidateResult(
                    choice.candidate().arm().name(),
                    choice.candidate().levels(),
                    choice.chosen(),
                    choice.finished(),
                    choice.stopped(),
                    choice.diverged(),
                    choice.trainAccuracy().map(EstimateResult::of),
                    choice.validationAccuracy().map(EstimateResult::of),
                    choice.testAccuracy().map(EstimateResult::of));
        }
    }

    record ComparisonResult(
            String arm,
            String baseline,
            String metric,
            int pairs,
            int lostPairs,
            Optional<Double> difference,
            Optional<List<Double>> ci95,
            @JsonProperty("p_value") Optional<Double> pValue,
            @JsonProperty("p_value_holm") Optional<Double> adjustedPValue,
            String test,
            String verdict,
            List<String> changes,
            String caveat) {

        static ComparisonResult of(Comparison c) {
            return new ComparisonResult(
                    c.arm(),
                    c.baseline(),
                    c.metric().key(),
                    c.pairs(),
                    c.lostPairs(),
                    c.difference(),
                    ends(c.ci95()),
                    c.pValue(),
                    c.adjustedPValue(),
                    c.test(),
                    c.verdict().words(),
                    c.changes(),
                    c.caveat());
        }
    }

    record ClaimResult(
            String statement,
            String source,
            String arm,
            Optional<String> baseline,
            Optional<Contrast> than,
            String metric,
            String sign,
            Optional<Double> margin,
            Optional<Double> measured,
            Optional<List<Double>> ci95,
            String answer) {

        static ClaimResult of(ClaimCheck check) {
            Claim claim = check.claim();
            return new ClaimResult(
                    claim.statement(),
                    claim.source(),
                    claim.arm(),
                    claim.baseline(),
                    claim.than(),
                    claim.metric().key(),
                    claim.sign().name().toLowerCase(Locale.ROOT),
                    claim.margin() == 0 ? Optional.empty() : Optional.of(claim.margin()),
                    check.measured(),
                    ends(check.ci95()),
                    check.answer().words());
        }
    }

    static byte[] of(StudySummary summary) {
        Study study = summary.study();
        Findings findings = Findings.of(summary);
        SummaryJson json = new SummaryJson(
                study.name(),
                Data.of(summary.data()),
                study.seed(),
                study.training().epochs(),
                study.training().batchSize(),
                study.resampling() instanceof CrossValidation crossValidation
                        ? OptionalInt.of(crossValidation.folds())
                        : OptionalInt.empty(),
                validationShare(study.resampling()),
                study.resampling().repeats(),
                study.resampling().trainSize(),
                findings.verdict(),
                findings.warnings(),
                summary.arms().stream()
                        .map(arm -> ArmResult.of(arm, summary.tuning(arm.arm().name()), publishedFor(summary, arm)))
                        .toList(),
                summary.comparisons().stream().map(ComparisonResult::of).toList(),
                summary.claims().stream().map(ClaimResult::of).toList());
        try {
            return (Json.pretty().writeValueAsString(json) + "\n").getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalDouble validationShare(Resampling resampling) {
        return resampling instanceof CrossValidation crossValidation
                ? crossValidation.validationShare()
                : OptionalDouble.of(((HeldOutTest) resampling).validationShare());
    }

    /** Published numbers stand beside results on the published data only. */
    static List<Published> publishedFor(StudySummary summary, ArmSummary arm) {
        return summary.data().provenance() == Provenance.SYNTHETIC
                ? List.of()
                : arm.arm().published();
    }

    private static Optional<List<Double>> ends(Optional<Interval> interval) {
        return interval.map(i -> List.of(i.low(), i.high()));
    }
}
