package org.dropoutlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Sweep.Line;
import org.dropoutlab.experiment.Sweep.Step;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies whose arms differ in width and data as well, and what is left of them when arms are chosen. */
class StudyTest {
    private static final TrainingPlan PLAN = new TrainingPlan(10, 100).measuredEvery(5);
    private static final TrainingPlan LONG = new TrainingPlan(200, 50).measuredEvery(40);
    private static final HeldOutTest SEEDS = new HeldOutTest(2, OptionalInt.of(1200), OptionalInt.of(500), 1.0 / 6);
    private static final Contrast WIDE = Contrast.of("wide", "plain");
    private static final Contrast SMALL = Contrast.of("small", "plain");

    /** A run that was recorded before a sentence was reworded can be resumed; one of another study cannot. */
    @Test
    void onlyTitleQuestionAndNotesAreWords() {
        Study reworded = new Study(
                study().name(),
                "Another title",
                "Another question?",
                study().dataset(),
                study().network(),
                study().arms(),
                study().contrasts(),
                study().training(),
                study().resampling(),
                study().seed(),
                study().probes(),
                study().sweeps(),
                study().claims(),
                List.of("Another note."));

        assertThat(study()).isNotEqualTo(reworded);
        assertThat(study().inWordsOf(reworded)).isEqualTo(reworded);
        assertThat(study().withSeed(2).inWordsOf(reworded)).isNotEqualTo(reworded);
    }

    @Test
    void aTrialHasItsArmsNetworkDataAndPlanOrElseTheStudys() {
        Study study = study();

        assertThat(study.trials()).hasSize(2 * 4);
        for (Trial trial : study.trials()) {
            boolean small = trial.id().arm().equals("small");
            assertThat(trial.network())
                    .isEqualTo(
                            trial.id().arm().equals("wide")
                                    ? new NetworkSpec.MnistMlp(128)
                                    : new NetworkSpec.MnistMlp(64));
            assertThat(trial.training()).isEqualTo(small ? LONG : PLAN);
            assertThat(trial.resampling()).isEqualTo(small ? SEEDS.withTrainSize(120) : SEEDS);
            assertThat(trial.probes()).isEqualTo(study.probes());
        }
    }

    /** Whoever compares two arms is told of everything in which they differ. */
    @Test
    void anArmsDeparturesAreAmongWhatChanges() {
        Study study = study();

        assertThat(study.arm("wide").changesFrom(study.arm("plain"))).containsExactly("network");
        assertThat(study.arm("small").changesFrom(study.arm("plain"))).containsExactly("training examples", "epochs");
        assertThat(study.arm("plain").changesFrom(study.arm("small"))).containsExactly("training examples", "epochs");
        assertThat(study.arm("small").describe()).contains("120 training examples", "200 epochs");
    }

    @Test
    void whatArmsHaveOfTheirOwnIsNotChangedForAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study().withTrainSize(500))
                .withMessageContaining("differ in their training examples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study().withEpochs(5))
                .withMessageContaining("differ in their epochs");
    }

    @Test
    void withoutSuchArmsAllTrialsChange() {
        Study study =
                study().withArms(List.of("plain", "wide")).withTrainSize(600).withEpochs(3);

        assertThat(study.trials()).allSatisfy(trial -> {
            assertThat(trial.resampling().trainSize()).hasValue(600);
            assertThat(trial.training()).isEqualTo(new TrainingPlan(3, 100).measuredEvery(3));
        });
    }

    @Test
    void chosenArmsKeepTheirOrderTheComparisonsAmongThemAndTheClaimsAboutThem() {
        Study chosen = study().withArms(List.of("wide", "plain"));

        assertThat(chosen.armNames()).containsExactly("plain", "wide");
        assertThat(chosen.contrasts()).containsExactly(WIDE);
        assertThat(chosen.claims())
                .extracting(Claim::statement)
                .containsExactly("Wide is better.", "Wide changes little.");
        assertThat(chosen.probes()).isEqualTo(study().probes());
        assertThat(study().withArms(study().armNames())).isEqualTo(study());
    }

    /** A claim about two differences needs all the arms of both. */
    @Test
    void aClaimOfTwoDifferencesGoesWithEitherOfThem() {
        assertThat(study().withArms(List.of("plain", "wide", "small")).claims())
                .extracting(Claim::statement)
                .contains("Width gains more than data.");
        assertThat(study().withArms(List.of("plain", "wide", "dropout")).claims())
                .extracting(Claim::statement)
                .doesNotContain("Width gains more than data.");
    }

    /** One arm makes no line, and no line makes no figure. */
    @Test
    void figuresKeepTheLinesOfAtLeastTwoChosenArms() {
        assertThat(study().withArms(List.of("plain", "wide", "small")).sweeps())
                .containsExactly(new Sweep("by-width", "Width", "units", true, List.of(line("one", "plain", "wide"))));
        assertThat(study().withArms(List.of("wide", "dropout")).sweeps())
                .containsExactly(
                        new Sweep("by-width", "Width", "units", true, List.of(line("other", "wide", "dropout"))));
        assertThat(study().withArms(List.of("plain", "small")).sweeps()).isEmpty();
    }

    @Test
    void aFigureOfAnArmThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> study().withSweeps(new Sweep("s", "S", "x", false, List.of(line("", "plain", "huge")))))
                .withMessageContaining("an arm not in the study");
    }

    /** What a study has asked is all it can compare: a reading that was never made would be missed after training. */
    @ParameterizedTest
    @CsvSource({
        "INFORMATION, true, false",
        "INFORMATION_RISE_SHUFFLED, true, false",
        "INFORMATION_RISE_ROTATED, true, false",
        "AVERAGING_GAIN, false, true",
        "AVERAGING_GAIN_OF_50, false, true",
        "AVERAGING_GAIN_OF_1, false, true",
        "FEATURE_ROUGHNESS, false, false",
        "TEST_ACCURACY, true, true"
    })
    void aStudyMeasuresWhatItsProbesAnswer(Metric metric, boolean byUncertainty, boolean byAveraging) {
        Study study = study().withClaims(List.of());

        assertThat(study.withProbes(new Probe.Uncertainty(5, 100, List.of(45, 90)))
                        .measures(metric))
                .isEqualTo(byUncertainty);
        assertThat(study.withProbes(new Probe.ModelAveraging(List.of(1, 20), 2, 100))
                        .measures(metric))
                .isEqualTo(byAveraging);
        assertThat(study.withProbes().measures(metric)).isEqualTo(metric == Metric.TEST_ACCURACY);
    }

    @Test
    void aNumberOfNetworksOrAnAngleThatIsNotAskedForIsNotMeasured() {
        Study study = study().withClaims(List.of());
        Study turnedLess = study.withProbes(new Probe.Uncertainty(5, 100, List.of(45)));
        Study neverOne = study.withProbes(new Probe.ModelAveraging(List.of(10, 20), 2, 100));
        Study many = study.withProbes(new Probe.ModelAveraging(List.of(80), 2, 100));

        assertThat(turnedLess.measures(Metric.INFORMATION_RISE_ROTATED)).isFalse();
        assertThat(turnedLess.measures(Metric.INFORMATION_RISE_SHUFFLED)).isTrue();
        assertThat(neverOne.measures(Metric.AVERAGING_GAIN_OF_1)).isFalse();
        assertThat(neverOne.measures(Metric.AVERAGING_GAIN_OF_50)).isTrue();
        assertThat(many.measures(Metric.AVERAGING_GAIN_OF_50)).isFalse();
        assertThat(many.measures(Metric.AVERAGING_GAIN)).isTrue();
    }

    /** Else the report would fail, or say that no trial was completed, when all training is done. */
    @Test
    void aClaimKeepsWhatItNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study().withProbes(new Probe.Features()))
                .withMessageContaining("needs validation data or a probe");
        Study study = study().withClaims(List.of(
                new Claim("It ends later.", "?", "wide", Optional.of("plain"), Metric.BEST_EPOCH, Sign.POSITIVE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.withResampling(Resampling.of(5, 1)))
                .withMessageContaining("needs validation data or a probe");
    }

    private static Study study() {
        return Study.of(
                        "tiny",
                        "A study",
                        "?",
                        "mnist",
                        new NetworkSpec.MnistMlp(64),
                        List.of(
                                arm("plain", Variation.NONE),
                                arm("wide", Variation.ofNetwork(new NetworkSpec.MnistMlp(128))),
                                arm("small", Variation.ofTrainSize(120, LONG)),
                                new Arm("dropout", List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), List.of())),
                        List.of(WIDE, SMALL),
                        PLAN,
                        SEEDS)
                .withProbes(new Probe.Uncertainty(5, 100, List.of(90)))
                .withSweeps(
                        new Sweep(
                                "by-width",
                                "Width",
                                "units",
                                true,
                                List.of(line("one", "plain", "wide"), line("other", "wide", "dropout"))),
                        new Sweep("by-data", "Data", "examples", true, List.of(line("", "small", "dropout"))))
                .withClaims(List.of(
                        claim("Wide is better.", "wide"),
                        claim("Small is worse.", "small"),
                        Claim.ofNone(
                                "Wide changes little.", "?", "wide", Optional.of("plain"), Metric.TEST_ACCURACY, 0.01),
                        Claim.ofTwo(
                                "Width gains more than data.", "?", WIDE, Metric.TEST_ACCURACY, Sign.POSITIVE, SMALL),
                        new Claim(
                                "Sampled networks disagree.",
                                "?",
                                "dropout",
                                Optional.empty(),
                                Metric.INFORMATION,
                                Sign.POSITIVE)));
    }

    private static Arm arm(String name, Variation variation) {
        return new Arm(name, List.of(), new Optimizer.Adam(1e-3), List.of(), variation);
    }

    private static Claim claim(String statement, String arm) {
        return new Claim(statement, "?", arm, Optional.of("plain"), Metric.TEST_ACCURACY, Sign.POSITIVE);
    }

    private static Line line(String name, String left, String right) {
        return new Line(name, List.of(new Step(1, left), new Step(2, right)));
    }
}
