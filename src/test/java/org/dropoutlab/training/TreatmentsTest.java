package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.training.TinyTrials.arm;
import static org.dropoutlab.training.TinyTrials.heldOut;
import static org.dropoutlab.training.TinyTrials.measured;
import static org.dropoutlab.training.TinyTrials.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.steps.DirectPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials whose arms change training examples. */
class TreatmentsTest {
    private static final Images DIGITS = ImageStudies.digits();
    private static final Examples SONAR = new SonarData().synthetic().examples();
    private static final Optimizer MOMENTUM = new Optimizer.Momentum(0.05, 0.9);
    private static final Fold FOLD = new Fold(
            IntStream.range(0, 110).toArray(),
            IntStream.range(110, 150).toArray(),
            IntStream.range(150, 190).toArray());
    private static final Arm DIRECT =
            arm(MOMENTUM, new LabelSmoothing(0.1), new RandomShift(2), new Cutout(5), new WeightDecay(0.01));
    private static final Arm NORMALIZED = arm(
            new Optimizer.Adam(1e-3),
            BatchNormalization.hidden(),
            new LabelSmoothing(0.1),
            new RandomShift(2),
            new HorizontalFlip(),
            new WeightDecay(0.01));
    private static final Arm LAYERED =
            arm(new Optimizer.Adam(1e-3), WeightNoise.hidden(0.2), new LabelSmoothing(0.1), new RandomShift(2));

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    static Stream<Arm> arms() {
        return Stream.of(DIRECT, NORMALIZED, LAYERED);
    }

    /** 135 images in mini-batches of 67: the last one has a single image. */
    @ParameterizedTest
    @MethodSource("arms")
    void aTrialThatIsKilledGoesOnToTheResultOfAnUndisturbedOne(Arm arm) {
        Trial trial = trial(arm);
        TrialResult undisturbed = new TrialRunner(DIGITS).run(trial);
        assertThat(undisturbed.status()).isEqualTo(TrialResult.Status.COMPLETED);

        Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO);
        assertThatThrownBy(() -> new TrialRunner(DIGITS, checkpoints, Killed.after(3)).run(trial))
                .isInstanceOf(Killed.class);
        TrialResult resumed = new TrialRunner(DIGITS, checkpoints, TrialObserver.none()).run(trial);

        assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
    }

    /** Oracle: the epochs one by one, each with images of its own. */
    @Test
    void everyEpochOfATrialSeesItsOwnImages() {
        Trial trial = trial(NORMALIZED);
        Fold fold =
                Splits.of(DIGITS, trial.resampling(), trial.seeds().folds(0)).get(0);
        TrainingData data = TrainingData.of(DIGITS, fold, trial);
        MultiLayerNetwork network = network(trial);
        Learner learner = Learner.of(
                new Network.Stack(network),
                DirectPlan.of(
                        network.getLayerWiseConfigurations(), trial.training().batchSize()));

        for (int epoch = 1; epoch <= 4; epoch++) {
            learner.fit(data.miniBatches(trial)
                    .inEpoch(epoch)
                    .shuffled(trial.seeds().batchOrder(trial.id(), epoch)));
        }

        assertThat(new TrialRunner(DIGITS).run(trial).curve().last().test())
                .isEqualTo(data.measure(Committee.of(learner)).test());
    }

    @Test
    void trialsSideBySideAreTheTrialsAlone() throws Exception {
        List<Object> alone = measured(new TrialRunner(DIGITS).run(trial(LAYERED)));
        TrialRunner runner = new TrialRunner(DIGITS);
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            List<Future<TrialResult>> results = Stream.of(LAYERED, DIRECT, LAYERED)
                    .map(arm -> workers.submit(() -> {
                        Backend.startThread();
                        return runner.run(trial(arm));
                    }))
                    .toList();

            assertThat(measured(results.get(0).get())).isEqualTo(alone);
            assertThat(measured(results.get(2).get())).isEqualTo(alone);
        } finally {
            workers.shutdown();
        }
    }

    /** Oracle: Deeplearning4j's steps. Losses of three epochs, whose weights differ by roundings. */
    @Test
    void directStepsSeeTheSameExamplesAsLayeredOnes() {
        TrialObserver listener = new TrialObserver() {
            @Override
            public boolean listens() {
                return true;
            }
        };
        Checkpoints none = new Checkpoints(directory, Duration.ofHours(1));

        LearningCurve direct = new TrialRunner(DIGITS).run(trial(DIRECT)).curve();
        LearningCurve layered =
                new TrialRunner(DIGITS, none, listener).run(trial(DIRECT)).curve();

        assertThat(direct.last().train().loss())
                .isCloseTo(layered.last().train().loss(), within(1e-4));
    }

    /** The scale and the shift of eight units count; their averages do not. */
    @Test
    void parametersAreThoseThatAreLearnt() {
        assertThat(new TrialRunner(DIGITS).run(trial(NORMALIZED)).parameters())
                .isEqualTo(784 * 8 + 8 + 2 * 8 + 8 * 10 + 10);
    }

    @Test
    void measurementsAreOfExamplesAsTheyAre() {
        Learner learner = new LayeredLearner(new Network.Stack(network(trial(arm(MOMENTUM)))));
        TrainingData treated = TrainingData.of(DIGITS, FOLD, trial(DIRECT));

        assertThat(treated.measure(Committee.of(learner)))
                .isEqualTo(TrainingData.of(DIGITS, FOLD, trial(arm(MOMENTUM))).measure(Committee.of(learner)));
        assertThat(treated.miniBatches(trial(DIRECT)).inOrder().next().getFeatures())
                .isNotEqualTo(treated.miniBatches(trial(arm(MOMENTUM)))
                        .inOrder()
                        .next()
                        .getFeatures());
    }

    @Test
    void refusesWhatDoesNotGoWithTheData() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Treatments.check(study(new NetworkSpec.SonarMlp(), arm(MOMENTUM, new RandomShift(1))), SONAR))
                .withMessageContaining("random shift needs images, but these examples are rows of a table");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(
                        study(new NetworkSpec.MnistAutoencoder(4), arm(MOMENTUM, new LabelSmoothing(0.1))), DIGITS))
                .withMessageContaining("this network is an autoencoder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrialRunner(DIGITS).run(trial(arm(MOMENTUM, new Cutout(4), new Cutout(5)))))
                .withMessage("cutout is listed twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(
                        study(new NetworkSpec.MnistMlp(8), arm(MOMENTUM, new RandomShift(28))), DIGITS))
                .withMessageContaining("can erase a whole image of 28×28 pixels");
        Treatments.check(study(new NetworkSpec.SonarMlp(), arm(MOMENTUM, new LabelSmoothing(0.1))), SONAR);
        Treatments.check(
                study(new NetworkSpec.MnistAutoencoder(4), arm(MOMENTUM, new Cutout(28), new RandomShift(27))), DIGITS);
    }

    @Test
    void refusesLevelsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelSmoothing(1))
                .withMessageContaining("(0, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomShift(0))
                .withMessageContaining("at least 1 pixel");
        assertThatIllegalArgumentException().isThrownBy(() -> new Cutout(0)).withMessageContaining("at least 1 pixel");
    }

    @Test
    void sayWhatTheyAre() {
        assertThat(DIRECT.describe())
                .startsWith(
                        "label smoothing 0.1, random shift by up to 2 pixels, cutout of 5×5 pixels, weight decay 0.01");
        assertThat(DIRECT.changesFrom(arm(MOMENTUM)))
                .containsExactly("label smoothing", "random shift", "cutout", "weight decay");
    }

    private static Trial trial(Arm arm) {
        return study(new NetworkSpec.MnistMlp(8), arm).trials().get(0);
    }

    private static Study study(NetworkSpec network, Arm arm) {
        return TinyTrials.study(network, arm, new TrainingPlan(4, 67), heldOut(0.1));
    }
}
