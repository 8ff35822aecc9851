package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.evaluation.ClaimCheck.Answer;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.LearningCurve;
import org.dropoutlab.experiment.LearningCurve.Point;
import org.dropoutlab.experiment.Metric;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Score;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.TrialId;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.Test;

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
                .hasMessageContaining("what the study does not compare");
        Claim apart = new Claim("?", "?", "treated", Optional.of("plain"), Metric.TEST_LOSS_RISE, Sign.POSITIVE);
        assertThatThrownBy(() -> study(SEEDS, apart))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not compared");
        Claim late = new Claim("?", "?", "treated", Optional.of("plain"), Metric.BEST_EPOCH, Sign.POSITIVE);
        assertThatThrownBy(() -> study(Resampling.of(3, 1), late))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs validation data");
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

    private static ClaimCheck check(Claim claim, double treatedGap, double plainGap) {
        Study study = study(SEEDS, claim);
        List<TrialResult> results = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            // The three differences are −0.10, −0.095 and −0.12 when the gaps are 0.1 and 0.2.
            results.add(result("plain", seed, plainGap + 0.005 * seed));
            results.add(result("treated", seed, treatedGap + 0.005 * (seed == 1 ? 2 : -seed)));
        }
        DataInfo data = new DataInfo("cifar10", Provenance.OFFICIAL, "sha256:0", 280, List.of("a", "b"));
        return StudySummary.of(study, data, results).claims().get(0);
    }

    private static TrialResult result(String arm, int seed, double gap) {
        return new TrialResult(
                new TrialId(arm, 0, seed),
                TrialResult.Status.COMPLETED,
                new LearningCurve(List.of(point(1, 0.5, 0.5, 0.7), point(2, 0.6, 0.9 + 0.01 * seed, 0.7 + gap, 0.7))),
                90,
                10,
                5,
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
                        "cifar10-cnn",
                        List.of(
                                new Arm("plain", List.of(), ADAM, List.of()),
                                new Arm("treated", List.of(), ADAM, List.of())),
                        List.of(Contrast.of("treated", "plain")),
                        new TrainingPlan(2, 16),
                        resampling)
                .withClaims(List.of(claim));
    }
}
