package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ClaimCheck.Answer;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimCheckTest {
    private static final Optimizer ADAM = new Optimizer.Adam(1e-3);
    private static final Resampling SEEDS = new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), 0.1);

    @Test
    void aDifferenceOfTheClaimedSignIsFoundOneOfTheOtherIsTheOpposite() {
        assertThat(check(gapClaim(Sign.NEGATIVE), 0.10, 0.20).answer()).isEqualTo(Answer.FOUND);
        assertThat(check(gapClaim(Sign.NEGATIVE), 0.20, 0.10).answer()).isEqualTo(Answer.OPPOSITE);
        assertThat(check(gapClaim(Sign.NEGATIVE), 0.15, 0.15).answer()).isEqualTo(Answer.NO_EVIDENCE);
    }

    @Test
    void measuresTheDifferenceOfTheTwoArms() {
        ClaimCheck check = check(gapClaim(Sign.NEGATIVE), 0.10, 0.20);

        assertThat(check.measured().orElseThrow()).isCloseTo(-0.105, within(1e-12));
        assertThat(check.ci95()).isPresent();
    }

    /** The test loss goes from 0.5 after the best epoch to 0.9, ± 0.01 from seed to seed. */
    @Test
    void aClaimAboutOneArmGoesByItsInterval() {
        Claim turnsUp =
                new Claim("It turns up.", "somebody", "plain", Optional.empty(), Metric.TEST_LOSS_RISE, Sign.POSITIVE);

        ClaimCheck check = check(turnsUp, 0.1, 0.1);

        assertThat(check.measured().orElseThrow()).isCloseTo(0.4, within(0.02));
        assertThat(check.answer()).isEqualTo(Answer.FOUND);
    }

    @Test
    void theBestEpochIsThatOfTheLowestValidationLossNotOfTheLowestTestLoss() {
        LearningCurve curve =
                new LearningCurve(List.of(point(1, 0.9, 0.3, 0.5), point(2, 0.5, 0.8, 0.5), point(3, 0.5, 0.2, 0.5)));

        assertThat(curve.best().orElseThrow().epoch()).as("the first of equals").isEqualTo(2);
    }

    @Test
    void aClaimNeedsItsComparisonAndItsData() {
        Claim unknown = new Claim("?", "?", "plain", Optional.of("treated"), Metric.ACCURACY_GAP, Sign.POSITIVE);
        assertThatThrownBy(() -> study(SEEDS, unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a comparison that is not in the study");
        Claim apart = new Claim("?", "?", "treated", Optional.of("plain"), Metric.TEST_LOSS_RISE, Sign.POSITIVE);
        assertThatThrownBy(() -> study(SEEDS, apart))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not compared");
        Claim late = new Claim("?", "?", "treated", Optional.of("plain"), Metric.BEST_EPOCH, Sign.POSITIVE);
        assertThatThrownBy(() -> study(Resampling.of(3, 1), late))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs validation data");
    }

    /**
     * Oracle: the interval by hand. The differences are the base and 0, +0.005 and −0.02: mean base − 0.005, standard
     * deviation 0.0132288, t₀.₉₇₅ of 2 degrees of freedom 4.302653, so that the interval is base − 0.0379 to base + 0.0279. A
     * claim of no difference is found if all of it is within the margins, which a large p-value alone is not enough for.
     */
    @ParameterizedTest
    @CsvSource({
        "NEGLIGIBLE, 0, 0.04, FOUND",
        "NEGLIGIBLE, 0, 0.03, NO_EVIDENCE",
        "NEGLIGIBLE, 0, 0.02, NO_EVIDENCE",
        "NEGLIGIBLE, 0.1, 0.04, OPPOSITE",
        "NEGLIGIBLE, -0.1, 0.04, OPPOSITE",
        "NEGLIGIBLE, 0.1, 0.2, FOUND",
        "NOT_MORE, 0, 0.03, FOUND",
        "NOT_MORE, 0, 0.02, NO_EVIDENCE",
        "NOT_MORE, 0.1, 0.04, OPPOSITE",
        "NOT_MORE, -0.1, 0.04, FOUND"
    })
    void aClaimOfNoDifferenceGoesByWhereTheIntervalLies(Sign sign, double base, double margin, Answer answer) {
        ClaimCheck check = check(noneOf(sign, margin), 0.15 + base, 0.15);

        assertThat(check.ci95().orElseThrow().low()).isCloseTo(base - 0.037862, within(1e-6));
        assertThat(check.ci95().orElseThrow().high()).isCloseTo(base + 0.027862, within(1e-6));
        assertThat(check.answer()).isEqualTo(answer);
    }

    /** Oracle: by hand as above, of 0.40, 0.41 and 0.42: 0.385 to 0.435. */
    @ParameterizedTest
    @CsvSource({"0.5, FOUND", "0.4, NO_EVIDENCE", "0.38, OPPOSITE"})
    void aClaimThatOneArmHasNextToNothingGoesByItsInterval(double margin, Answer answer) {
        Claim none = Claim.ofNone("It stays.", "somebody", "plain", Optional.empty(), Metric.TEST_LOSS_RISE, margin);

        assertThat(check(none, 0.1, 0.1).answer()).isEqualTo(answer);
    }

    /** One trial has no interval, however small its difference. */
    @Test
    void withoutAnIntervalNothingIsFoundNegligible() {
        Resampling once = new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.1);

        ClaimCheck check = summary(
                        study(once, noneOf(Sign.NEGLIGIBLE, 0.1)),
                        List.of(result("plain", 0, 0.1), result("treated", 0, 0.1)))
                .claims()
                .get(0);

        assertThat(check.answer()).isEqualTo(Answer.NO_EVIDENCE);
    }

    /**
     * Oracle: the interval by hand. The gains are 0.05, 0.06 and 0.055 of one, 0.01, 0.01 and 0.02 of the other, whatever
     * the seeds do to all arms: differences of 0.04, 0.05 and 0.035 have mean 0.0416667, standard deviation 0.0076376 and half
     * an interval of 0.018973.
     */
    @ParameterizedTest
    @CsvSource({"POSITIVE, FOUND", "NEGATIVE, OPPOSITE"})
    void ofTwoDifferencesTheLargerIsFoundPairByPair(Sign sign, Answer answer) {
        ClaimCheck check = checkOfTwo(sign, new double[] {0.05, 0.06, 0.055}, new double[] {0.01, 0.01, 0.02});

        assertThat(check.measured().orElseThrow()).isCloseTo(0.0416667, within(1e-6));
        assertThat(check.ci95().orElseThrow().low()).isCloseTo(0.0416667 - 0.018973, within(1e-6));
        assertThat(check.answer()).isEqualTo(answer);
    }

    @Test
    void differencesThatDifferByChanceAreNoEvidence() {
        assertThat(checkOfTwo(Sign.POSITIVE, new double[] {0.05, 0.06, 0.055}, new double[] {0.06, 0.05, 0.054})
                        .answer())
                .isEqualTo(Answer.NO_EVIDENCE);
    }

    /** Oracle: the mean of the two that are left, 0.05 and 0.035. */
    @Test
    void aPairOfDifferencesOfWhichOneTrialDivergedIsLost() {
        List<TrialResult> results =
                new ArrayList<>(resultsOfTwo(new double[] {0.05, 0.06, 0.055}, new double[] {0.01, 0.01, 0.02}));
        results.replaceAll(result -> result.id().equals(new TrialId("other-plain", 0, 0))
                ? new TrialResult(
                        result.id(), TrialResult.Status.DIVERGED, new LearningCurve(List.of()), 90, 10, 5, 4, List.of())
                : result);

        ClaimCheck check = summary(studyOfTwo(Sign.POSITIVE), results).claims().get(0);

        assertThat(check.measured().orElseThrow()).isCloseTo(0.0425, within(1e-12));
    }

    @Test
    void aClaimIsAboutWhatIsComparedAndAsked() {
        Claim unasked = new Claim("?", "?", "plain", Optional.empty(), Metric.AVERAGING_GAIN_OF_1, Sign.NEGATIVE);
        assertThatThrownBy(() -> study(SEEDS, unasked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a probe");
        Claim unpaired = Claim.ofTwo(
                "?",
                "?",
                Contrast.of("treated", "plain"),
                Metric.TEST_ACCURACY,
                Sign.POSITIVE,
                Contrast.of("plain", "treated"));
        assertThatThrownBy(() -> study(SEEDS, unpaired))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a comparison that is not in the study");
    }

    @Test
    void aMarginGoesWithAClaimOfNoDifferenceAndOnlyWithOne() {
        Optional<String> plain = Optional.of("plain");
        Optional<Contrast> than = Optional.of(Contrast.of("other", "plain"));
        assertThatThrownBy(() -> Claim.ofNone("?", "?", "treated", plain, Metric.TEST_LOSS, 0))
                .hasMessageContaining("need a margin");
        assertThatThrownBy(() ->
                        new Claim("?", "?", "treated", plain, Metric.TEST_LOSS, Sign.POSITIVE, 0.1, Optional.empty()))
                .hasMessageContaining("need a margin");
        assertThatThrownBy(() -> new Claim("?", "?", "treated", plain, Metric.TEST_LOSS, Sign.NOT_MORE, 0.1, than))
                .hasMessageContaining("a claim about two contrasts");
        assertThatThrownBy(() ->
                        new Claim("?", "?", "treated", Optional.empty(), Metric.TEST_LOSS, Sign.POSITIVE, 0, than))
                .hasMessageContaining("a claim about two contrasts");
    }

    @Test
    void claimsAboutArmsThatAreLeftOutAreLeftOut() {
        assertThat(study(SEEDS, gapClaim(Sign.NEGATIVE))
                        .withArms(List.of("plain"))
                        .claims())
                .isEmpty();
    }

    private static Claim gapClaim(Sign sign) {
        return new Claim("The gap changes.", "somebody", "treated", Optional.of("plain"), Metric.ACCURACY_GAP, sign);
    }

    private static Claim noneOf(Sign sign, double margin) {
        return new Claim(
                "The gap does not change.",
                "somebody",
                "treated",
                Optional.of("plain"),
                Metric.ACCURACY_GAP,
                sign,
                margin,
                Optional.empty());
    }

    private static ClaimCheck checkOfTwo(Sign sign, double[] gains, double[] others) {
        return summary(studyOfTwo(sign), resultsOfTwo(gains, others)).claims().get(0);
    }

    /** Gains over two baselines, each seed with a gap of its own that all arms share. */
    private static List<TrialResult> resultsOfTwo(double[] gains, double[] others) {
        double[] shared = {0, 0.1, 0.03};
        List<TrialResult> results = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            results.add(result("plain", seed, shared[seed]));
            results.add(result("treated", seed, shared[seed] + gains[seed]));
            results.add(result("other-plain", seed, 0.02 + shared[seed]));
            results.add(result("other-treated", seed, 0.02 + shared[seed] + others[seed]));
        }
        return results;
    }

    private static Study studyOfTwo(Sign sign) {
        Contrast gain = Contrast.of("treated", "plain");
        Contrast other = Contrast.of("other-treated", "other-plain");
        return Study.of(
                        "tiny",
                        "A study",
                        "?",
                        "cifar10",
                        new NetworkSpec.Cifar10Cnn(),
                        Stream.of("plain", "treated", "other-plain", "other-treated")
                                .map(name -> new Arm(name, List.of(), ADAM, List.of()))
                                .toList(),
                        List.of(gain, other),
                        new TrainingPlan(2, 16),
                        SEEDS)
                .withClaims(List.of(Claim.ofTwo(
                        "One gains more than the other.", "somebody", gain, Metric.ACCURACY_GAP, sign, other)));
    }

    private static StudySummary summary(Study study, List<TrialResult> results) {
        DataInfo data = new DataInfo("cifar10", Provenance.OFFICIAL, "sha256:0", 280, List.of("a", "b"));
        return StudySummary.of(study, data, results);
    }

    private static ClaimCheck check(Claim claim, double treatedGap, double plainGap) {
        Study study = study(SEEDS, claim);
        List<TrialResult> results = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            // The three differences are −0.10, −0.095 and −0.12 when the gaps are 0.1 and 0.2.
            results.add(result("plain", seed, plainGap + 0.005 * seed));
            results.add(result("treated", seed, treatedGap + 0.005 * (seed == 1 ? 2 : -seed)));
        }
        return summary(study, results).claims().get(0);
    }

    private static TrialResult result(String arm, int seed, double gap) {
        return new TrialResult(
                new TrialId(arm, 0, seed),
                TrialResult.Status.COMPLETED,
                new LearningCurve(List.of(point(1, 0.5, 0.5, 0.7), point(2, 0.6, 0.9 + 0.01 * seed, 0.7 + gap, 0.7))),
                90,
                10,
                5,
                4,
                List.of());
    }

    private static Point point(int epoch, double validationLoss, double testLoss, double accuracy) {
        return point(epoch, validationLoss, testLoss, accuracy, accuracy);
    }

    private static Point point(
            int epoch, double validationLoss, double testLoss, double trainAccuracy, double accuracy) {
        return new Point(
                epoch,
                new Score(0.1, trainAccuracy),
                Optional.of(new Score(validationLoss, accuracy)),
                new Score(testLoss, accuracy),
                1e-3,
                epoch);
    }

    private static Study study(Resampling resampling, Claim claim) {
        return Study.of(
                        "tiny",
                        "A study",
                        "?",
                        "cifar10",
                        new NetworkSpec.Cifar10Cnn(),
                        List.of(
                                new Arm("plain", List.of(), ADAM, List.of()),
                                new Arm("treated", List.of(), ADAM, List.of())),
                        List.of(Contrast.of("treated", "plain")),
                        new TrainingPlan(2, 16),
                        resampling)
                .withClaims(List.of(claim));
    }
}
