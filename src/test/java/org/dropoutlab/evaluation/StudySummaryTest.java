package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.measurement.Results.completed;
import static org.dropoutlab.measurement.Results.diverged;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.FinalScores;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.Test;

class StudySummaryTest {
    private static final DataInfo DATA = new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 100, List.of("R", "M"));

    /** Plain is at 0.80 everywhere; the treated arm is better by 9, 10, 11 and 10 points. */
    private static List<TrialResult> clearlyBetter() {
        return List.of(
                completed("plain", 0, 0, 1.0, 0.80),
                completed("treated", 0, 0, 1.0, 0.89),
                completed("plain", 1, 0, 1.0, 0.80),
                completed("treated", 1, 0, 1.0, 0.90),
                completed("plain", 0, 1, 1.0, 0.80),
                completed("treated", 0, 1, 1.0, 0.91),
                completed("plain", 1, 1, 1.0, 0.80),
                completed("treated", 1, 1, 1.0, 0.90));
    }

    @Test
    void pairsArmsAndJudgesByTheDirectionOfTheMetric() {
        StudySummary summary = StudySummary.of(Results.study(2), DATA, clearlyBetter());

        Comparison accuracy = summary.comparisons(Metric.TEST_ACCURACY).get(0);
        assertThat(accuracy.pairs()).isEqualTo(4);
        assertThat(accuracy.difference().orElseThrow()).isCloseTo(0.10, within(1e-12));
        assertThat(accuracy.verdict()).isEqualTo(Verdict.BETTER);
        // Oracle: R 4.2.2 with rho = 10/90, the test and training examples of these trials.
        assertThat(accuracy.pValue().orElseThrow()).isCloseTo(0.0002582521850306, within(1e-12));
        assertThat(accuracy.ci95().orElseThrow().low()).isCloseTo(0.0843852195898920, within(1e-11));
        assertThat(accuracy.ci95().orElseThrow().high()).isCloseTo(0.1156147804101079, within(1e-11));
        Comparison gap = summary.comparisons(Metric.ACCURACY_GAP).get(0);
        assertThat(gap.difference().orElseThrow()).isCloseTo(-0.10, within(1e-12));
        assertThat(gap.verdict()).as("a smaller gap is better").isEqualTo(Verdict.BETTER);
    }

    /** One of the treated trials has no value: it is in no mean, its pair in no comparison, and both are counted. */
    @Test
    void undefinedScoresAreCountedAndNeverAveraged() {
        List<TrialResult> results = List.of(
                scored("plain", 0, 0.6, 0.5),
                scored("treated", 0, 0.7, 0.6),
                scored("plain", 1, 0.6, 0.5),
                scored("treated", 1, 0.7, Double.NaN),
                scored("plain", 2, 0.6, 0.5),
                scored("treated", 2, 0.7, 0.8));
        Study study = Results.study(1)
                .withResampling(Resampling.of(3, 1))
                .withJudgement(Judgement.keeping().by(Metric.TEST_ROC_AUC));

        StudySummary summary = StudySummary.of(study, DATA, results);

        ArmSummary treated = summary.arm("treated");
        assertThat(treated.estimate(Metric.TEST_ROC_AUC).orElseThrow().mean()).isCloseTo(0.7, within(1e-12));
        assertThat(treated.undefined(Metric.TEST_ROC_AUC)).isEqualTo(1);
        assertThat(treated.undefined(Metric.ROC_AUC_GAP)).isEqualTo(1);
        assertThat(treated.undefined(Metric.TRAIN_ROC_AUC)).isZero();
        assertThat(summary.arm("plain").undefined(Metric.TEST_ROC_AUC)).isZero();
        Comparison comparison = summary.comparisons(Metric.TEST_ROC_AUC).get(0);
        assertThat(comparison.pairs()).isEqualTo(2);
        assertThat(comparison.lostPairs()).isEqualTo(1);
        assertThat(comparison.difference().orElseThrow()).isCloseTo(0.2, within(1e-12));
        assertThat(summary.comparisons(Metric.ROC_AUC_GAP).get(0).difference().orElseThrow())
                .isCloseTo(-0.1, within(1e-12));
        assertThat(summary.comparisons(Metric.TEST_ACCURACY).get(0).pairs()).isEqualTo(3);
    }

    @Test
    void adviceAndGapAreThoseOfThePrimaryMetric() {
        List<TrialResult> results = List.of(
                scored("plain", 0, 0.6, 0.50),
                scored("treated", 0, 0.6, 0.60),
                scored("plain", 1, 0.6, 0.50),
                scored("treated", 1, 0.6, 0.61));
        Study study = Results.study(1).withJudgement(Judgement.keeping().by(Metric.TEST_ROC_AUC));

        StudySummary summary = StudySummary.of(study, DATA, results);

        assertThat(summary.primary()).isEqualTo(Metric.TEST_ROC_AUC);
        assertThat(summary.gap()).isEqualTo(Metric.ROC_AUC_GAP);
        assertThat(summary.advice().orElseThrow().metric()).isEqualTo(Metric.TEST_ROC_AUC);
        assertThat(summary.advice().orElseThrow().use()).contains("treated");
        assertThat(StudySummary.of(Results.study(1), DATA, results).primary()).isEqualTo(Metric.TEST_ACCURACY);
    }

    /** Trials of earlier versions have no scores; in a resumed run only some have. */
    @Test
    void scoresThatSomeTrialsDoNotHaveAreLeftOut() {
        List<TrialResult> results = new ArrayList<>(clearlyBetter());
        results.set(0, scored("plain", 0, 0.6, 0.5));

        StudySummary summary = StudySummary.of(Results.study(2), DATA, results);

        assertThat(summary.scores()).isEmpty();
        assertThat(summary.comparisons(Metric.TEST_ROC_AUC)).isEmpty();
        assertThat(summary.comparisons(Metric.TEST_ACCURACY)).hasSize(1);
    }

    /** A trial with these areas under the ROC curve. */
    private static TrialResult scored(String arm, int split, double train, double test) {
        return Results.with(
                completed(arm, split, 0, 1, 0.8),
                new FinalScores(
                        Map.of(FinalScore.ROC_AUC, train, FinalScore.ACCURACY, 1.0),
                        Map.of(FinalScore.ROC_AUC, test, FinalScore.ACCURACY, 0.8)));
    }

    /** Every pair differs by a tenth of a point or two: no doubt that there is a difference, and none that it does not matter. */
    @Test
    void aDifferenceTooSmallToMatterIsPracticallyTheSame() {
        double[] above = {0.001, 0.002, 0.002, 0.001};
        List<TrialResult> results = new ArrayList<>();
        for (int pair = 0; pair < 4; pair++) {
            results.add(completed("plain", pair % 2, pair / 2, 1.0, 0.80));
            results.add(completed("treated", pair % 2, pair / 2, 1.0, 0.80 + above[pair]));
        }

        Comparison usual = StudySummary.of(Results.study(2), DATA, results)
                .comparisons(Metric.TEST_ACCURACY)
                .get(0);
        Comparison strict = StudySummary.of(Results.study(2).withRope(0.0005), DATA, results)
                .comparisons(Metric.TEST_ACCURACY)
                .get(0);

        assertThat(usual.isSignificant()).isTrue();
        assertThat(usual.equivalence().orElseThrow().rope()).isEqualTo(0.01);
        assertThat(usual.verdict()).isEqualTo(Verdict.PRACTICALLY_SAME);
        assertThat(strict.equivalence().orElseThrow().rope()).isEqualTo(0.0005);
        assertThat(strict.verdict()).isEqualTo(Verdict.BETTER);
    }

    /** All of the probability is then in one place, but four equal pairs of coarse accuracies say little about the fifth. */
    @Test
    void fewPairsWithoutSpreadAreNoEvidenceOfSameness() {
        assertThat(equalPairs(2).verdict()).isEqualTo(Verdict.NO_EVIDENCE);
        assertThat(equalPairs(2).equivalence().orElseThrow().inside()).isEqualTo(1);
        assertThat(equalPairs(5).verdict()).isEqualTo(Verdict.PRACTICALLY_SAME);
    }

    private static Comparison equalPairs(int repeats) {
        List<TrialResult> results = new ArrayList<>();
        for (int pair = 0; pair < 2 * repeats; pair++) {
            results.add(completed("plain", pair % 2, pair / 2, 1.0, 0.80));
            results.add(completed("treated", pair % 2, pair / 2, 1.0, 0.80));
        }
        return StudySummary.of(Results.study(repeats), DATA, results)
                .comparisons(Metric.TEST_ACCURACY)
                .get(0);
    }

    /** Oracle: trials without early stopping that end with the same numbers. What was trained beyond them counts for nothing. */
    @Test
    void anArmWithEarlyStoppingIsComparedByTheEpochsThatItWentBackTo() {
        List<TrialResult> stopped = clearlyBetter().stream()
                .map(result -> result.id().arm().equals("plain")
                        ? result
                        : Results.stopped(
                                "treated",
                                result.id().split(),
                                result.id().repeat(),
                                Metric.TRAIN_ACCURACY.of(result),
                                Metric.TEST_ACCURACY.of(result),
                                1 + result.id().split()))
                .toList();

        StudySummary summary = StudySummary.of(Results.study(2), DATA, stopped);

        assertThat(summary.comparisons())
                .isEqualTo(
                        StudySummary.of(Results.study(2), DATA, clearlyBetter()).comparisons());
        assertThat(summary.comparisons(Metric.TEST_ACCURACY).get(0).pairs()).isEqualTo(4);
    }

    /**
     * Oracle: R 4.2.2, as above: p = 0.0102 for a and 0.0343 for b; c equals plain, p = 1. Holm multiplies them by 3, 2, 1.
     */
    @Test
    void theVerdictGoesByHolmsAdjustmentOverTheArmsOfAMetric() {
        Study one = Results.study(2);
        Arm plain = one.arm("plain");
        Study study = Study.of(
                one.name(),
                one.title(),
                one.question(),
                one.dataset(),
                one.network(),
                List.of(plain, named("a"), named("b"), named("c")),
                List.of(Contrast.of("a", "plain"), Contrast.of("b", "plain"), Contrast.of("c", "plain")),
                one.training(),
                one.resampling());
        double[][] above = {{0, 0.05, 0.07, 0}, {0, 0.03, 0.02, 0}, {0, 0.06, 0.07, 0}, {0, 0.04, 0.05, 0}};
        List<TrialResult> results = new ArrayList<>();
        for (int pair = 0; pair < 4; pair++) {
            for (int arm = 0; arm < 4; arm++) {
                results.add(completed(study.armNames().get(arm), pair % 2, pair / 2, 1.0, 0.8 + above[pair][arm]));
            }
        }

        List<Comparison> comparisons = StudySummary.of(study, DATA, results).comparisons(Metric.TEST_ACCURACY);

        assertThat(comparisons.get(0).adjustedPValue().orElseThrow()).isCloseTo(3 * 0.0101964083614486, within(1e-9));
        assertThat(comparisons.get(0).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparisons.get(1).pValue().orElseThrow()).isCloseTo(0.0343406821046098, within(1e-9));
        assertThat(comparisons.get(1).adjustedPValue().orElseThrow()).isCloseTo(2 * 0.0343406821046098, within(1e-9));
        assertThat(comparisons.get(1).verdict()).isEqualTo(Verdict.NO_EVIDENCE);
    }

    /** Of the training accuracy one wants neither more nor less: it tells how far a network fits. */
    @Test
    void whatIsNoAimIsHigherOrLowerNeitherBetterNorWorse() {
        double[] below = {0.09, 0.10, 0.11, 0.10};
        List<TrialResult> lower = new ArrayList<>();
        List<TrialResult> higher = new ArrayList<>();
        for (int pair = 0; pair < 4; pair++) {
            lower.add(completed("plain", pair % 2, pair / 2, 1.0, 0.8));
            lower.add(completed("treated", pair % 2, pair / 2, 1.0 - below[pair], 0.8));
            higher.add(completed("plain", pair % 2, pair / 2, 1.0 - below[pair], 0.8));
            higher.add(completed("treated", pair % 2, pair / 2, 1.0, 0.8));
        }

        assertThat(StudySummary.of(Results.study(2), DATA, lower).comparisons(Metric.TRAIN_ACCURACY))
                .extracting(Comparison::verdict)
                .containsExactly(Verdict.LOWER);
        assertThat(StudySummary.of(Results.study(2), DATA, higher).comparisons(Metric.TRAIN_ACCURACY))
                .extracting(Comparison::verdict)
                .containsExactly(Verdict.HIGHER);
    }

    private static Arm named(String name) {
        return new Arm(name, List.of(), new Optimizer.Momentum(0.01, 0.8), List.of());
    }

    @Test
    void doesNotDependOnTheOrderInWhichTrialsWereFinished() {
        List<TrialResult> reversed = new ArrayList<>(clearlyBetter());
        Collections.reverse(reversed);

        assertThat(StudySummary.of(Results.study(2), DATA, reversed))
                .isEqualTo(StudySummary.of(Results.study(2), DATA, clearlyBetter()));
    }

    @Test
    void countsDivergedTrialsAndKeepsThemOutOfMeansAndPairs() {
        List<TrialResult> results = new ArrayList<>(clearlyBetter());
        results.set(1, diverged("treated", 0, 0));

        StudySummary summary = StudySummary.of(Results.study(2), DATA, results);

        assertThat(summary.arm("treated").diverged()).isEqualTo(1);
        assertThat(summary.arm("treated").completed()).isEqualTo(3);
        assertThat(summary.arm("treated").estimates().get(Metric.TEST_ACCURACY).mean())
                .isCloseTo((0.90 + 0.91 + 0.90) / 3, within(1e-12));
        Comparison accuracy = summary.comparisons(Metric.TEST_ACCURACY).get(0);
        assertThat(accuracy.pairs()).isEqualTo(3);
        assertThat(accuracy.lostPairs()).isEqualTo(1);
    }

    @Test
    void anArmThatAlwaysDivergedHasNoEstimateAndNoVerdict() {
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1.0, 0.8),
                diverged("treated", 0, 0),
                completed("plain", 1, 0, 1.0, 0.8),
                diverged("treated", 1, 0));

        StudySummary summary = StudySummary.of(Results.study(1), DATA, results);

        assertThat(summary.arm("treated").estimates()).isEmpty();
        Comparison accuracy = summary.comparisons(Metric.TEST_ACCURACY).get(0);
        assertThat(accuracy.difference()).isEmpty();
        assertThat(accuracy.verdict()).isEqualTo(Verdict.NO_EVIDENCE);
    }

    @Test
    void noIntervalGoesBeyondWhatAnAccuracyCanBe() {
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1.0, 1.0),
                completed("treated", 0, 0, 1.0, 0.0),
                completed("plain", 1, 0, 1.0, 0.6),
                completed("treated", 1, 0, 1.0, 0.5));

        StudySummary summary = StudySummary.of(Results.study(1), DATA, results);

        assertThat(summary.arm("plain").estimates().get(Metric.TEST_ACCURACY).ci95())
                .hasValueSatisfying(interval -> assertThat(interval.high()).isEqualTo(1));
        assertThat(summary.arm("treated").estimates().get(Metric.TEST_ACCURACY).ci95())
                .hasValueSatisfying(interval -> assertThat(interval.low()).isZero());
    }

    @Test
    void refusesAnIncompleteStudy() {
        List<TrialResult> seven = clearlyBetter().subList(0, 7);

        assertThatThrownBy(() -> StudySummary.of(Results.study(2), DATA, seven)).hasMessageContaining("7 results");
    }

    /** By hand: the means of two seeds are 9 and 11 points ahead, then level. */
    @Test
    void periodsAreComparedOneByOneWithoutATest() {
        ForwardChaining chaining =
                new ForwardChaining("day", 2, 0, 2, OptionalDouble.empty(), List.of("1 to 5", "6 to 9"));
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1.0, 0.80),
                completed("treated", 0, 0, 1.0, 0.89),
                completed("plain", 0, 1, 1.0, 0.80),
                completed("treated", 0, 1, 1.0, 0.91),
                completed("plain", 1, 0, 1.0, 0.80),
                completed("treated", 1, 0, 1.0, 0.81),
                completed("plain", 1, 1, 1.0, 0.80),
                completed("treated", 1, 1, 1.0, 0.79));

        StudySummary summary = StudySummary.of(Results.study(2).withResampling(chaining), DATA, results);

        assertThat(summary.comparisons()).allSatisfy(comparison -> {
            assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_TESTED);
            assertThat(comparison.pValue()).isEmpty();
            assertThat(comparison.adjustedPValue()).isEmpty();
            assertThat(comparison.ci95()).isEmpty();
            assertThat(comparison.test()).isEqualTo("none");
        });
        assertThat(summary.arms()).allSatisfy(arm -> assertThat(
                        arm.estimate(Metric.TEST_ACCURACY).orElseThrow().ci95())
                .isEmpty());
        assertThat(summary.advice()).isEmpty();
        ByPeriod by = summary.periods(Metric.TEST_ACCURACY).get(0);
        assertThat(by.ahead()).contains(1L);
        assertThat(by.even()).isEqualTo(1);
        ByPeriod.Period first = by.periods().get(0);
        assertThat(first.name()).isEqualTo("1 to 5");
        assertThat(first.pairs()).isEqualTo(2);
        assertThat(first.baseline().orElseThrow()).isCloseTo(0.80, within(1e-12));
        assertThat(first.arm().orElseThrow()).isCloseTo(0.90, within(1e-12));
        assertThat(first.difference().orElseThrow()).isCloseTo(0.10, within(1e-12));
        assertThat(by.periods().get(1).difference().orElseThrow()).isCloseTo(0, within(1e-12));
    }

    /** Oracle: the summary of one repeat of the means over both repeats. */
    @Test
    void repeatsOfGivenSplitsCountOnce() {
        GivenSplits given = new GivenSplits("column fold", 2, 2, false, OptionalDouble.empty(), Pairing.FIXED_FOLDS);
        StudySummary twice = StudySummary.of(
                Results.study(2).withResampling(given),
                DATA,
                List.of(
                        completed("plain", 0, 0, 1.0, 0.80),
                        completed("treated", 0, 0, 1.0, 0.88),
                        completed("plain", 1, 0, 1.0, 0.80),
                        completed("treated", 1, 0, 1.0, 0.90),
                        completed("plain", 0, 1, 1.0, 0.80),
                        completed("treated", 0, 1, 1.0, 0.90),
                        completed("plain", 1, 1, 1.0, 0.80),
                        completed("treated", 1, 1, 1.0, 0.92)));
        StudySummary once = StudySummary.of(
                Results.study(1).withResampling(given.withRepeats(1)),
                DATA,
                List.of(
                        completed("plain", 0, 0, 1.0, 0.80),
                        completed("treated", 0, 0, 1.0, 0.89),
                        completed("plain", 1, 0, 1.0, 0.80),
                        completed("treated", 1, 0, 1.0, 0.91)));

        Comparison comparison = twice.comparisons(Metric.TEST_ACCURACY).get(0);
        Comparison oracle = once.comparisons(Metric.TEST_ACCURACY).get(0);
        assertThat(comparison.pairs()).isEqualTo(4);
        assertThat(comparison.pValue().orElseThrow()).isCloseTo(oracle.pValue().orElseThrow(), within(1e-9));
        assertThat(comparison.ci95().orElseThrow().low())
                .isCloseTo(oracle.ci95().orElseThrow().low(), within(1e-9));
    }
}
