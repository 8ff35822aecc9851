package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dropoutlab.training.TinyTrials.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    private static final int EPOCHS = 3;
    private static final Images IMAGES = ImageStudies.images();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Weights, Adam's state and its step count, data order and noise: were one of them lost, the curves would part. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "dropout", "spatial", "dropconnect", "weight-noise"})
    void aTrialThatIsKilledGoesOnToTheResultOfAnUndisturbedOne(String arm) {
        Trial trial = trial(arm);
        TrialResult undisturbed = new TrialRunner(IMAGES).run(trial);

        assertThatThrownBy(() -> runner(Killed.after(2)).run(trial)).isInstanceOf(Killed.class);
        assertThat(checkpoints().find(trial.id()).orElseThrow().curve().points())
                .hasSize(1);
        TrialResult resumed = runner(TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
        assertThat(resumed.readings()).isEqualTo(undisturbed.readings());
        assertThat(resumed.curve().last().seconds())
                .isGreaterThan(resumed.curve().points().get(0).seconds());
    }

    /** The same of direct steps: momentum's state, and noise that Deeplearning4j does not draw. */
    @ParameterizedTest
    @ValueSource(strings = {"plain-slow", "visible-fast", "hidden-fast", "dropconnect-fast"})
    void aTrialByDirectStepsGoesOnToTheSameResult(String arm) {
        Study study = Catalogue.named("sonar").at(Scale.QUICK).withArms(List.of(arm));
        study = study.withTraining(study.training().withEpochs(EPOCHS));
        Trial trial = study.trials().get(0);
        Examples sonar = new SonarData().synthetic().examples();
        assertThat(Steps.of(study, sonar)).containsEntry(arm, Steps.DIRECT);
        TrialResult undisturbed = new TrialRunner(sonar).run(trial);

        assertThatThrownBy(() -> new TrialRunner(sonar, checkpoints(), Killed.after(2)).run(trial))
                .isInstanceOf(Killed.class);
        assertThat(checkpoints().find(trial.id()).orElseThrow().curve().points())
                .hasSize(1);
        TrialResult resumed = new TrialRunner(sonar, checkpoints(), TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
    }

    static Stream<Optimizer> scheduled() {
        return Stream.of(
                new Optimizer.Adam(1e-3, new Schedule.Step(0.1, 2)),
                new Optimizer.Momentum(0.01, 0.5, new Schedule.Cosine(0.1), new Schedule.Linear(0.9, 2)));
    }

    /** Were the epochs counted anew, the third would have the rate of the second. */
    @ParameterizedTest
    @MethodSource("scheduled")
    void aTrialThatIsKilledGoesOnInTheMiddleOfItsSchedules(Optimizer optimizer) {
        Trial plain = trial("plain");
        Trial trial = new Trial(
                plain.id(),
                new Arm("plain", List.of(), optimizer, List.of()),
                plain.dataset(),
                plain.network(),
                plain.training(),
                plain.resampling(),
                List.of(),
                plain.seeds());
        TrialResult undisturbed = new TrialRunner(IMAGES).run(trial);

        assertThatThrownBy(() -> runner(Killed.after(2)).run(trial)).isInstanceOf(Killed.class);
        TrialResult resumed = runner(TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
        assertThat(resumed.curve().last().learningRate())
                .isLessThan(resumed.curve().points().get(0).learningRate());
    }

    @Test
    void theTrialThatFollowsInTheSameThreadIsNotDisturbed() {
        Trial dropout = trial("dropout");
        TrialResult alone = new TrialRunner(IMAGES).run(dropout);

        assertThatThrownBy(() -> runner(Killed.after(2)).run(dropout)).isInstanceOf(Killed.class);
        TrialRunner runner = runner(TrialObserver.none());
        runner.run(trial("spatial"));

        assertThat(measured(runner.run(dropout))).isEqualTo(measured(alone));
    }

    @Test
    void shortTrialsLeaveNone() {
        Checkpoints rare = new Checkpoints(directory.resolve("rare"), Duration.ofHours(1));

        new TrialRunner(IMAGES, rare, TrialObserver.none()).run(trial("plain"));

        assertThat(directory.resolve("rare")).doesNotExist();
    }

    @Test
    void discardingLeavesNothing() {
        Trial trial = trial("plain");
        assertThatThrownBy(() -> runner(Killed.after(2)).run(trial)).isInstanceOf(Killed.class);

        checkpoints().discard(trial.id());
        assertThat(checkpoints().find(trial.id())).isEmpty();
        checkpoints().discardAll();
        checkpoints().discardAll();

        assertThat(directory.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void aFileThatIsNoneIsAnErrorInOneLine() throws IOException {
        Trial trial = trial("plain");
        Files.createDirectories(directory.resolve("checkpoints"));
        Files.writeString(directory.resolve("checkpoints/plain-split0-seed0.zip"), "not a zip file");

        assertThatThrownBy(() -> runner(TrialObserver.none()).run(trial))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("plain-split0-seed0.zip: not a readable checkpoint; delete it")
                .hasMessageNotContaining("\n");
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(directory.resolve("checkpoints"), Duration.ZERO);
    }

    private TrialRunner runner(TrialObserver observer) {
        return new TrialRunner(IMAGES, checkpoints(), observer);
    }

    private static Trial trial(String arm) {
        return ImageStudies.study(EPOCHS).trials().stream()
                .filter(trial -> trial.id().arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }
}
