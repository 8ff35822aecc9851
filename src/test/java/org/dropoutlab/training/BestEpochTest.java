package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dropoutlab.training.TinyTrials.arm;
import static org.dropoutlab.training.TinyTrials.heldOut;
import static org.dropoutlab.training.TinyTrials.network;
import static org.dropoutlab.training.TinyTrials.study;
import static org.dropoutlab.training.TinyTrials.withoutTimes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.MiniBatches;
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
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.steps.DirectPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** Trials that are stopped early. Labels of random images cannot be learnt, so that the best epoch comes soon. */
class BestEpochTest {
    private static final Images DIGITS = ImageStudies.digits();
    private static final Examples SONAR = new SonarData().synthetic().examples();
    private static final Optimizer MOMENTUM = new Optimizer.Momentum(0.05, 0.9);
    private static final Optimizer ADAM = new Optimizer.Adam(1e-2);
    private static final int EPOCHS = 12;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    static Stream<Arm> arms() {
        return Stream.of(
                arm(MOMENTUM, Dropout.hidden(0.3), new L2(1e-3)),
                arm(ADAM, DropConnect.hidden(0.3)),
                arm(ADAM, WeightNoise.hidden(0.3)),
                arm(ADAM, BatchNormalization.hidden(), Dropout.hidden(0.3)));
    }

    /** Oracle: a network that was trained for so many epochs and no more. Losses are made up: 3, 1, 2, 2, 2. */
    @ParameterizedTest
    @MethodSource("arms")
    void theWeightsThatArePutBackAreThoseOfTheBestEpochToTheBit(Arm arm) {
        Trial trial = trial(arm, EPOCHS);
        double[] losses = {3, 1, 2, 2, 2};
        MultiLayerNetwork twoEpochs = network(trial);
        train(trial, twoEpochs, 2, epoch -> {});
        MultiLayerNetwork fiveEpochs = network(trial);
        LearningCurve[] curve = {new LearningCurve(List.of())};

        try (BestEpoch best = new BestEpoch(
                Optional.of(new EarlyStopping(3)), List.of(new Network.Stack(fiveEpochs)), Optional.empty())) {
            train(trial, fiveEpochs, losses.length, epoch -> {
                curve[0] = best.with(curve[0], point(epoch, losses[epoch - 1]));
                assertThat(best.isOver(curve[0])).isEqualTo(epoch == 5);
            });
            assertThat(fiveEpochs.params().toFloatVector())
                    .isNotEqualTo(twoEpochs.params().toFloatVector());
            best.putBack();
        }

        assertThat(fiveEpochs.params().toFloatVector())
                .isEqualTo(twoEpochs.params().toFloatVector());
        assertThat(fiveEpochs.output(Nd4j.ones(2, 784)))
                .as("whatever else a network may keep")
                .isEqualTo(twoEpochs.output(Nd4j.ones(2, 784)));
        assertThat(curve[0].end().epoch()).isEqualTo(2);
    }

    /** Oracle: the same trial planned for as many epochs as the best one. */
    @ParameterizedTest
    @MethodSource("arms")
    void probesAndMetricsAreOfTheBestEpochsNetwork(Arm arm) {
        TrialResult stopped = new TrialRunner(DIGITS).run(asked(stopping(arm, new EarlyStopping(4)), 40));
        int best = stopped.curve().end().epoch();
        assertThat(best)
                .as("epoch gone back to")
                .isLessThan(stopped.curve().last().epoch());
        TrialResult shorter = new TrialRunner(DIGITS).run(asked(arm, best));

        assertThat(stopped.readings()).hasSize(1).isEqualTo(shorter.readings());
        for (Metric metric : List.of(Metric.TEST_ACCURACY, Metric.TEST_LOSS, Metric.TRAIN_LOSS, Metric.LOSS_GAP)) {
            assertThat(metric.of(stopped)).as(metric.words()).isEqualTo(metric.of(shorter));
        }
        assertThat(Metric.TEST_LOSS_RISE.of(stopped)).isZero();
    }

    /** Oracle: the rule, replayed in plain Java over the curve of the same trial without early stopping. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "2, 0, 1",
        "3, 0, 1",
        "5, 0, 1",
        "8, 0, 1",
        "3, 0.02, 1",
        "6, 0.05, 1",
        "10, 0.01, 1",
        "4, 0, 3",
        "7, 0, 3",
        "7, 0.02, 5",
        "100, 0, 1",
        "100, 0, 7"
    })
    void stopsAfterItsPatienceAndNotBefore(int patience, double minimumImprovement, int measureEvery) {
        TrainingPlan plan = new TrainingPlan(60, 16, measureEvery);
        Resampling splits = Resampling.of(5, 1).withValidation(0.2);
        Arm plain = arm(new Optimizer.Momentum(0.1, 0.5), Dropout.hidden(0.2));
        List<Point> all = run(plain, plan, splits).curve().points();

        LearningCurve curve = run(stopping(plain, new EarlyStopping(patience, minimumImprovement)), plan, splits)
                .curve();

        int best = 0;
        int trained = 0;
        for (int i = 0; i < all.size(); i++) {
            trained = i + 1;
            if (i == 0 || loss(all.get(i)) < loss(all.get(best)) - minimumImprovement) {
                best = i;
            }
            if (all.get(i).epoch() >= all.get(best).epoch() + patience) {
                break;
            }
        }
        assertThat(withoutTimes(curve.points())).isEqualTo(withoutTimes(all.subList(0, trained)));
        assertThat(curve.end().epoch()).isEqualTo(all.get(best).epoch());
    }

    /** Losses 1, 0.95, 0.9, 0.85: each a little better than the one before, and every third better than the best by 0.1. */
    @Test
    void aSmallImprovementIsOneOnlyWhenItHasAddedUp() {
        MultiLayerNetwork network = network(trial(arm(MOMENTUM), 1));
        EarlyStopping rule = new EarlyStopping(5, 0.09);
        List<Integer> best = new ArrayList<>();
        LearningCurve curve = new LearningCurve(List.of());

        try (BestEpoch epochs =
                new BestEpoch(Optional.of(rule), List.of(new Network.Stack(network)), Optional.empty())) {
            for (double loss : new double[] {1, 0.95, 0.9, 0.85, 0.8}) {
                curve = epochs.with(curve, point(curve.points().size() + 1, loss));
                best.add(curve.end().epoch());
            }
        }

        assertThat(best).containsExactly(1, 1, 3, 3, 5);
    }

    /** Killed behind its best epoch: were its weights lost, the readings would be those of another network. */
    @ParameterizedTest
    @MethodSource("arms")
    void aTrialThatIsKilledGoesBackToTheSameWeights(Arm arm) {
        Trial trial = asked(stopping(arm, new EarlyStopping(4)), 40);
        TrialResult undisturbed = new TrialRunner(DIGITS).run(trial);
        int last = undisturbed.curve().last().epoch();
        assertThat(undisturbed.curve().end().epoch()).isLessThan(last - 2);
        Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO);

        assertThatThrownBy(() -> new TrialRunner(DIGITS, checkpoints, Killed.after(last - 1)).run(trial))
                .isInstanceOf(Killed.class);
        assertThat(checkpoints.find(trial.id()).orElseThrow().curve().last().epoch())
                .isEqualTo(last - 2);
        TrialResult resumed = new TrialRunner(DIGITS, checkpoints, TrialObserver.none()).run(trial);

        assertThat(withoutTimes(resumed.curve().points()))
                .isEqualTo(withoutTimes(undisturbed.curve().points()));
        assertThat(resumed.curve().endsAt()).isEqualTo(undisturbed.curve().endsAt());
        assertThat(resumed.readings()).isEqualTo(undisturbed.readings());
    }

    /** Oracle: the checkpoint of a trial without early stopping has no weights beside the network's. */
    @Test
    void checkpointsHoldTheBestWeightsWhereThereAreAny() {
        Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO);
        Trial plain = trial(arm(MOMENTUM), EPOCHS);
        Trial stopping = trial(arm(MOMENTUM, new EarlyStopping(EPOCHS)), EPOCHS);

        assertThatThrownBy(() -> new TrialRunner(DIGITS, checkpoints, Killed.after(2)).run(plain))
                .isInstanceOf(Killed.class);
        assertThat(checkpoints.find(plain.id()).orElseThrow().bestWeights()).isEmpty();
        checkpoints.discard(plain.id());
        assertThatThrownBy(() -> new TrialRunner(DIGITS, checkpoints, Killed.after(2)).run(stopping))
                .isInstanceOf(Killed.class);

        Checkpoints.Checkpoint first = checkpoints.find(stopping.id()).orElseThrow();
        assertThat(first.bestWeights().orElseThrow().toFloatVector())
                .isEqualTo(first.networks().get(0).params().toFloatVector());
    }

    /** The learning rate goes up to where no network stands it, after epochs that could be gone back to. */
    @Test
    void aTrialThatDivergesHasDivergedThoughThereIsABestEpoch() {
        Arm wild = arm(
                new Optimizer.Momentum(0.01, 0.9, new Schedule.Linear(1e30, 1), Schedule.constant()),
                new EarlyStopping(50));

        TrialResult result = new TrialRunner(DIGITS).run(trial(wild, 20));

        assertThat(result.status()).isEqualTo(TrialResult.Status.DIVERGED);
        assertThat(result.curve().points()).isNotEmpty();
        assertThat(result.curve().endsAt()).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        Resampling without = Resampling.of(5, 1);
        TrainingPlan plan = new TrainingPlan(4, 16);
        Arm stopping = arm(MOMENTUM, new EarlyStopping(2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(study(new NetworkSpec.SonarMlp(), stopping, plan, without), SONAR))
                .withMessageContaining("early stopping needs validation data, but these splits have none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(stopping, plan, without))
                .withMessageContaining("CrossValidation.withValidation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(
                        study(
                                new NetworkSpec.SonarMlp(),
                                arm(MOMENTUM, new EarlyStopping(2), new EarlyStopping(3)),
                                plan,
                                Resampling.of(5, 1).withValidation(0.2)),
                        SONAR))
                .withMessage("early stopping is listed twice");
        Treatments.check(
                study(
                        new NetworkSpec.SonarMlp(),
                        stopping,
                        plan,
                        Resampling.of(5, 1).withValidation(0.2)),
                SONAR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyStopping(0))
                .withMessageContaining("must be at least 1 epoch, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyStopping(1, Double.NaN))
                .withMessageContaining("must be at least 0 nats, not ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyStopping(1, -0.1))
                .withMessageContaining("must be at least 0 nats, not ");
    }

    @Test
    void saysWhatItIs() {
        Arm stopping = arm(MOMENTUM, Dropout.hidden(0.2), new EarlyStopping(20));

        assertThat(stopping.describe()).contains(", early stopping with a patience of 20 epochs; ");
        assertThat(new EarlyStopping(1, 0.01).describe())
                .isEqualTo("early stopping with a patience of 1 epoch and a minimum improvement of 0.01 nats");
        assertThat(stopping.changesFrom(arm(MOMENTUM, Dropout.hidden(0.2)))).containsExactly("early stopping");
    }

    private interface AfterEpoch {
        void ended(int epoch);
    }

    /** The epochs of a trial, one by one, as its runner trains them. */
    private static void train(Trial trial, MultiLayerNetwork network, int epochs, AfterEpoch after) {
        Fold fold =
                Splits.of(DIGITS, trial.resampling(), trial.seeds().folds(0)).get(0);
        TrainingData data = TrainingData.of(DIGITS, fold, trial);
        MiniBatches batches = data.miniBatches(trial);
        int batchSize = trial.training().batchSize();
        Optional<DirectPlan> plan = DirectPlan.of(network.getLayerWiseConfigurations(), batchSize);
        assertThat(plan.isEmpty())
                .isEqualTo(trial.arm().regularizer(WeightNoise.class).isPresent());
        try (Learner learner = Learner.of(new Network.Stack(network), plan)) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                Nd4j.getRandom().setSeed(trial.seeds().noise(trial.id(), epoch));
                learner.fit(batches.inEpoch(epoch).shuffled(trial.seeds().batchOrder(trial.id(), epoch)));
                data.measure(Committee.of(learner));
                after.ended(epoch);
            }
        }
    }

    private static Point point(int epoch, double validationLoss) {
        Score score = new Score(1, 0.5);
        return new Point(epoch, score, Optional.of(new Score(validationLoss, 0.5)), score, 0.1, 0.1 * epoch);
    }

    private static double loss(Point point) {
        return point.validation().orElseThrow().loss();
    }

    private static Arm stopping(Arm arm, EarlyStopping rule) {
        return arm(
                arm.optimizer(),
                Stream.concat(arm.regularizers().stream(), Stream.of(rule)).toArray(Regularizer[]::new));
    }

    private static Trial trial(Arm arm, int epochs) {
        return digits(arm, epochs).trials().get(0);
    }

    private static Trial asked(Arm arm, int epochs) {
        return digits(arm, epochs)
                .withProbes(new Probe.Uncertainty(3, 40, List.of(90)))
                .trials()
                .get(0);
    }

    private static Study digits(Arm arm, int epochs) {
        return study(new NetworkSpec.MnistMlp(8), arm, new TrainingPlan(epochs, 67), heldOut(0.1));
    }

    private static TrialResult run(Arm arm, TrainingPlan plan, Resampling splits) {
        return new TrialRunner(SONAR)
                .run(study(new NetworkSpec.SonarMlp(), arm, plan, splits)
                        .trials()
                        .get(0));
    }
}
