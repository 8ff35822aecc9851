package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.training.TinyTrials.arm;
import static org.dropoutlab.training.TinyTrials.heldOut;
import static org.dropoutlab.training.TinyTrials.measured;
import static org.dropoutlab.training.TinyTrials.withoutTimes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.UncertaintyReading;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialRunnerTest {
    private static final Images IMAGES = ImageStudies.digits();
    private static final TrainingPlan EVERY_EPOCH = new TrainingPlan(5, 32);
    private static final TrainingPlan EVERY_SECOND = EVERY_EPOCH.measuredEvery(2);

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Oracle: the same trial measured after every epoch. Measuring draws nothing and leaves the network as it was. */
    @Test
    void aTrialThatIsMeasuredRarelyGoesWhereOneThatIsMeasuredOftenGoes() {
        List<TrialId> told = new ArrayList<>();
        List<LearningCurve.Point> often = withoutTimes(
                new TrialRunner(IMAGES).run(trial(EVERY_EPOCH)).curve().points());

        TrialResult rarely = new TrialRunner(IMAGES, checkpoints(Duration.ofHours(1)), new TrialObserver() {
                    @Override
                    public void epochEnded(TrialId trial, LearningCurve.Point point) {
                        told.add(trial);
                    }
                })
                .run(trial(EVERY_SECOND));

        assertThat(rarely.curve().points())
                .extracting(LearningCurve.Point::epoch)
                .containsExactly(2, 4, 5);
        assertThat(withoutTimes(rarely.curve().points())).isEqualTo(List.of(often.get(1), often.get(3), often.get(4)));
        assertThat(told).hasSize(3);
    }

    /** Oracle: the trial that nothing disturbed. Killed at an epoch, it goes on from the measurement before. */
    @ParameterizedTest
    @CsvSource({"4, 2", "5, 4"})
    void aTrialThatIsMeasuredRarelyGoesOnFromItsCheckpoint(int killedAt, int from) {
        Trial trial = trial(EVERY_SECOND);
        TrialResult undisturbed = new TrialRunner(IMAGES).run(trial);

        assertThatThrownBy(() -> new TrialRunner(IMAGES, checkpoints(Duration.ZERO), Killed.after(killedAt)).run(trial))
                .isInstanceOf(Killed.class);
        assertThat(checkpoints(Duration.ZERO)
                        .find(trial.id())
                        .orElseThrow()
                        .curve()
                        .last()
                        .epoch())
                .isEqualTo(from);
        TrialResult resumed = new TrialRunner(IMAGES, checkpoints(Duration.ZERO), TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
        assertThat(resumed.readings()).isEqualTo(undisturbed.readings());
    }

    /** By hand: cos(π/5) = 0.809…, cos(3π/5) = −0.309…, cos(4π/5) = −0.809…, in the second, fourth and fifth of five epochs. */
    @Test
    void theCurveRecordsTheLearningRateOfEachEpoch() {
        Trial trial = study(EVERY_SECOND, scheduled()).trials().get(0);

        TrialResult result = new TrialRunner(IMAGES).run(trial);

        double[] rates = result.curve().points().stream()
                .mapToDouble(LearningCurve.Point::learningRate)
                .toArray();
        double[] cosines = {(1 + Math.sqrt(5)) / 4, (1 - Math.sqrt(5)) / 4, -(1 + Math.sqrt(5)) / 4};
        assertThat(rates)
                .containsExactly(
                        Arrays.stream(cosines)
                                .map(c -> 0.1 * (0.2 + 0.8 * (1 + c) / 2))
                                .toArray(),
                        within(1e-15));
    }

    /** Oracle: the trial that nothing disturbed. Momentum and its velocity by direct steps; the schedules are in their middle. */
    @Test
    void aTrialGoesOnInTheMiddleOfItsSchedules() {
        Trial trial = study(EVERY_EPOCH, scheduled()).trials().get(0);
        assertThat(Steps.of(study(EVERY_EPOCH, scheduled()), IMAGES)).containsEntry("scheduled", Steps.DIRECT);
        TrialResult undisturbed = new TrialRunner(IMAGES).run(trial);

        assertThatThrownBy(() -> new TrialRunner(IMAGES, checkpoints(Duration.ZERO), Killed.after(3)).run(trial))
                .isInstanceOf(Killed.class);
        TrialResult resumed = new TrialRunner(IMAGES, checkpoints(Duration.ZERO), TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
    }

    private static Arm scheduled() {
        return new Arm(
                "scheduled",
                List.of(Dropout.hidden(0.5)),
                new Optimizer.Momentum(0.1, 0.5, new Schedule.Cosine(0.2), new Schedule.Linear(0.9, 4)),
                List.of());
    }

    @Test
    void everyProbeOfATrialIsAnsweredInItsOrder() {
        assertThat(new TrialRunner(IMAGES).run(trial(EVERY_SECOND)).readings())
                .extracting(Object::getClass)
                .isEqualTo(List.of(AveragingReading.class, UncertaintyReading.class));
    }

    /** 110 of the training images, a tenth of them held back, and a network of another width. */
    @Test
    void anArmsOwnTrainingExamplesAndNetworkAreTheTrials() {
        Arm small = new Arm(
                "small",
                List.of(),
                new Optimizer.Adam(1e-3),
                List.of(),
                new Variation(
                        Optional.of(new NetworkSpec.MnistMlp(4)),
                        OptionalInt.of(110),
                        Optional.of(new TrainingPlan(1, 10)),
                        Optional.empty()));

        TrialResult result =
                new TrialRunner(IMAGES).run(study(EVERY_EPOCH, small).trials().get(0));

        assertThat(result.trainExamples()).isEqualTo(99);
        assertThat(result.parameters()).isEqualTo(784 * 4 + 4 + 4 * 10 + 10);
        assertThat(result.curve().points()).hasSize(1);
    }

    private Checkpoints checkpoints(Duration atLeast) {
        return new Checkpoints(directory.resolve("checkpoints"), atLeast);
    }

    private static Trial trial(TrainingPlan plan) {
        return study(plan, arm(new Optimizer.Adam(1e-3), Dropout.hidden(0.5)))
                .trials()
                .get(0);
    }

    private static Study study(TrainingPlan plan, Arm arm) {
        return TinyTrials.study(new NetworkSpec.MnistMlp(8), arm, plan, heldOut(0.1))
                .withProbes(new Probe.ModelAveraging(List.of(1, 3), 2, 40), new Probe.Uncertainty(3, 40, List.of(90)));
    }
}
