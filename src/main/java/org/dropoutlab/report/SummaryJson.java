package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
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
import org.dropoutlab.evaluation.Advice;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ByPeriod;
import org.dropoutlab.evaluation.ChosenLevels;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Equivalence;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.OwnMetricResult;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.Loss;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.Json;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.report.words.AdviceWords;
import org.dropoutlab.report.words.Findings;

/**
 * {@code summary.json}: the result for programs, field by field as scripts rely on it. The same results give the same
 * bytes: no times, no paths.
 */
public record SummaryJson(
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
        @JsonInclude(Include.NON_EMPTY) List<ByPeriodResult> periods,
        List<ClaimResult> claims,
        @JsonInclude(Include.NON_ABSENT) Optional<AdviceResult> advice,
        String primary,
        @JsonInclude(Include.NON_ABSENT) Optional<String> positive,
        @JsonInclude(Include.NON_ABSENT) Optional<Loss> loss,
        @JsonInclude(Include.NON_EMPTY) List<OwnResult> ownMetrics) {

    record Data(
            String name,
            String provenance,
            String fingerprint,
            int examples,
            @JsonInclude(Include.NON_EMPTY) Map<String, Integer> classes,
            @JsonInclude(Include.NON_EMPTY) List<DataWarning> warnings) {
        static Data of(DataInfo data) {
            Map<String, Integer> classes = new LinkedHashMap<>();
            for (int i = 0; i < data.classCounts().size(); i++) {
                classes.put(data.classes().get(i), data.classCounts().get(i));
            }
            return new Data(
                    data.name(),
                    data.provenance().word(),
                    data.fingerprint(),
                    data.examples(),
                    classes,
                    data.warnings());
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
            @JsonAnyGetter Map<String, Optional<?>> metrics,
            Variation variation,
            Optional<TuningResult> tuning,
            Map<String, EstimateResult> probes,
            List<Published> published,
            @JsonInclude(Include.NON_EMPTY) Map<String, ScoreResult> scores,
            @JsonInclude(Include.NON_EMPTY) List<Arm.Kept> kept) {

        static ArmResult of(
                ArmSummary arm, Measures measures, Optional<ChosenLevels> tuning, List<Published> published) {
            return new ArmResult(
                    arm.arm().name(),
                    arm.arm().regularizers(),
                    arm.arm().optimizer(),
                    arm.trials(),
                    arm.completed(),
                    arm.diverged(),
                    curveMetrics(arm, measures),
                    arm.arm().variation(),
                    tuning.map(of -> TuningResult.of(of, measures)),
                    SummaryJson.probes(arm),
                    published,
                    SummaryJson.scores(arm),
                    arm.arm().kept());
        }
    }

    /** By metric, those that the learning curve is enough for. */
    private static Map<String, Optional<?>> curveMetrics(ArmSummary arm, Measures measures) {
        Map<String, Optional<?>> metrics = new LinkedHashMap<>();
        for (Metric metric : List.of(
                measures.trainQuality(),
                measures.quality(),
                measures.trainLoss(),
                measures.loss(),
                measures.gap(),
                measures.lossGap(),
                Metric.BEST_EPOCH,
                measures.bestQuality(),
                measures.lossRise())) {
            metrics.put(metric.key(), EstimateResult.of(arm, metric));
        }
        return metrics;
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

    /** By metric, those of the scores of final outputs. */
    private static Map<String, ScoreResult> scores(ArmSummary arm) {
        Map<String, ScoreResult> scores = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            if (metric.score().isPresent() && (arm.estimate(metric).isPresent() || arm.undefined(metric) > 0)) {
                scores.put(metric.key(), ScoreResult.of(arm, metric));
            }
        }
        return scores;
    }

    /**
     * @param undefined number of completed trials whose data lack what the metric needs, such as a class; they are in no mean
     */
    record ScoreResult(Optional<Double> mean, Optional<Double> sd, Optional<List<Double>> ci95, int undefined) {
        static ScoreResult of(ArmSummary arm, Metric metric) {
            Optional<Estimate> estimate = arm.estimate(metric);
            return new ScoreResult(
                    estimate.map(Estimate::mean),
                    estimate.flatMap(Estimate::sd),
                    ends(estimate.flatMap(Estimate::ci95)),
                    arm.undefined(metric));
        }
    }

    record TuningResult(String strategy, List<CandidateResult> candidates, List<PickResult> picks) {
        static TuningResult of(ChosenLevels tuning, Measures measures) {
            return new TuningResult(
                    tuning.search().strategy() instanceof Search.Halving ? "halving" : "exhaustive",
                    tuning.candidates().stream()
                            .map(choice -> CandidateResult.of(choice, measures))
                            .toList(),
                    tuning.picks().stream().map(PickResult::of).toList());
        }
    }

    record PickResult(int split, int seed, Optional<String> candidate) {
        static PickResult of(ChosenLevels.Pick pick) {
            return new PickResult(pick.split(), pick.repeat(), pick.candidate().map(candidate -> candidate
                    .arm()
                    .name()));
        }
    }

    record CandidateResult(
            String name,
            Map<String, Double> levels,
            int chosen,
            int finished,
            int stopped,
            int diverged,
            @JsonAnyGetter Map<String, Optional<?>> metrics) {

        static CandidateResult of(ChosenLevels.Choice choice, Measures measures) {
            Map<String, Optional<?>> metrics = new LinkedHashMap<>();
            metrics.put(measures.trainQuality().key(), choice.train().map(EstimateResult::of));
            metrics.put(
                    "validation_" + measures.qualityKey(), choice.validation().map(EstimateResult::of));
            metrics.put(measures.quality().key(), choice.test().map(EstimateResult::of));
            return new CandidateResult(
                    choice.candidate().arm().name(),
                    choice.candidate().levels(),
                    choice.chosen(),
                    choice.finished(),
                    choice.stopped(),
                    choice.diverged(),
                    metrics);
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
            String caveat,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> rope,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> probabilityBetter,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> probabilityHigher,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> probabilityPracticallyTheSame,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> probabilityWorse,
            @JsonInclude(Include.NON_ABSENT) Optional<Double> probabilityLower) {

        static ComparisonResult of(Comparison c) {
            boolean directed = c.metric().wanted() != Metric.Wanted.NEITHER;
            Optional<Equivalence> aimed = c.equivalence().filter(e -> directed);
            Optional<Equivalence> aimless = c.equivalence().filter(e -> !directed);
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
                    c.caveat(),
                    c.equivalence().map(Equivalence::rope),
                    aimed.map(e -> e.better(c.metric())),
                    aimless.map(Equivalence::above),
                    c.equivalence().map(Equivalence::inside),
                    aimed.map(e -> e.worse(c.metric())),
                    aimless.map(Equivalence::below));
        }
    }

    /** A metric of the calling program's own. */
    record OwnResult(String name, Metric.Wanted wanted, List<OwnArm> arms, List<OwnComparison> comparisons) {
        static OwnResult of(OwnMetricResult result) {
            return new OwnResult(
                    result.metric().name(),
                    result.metric().wanted(),
                    result.arms().stream().map(OwnArm::of).toList(),
                    result.differences().stream().map(OwnComparison::of).toList());
        }
    }

    record OwnArm(String arm, Optional<Double> mean, Optional<Double> sd, Optional<List<Double>> ci95, int undefined) {
        static OwnArm of(OwnMetricResult.ArmValue arm) {
            return new OwnArm(
                    arm.arm(),
                    arm.estimate().map(Estimate::mean),
                    arm.estimate().flatMap(Estimate::sd),
                    ends(arm.estimate().flatMap(Estimate::ci95)),
                    arm.undefined());
        }
    }

    record OwnComparison(
            String arm,
            String baseline,
            int pairs,
            int lostPairs,
            Optional<Double> difference,
            Optional<List<Double>> ci95,
            @JsonProperty("p_value") Optional<Double> pValue,
            @JsonProperty("p_value_holm") Optional<Double> adjustedPValue,
            String test,
            String verdict) {
        static OwnComparison of(OwnMetricResult.Difference d) {
            return new OwnComparison(
                    d.arm(),
                    d.baseline(),
                    d.pairs(),
                    d.lostPairs(),
                    d.difference(),
                    ends(d.ci95()),
                    d.pValue(),
                    d.adjustedPValue(),
                    d.test(),
                    d.verdict().words());
        }
    }

    /** Differences by test period, of splits by time. */
    record ByPeriodResult(String arm, String baseline, String metric, List<PeriodResult> periods) {
        static ByPeriodResult of(ByPeriod by) {
            return new ByPeriodResult(
                    by.arm(),
                    by.baseline(),
                    by.metric().key(),
                    by.periods().stream().map(PeriodResult::of).toList());
        }
    }

    record PeriodResult(
            String period,
            int trainExamples,
            int testExamples,
            int pairs,
            Optional<Double> arm,
            Optional<Double> baseline,
            Optional<Double> difference) {
        static PeriodResult of(ByPeriod.Period period) {
            return new PeriodResult(
                    period.name(),
                    period.trainExamples(),
                    period.testExamples(),
                    period.pairs(),
                    period.arm(),
                    period.baseline(),
                    period.difference());
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

    record AdviceResult(
            String baseline,
            Optional<String> use,
            String metric,
            String answer,
            List<String> reasons,
            List<ProspectResult> arms) {

        static Optional<AdviceResult> of(StudySummary summary) {
            return AdviceWords.of(summary).map(words -> {
                Advice advice = summary.advice().orElseThrow();
                return new AdviceResult(
                        advice.baseline(),
                        advice.use(),
                        advice.metric().key(),
                        words.answer(),
                        words.reasons(),
                        advice.prospects().stream().map(ProspectResult::of).toList());
            });
        }
    }

    /**
     * The last three are of undecided arms.
     *
     * @param detectable the smallest true difference that is shown with a probability of 80%
     * @param repeatsNeeded to show a difference as large as the measured one; none if not even 1,000 would
     * @param detectableAtBest with however many repeats
     */
    record ProspectResult(
            String arm,
            String standing,
            Optional<Double> detectable,
            Optional<Integer> repeatsNeeded,
            Optional<Double> detectableAtBest) {

        static ProspectResult of(Advice.Prospect prospect) {
            return new ProspectResult(
                    prospect.arm(),
                    prospect.standing().words(),
                    prospect.reach().map(Advice.Reach::detectable),
                    prospect.reach()
                            .filter(reach -> reach.repeats().isPresent())
                            .map(reach -> reach.repeats().getAsInt()),
                    prospect.reach().map(Advice.Reach::atBest));
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
                study.resampling().numberOfFolds(),
                study.resampling().heldBack(),
                study.resampling().repeats(),
                study.resampling().trainSize(),
                findings.verdict(),
                findings.warnings(),
                summary.arms().stream()
                        .map(arm -> ArmResult.of(
                                arm,
                                summary.data().measures(),
                                summary.tuning(arm.arm().name()),
                                summary.published(arm)))
                        .toList(),
                summary.comparisons().stream().map(ComparisonResult::of).toList(),
                summary.periods().stream().map(ByPeriodResult::of).toList(),
                summary.claims().stream().map(ClaimResult::of).toList(),
                AdviceResult.of(summary),
                summary.primary().key(),
                summary.positive(),
                // Without it, losses are cross-entropies in nats or squared errors of standardized targets.
                Optional.of(summary.loss()).filter(loss -> !loss.isCrossEntropy() && !loss.equals(Loss.SQUARED_ERROR)),
                summary.own().stream().map(OwnResult::of).toList());
        try {
            return (Json.pretty().writeValueAsString(json) + "\n").getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<List<Double>> ends(Optional<Interval> interval) {
        return interval.map(i -> List.of(i.low(), i.high()));
    }
}
