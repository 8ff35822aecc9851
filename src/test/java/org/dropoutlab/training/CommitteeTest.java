package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.training.TinyTrials.heldOut;
import static org.dropoutlab.training.TinyTrials.measured;
import static org.dropoutlab.training.TinyTrials.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.steps.DirectPlan;
import org.dropoutlab.steps.DirectSteps;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** Model combination: what several networks are together. */
class CommitteeTest {
    private static final Examples SONAR = new SonarData().synthetic().examples();
    private static final Images DIGITS = ImageStudies.digits();
    private static final Optimizer MOMENTUM = new Optimizer.Momentum(0.05, 0.9);

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void identicalNetworksChangeNothingInATable(boolean direct) {
        Trial trial = sonar(arm());
        MultiLayerNetwork network = network(trial);
        Fold fold = Splits.of(SONAR, trial.resampling(), 1).get(0);
        TrainingData data = TrainingData.of(SONAR, fold, trial);
        try (Learner learner = direct
                ? new DirectLearner(new Network.Stack(network), DirectSteps.of(network, 16))
                : new LayeredLearner(new Network.Stack(network))) {
            learner.fit(data.miniBatches(trial).shuffled(1));

            for (int members : List.of(2, 3, 7, 100)) {
                assertThat(data.measure(new Committee(Collections.nCopies(members, learner))))
                        .as("%d times the same network", members)
                        .isEqualTo(data.measure(Committee.of(learner)));
            }
        }
    }

    @Test
    void identicalNetworksChangeNothingOnImages() {
        Trial trial = digits(arm(), 1);
        Fold fold = Splits.of(DIGITS, trial.resampling(), 1).get(0);
        TrainingData data = TrainingData.of(DIGITS, fold, trial);
        Learner learner = new LayeredLearner(new Network.Stack(network(trial)));

        for (int members : List.of(2, 3, 7, 100)) {
            assertThat(data.measure(new Committee(Collections.nCopies(members, learner))))
                    .as("%d times the same network", members)
                    .isEqualTo(data.measure(Committee.of(learner)));
        }
    }

    @Test
    void aCombinationOfOneIsTheArmWithoutIt() {
        Trial plain = sonar(arm(Dropout.hidden(0.2)));

        TrialResult alone = new TrialRunner(SONAR).run(plain);
        TrialResult one = new TrialRunner(SONAR).run(sonar(arm(Dropout.hidden(0.2), new ModelCombination(1))));

        assertThat(measured(one)).isEqualTo(measured(alone));
    }

    /** Oracle: networks that are trained by hand, and the mean of their probabilities in double precision. */
    @Test
    void isTheMeanOfNetworksThatAreTrainedApart() {
        int epochs = 3;
        Trial trial = digits(arm(Dropout.hidden(0.3), new ModelCombination(3)), epochs);
        Fold fold = Splits.withValidation(
                DIGITS,
                trial.resampling(),
                Splits.of(DIGITS, trial.resampling(), trial.seeds().folds(0)).get(0),
                trial.seeds().validation(trial.id()));
        double[][] mean = new double[fold.test().length][10];
        List<float[]> weights = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Trial own = trial.withSeeds(trial.seeds().ofMember(number));
            MultiLayerNetwork network = network(own);
            TrainingData data = TrainingData.of(DIGITS, fold, own);
            MiniBatches batches = data.miniBatches(own);
            try (Learner learner =
                    Learner.of(new Network.Stack(network), DirectPlan.of(network.getLayerWiseConfigurations(), 16))) {
                for (int epoch = 1; epoch <= epochs; epoch++) {
                    Nd4j.getRandom().setSeed(own.seeds().noise(trial.id(), epoch));
                    learner.fit(batches.inEpoch(epoch).shuffled(own.seeds().batchOrder(trial.id(), epoch)));
                }
            }
            weights.add(network.params().toFloatVector());
            float[][] outputs = network.output(new MiniBatches(
                                    PresentedImages.of(
                                            DIGITS,
                                            fold.train(),
                                            Architectures.of(trial.network()).presentation()),
                                    fold.test(),
                                    fold.test().length)
                            .inOrder()
                            .next()
                            .getFeatures())
                    .toFloatMatrix();
            for (int i = 0; i < mean.length; i++) {
                for (int label = 0; label < 10; label++) {
                    mean[i][label] += outputs[i][label] / 3.0;
                }
            }
        }
        double loss = 0;
        int right = 0;
        for (int i = 0; i < mean.length; i++) {
            double[] row = mean[i];
            int label = DIGITS.labels()[fold.test()[i]];
            loss -= Math.log(row[label]) / mean.length;
            right += IntStream.range(0, 10).allMatch(other -> row[label] >= row[other]) ? 1 : 0;
        }

        TrialResult result = new TrialRunner(DIGITS).run(trial);

        assertThat(weights.get(0)).as("networks of their own").isNotEqualTo(weights.get(1));
        assertThat(result.curve().last().test().loss()).isCloseTo(loss, within(1e-6));
        assertThat(result.curve().last().test().accuracy()).isEqualTo((double) right / mean.length);
        assertThat(result.parameters()).isEqualTo(3L * (784 * 12 + 12 + 12 * 10 + 10));
        assertThat(result.multiplications()).isEqualTo(3L * (784 * 12 + 12 * 10));
    }

    /** At inference noise on the inputs hands them on; two kinds of it, Deeplearning4j's workspaces do not take. */
    @Test
    void noiseOnTheInputsLeavesThemToTheNextNetwork() {
        List<Regularizer> noises = List.of(Dropout.visible(0.2), new GaussianNoise(Place.VISIBLE, 0.1));
        for (List<Regularizer> visible : List.of(noises.subList(0, 1), noises.subList(1, 2), noises)) {
            List<Regularizer> all = new ArrayList<>(visible);
            all.add(new ModelCombination(2));

            TrialResult result = new TrialRunner(DIGITS).run(digits(arm(all.toArray(Regularizer[]::new)), 1));

            assertThat(result.multiplications()).isEqualTo(2L * (784 * 12 + 12 * 10));
        }
    }

    /** Killed behind its best epoch: the weights, the updaters' states and the best weights of every network are kept. */
    @Test
    void aTrialThatIsKilledGoesOnToTheSameResult() {
        Trial trial = digits(arm(Dropout.hidden(0.3), new ModelCombination(3), new EarlyStopping(4)), 40);
        TrialResult undisturbed = new TrialRunner(DIGITS).run(trial);
        int last = undisturbed.curve().last().epoch();
        assertThat(undisturbed.curve().end().epoch()).isLessThan(last - 2);
        Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO);

        assertThatThrownBy(() -> new TrialRunner(DIGITS, checkpoints, Killed.after(last - 1)).run(trial))
                .isInstanceOf(Killed.class);
        assertThat(checkpoints.find(trial.id()).orElseThrow().networks()).hasSize(3);

        assertThat(measured(new TrialRunner(DIGITS, checkpoints, TrialObserver.none()).run(trial)))
                .isEqualTo(measured(undisturbed));
    }

    @Test
    void probesAndAutoencodersAreRefused() {
        Study asked = study(new NetworkSpec.MnistMlp(12), arm(new ModelCombination(2)), 1)
                .withProbes(new Probe.Inside());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(asked, DIGITS))
                .withMessageContaining("has several networks");
        Study autoencoder = study(new NetworkSpec.MnistAutoencoder(8), arm(new ModelCombination(2)), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(autoencoder, DIGITS))
                .withMessageContaining("model combination needs classes");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void numbersOfNetworksThatMakeNoSenseAreRefused(int networks) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelCombination(networks))
                .withMessageContaining("1 to 100 networks, not " + networks);
    }

    private static Arm arm(Regularizer... regularizers) {
        return TinyTrials.arm(MOMENTUM, regularizers);
    }

    private static Trial sonar(Arm arm) {
        return TinyTrials.study(new NetworkSpec.SonarMlp(), arm, new TrainingPlan(3, 16), Resampling.of(5, 1))
                .trials()
                .get(0);
    }

    private static Trial digits(Arm arm, int epochs) {
        return study(new NetworkSpec.MnistMlp(12), arm, epochs).trials().get(0);
    }

    private static Study study(NetworkSpec network, Arm arm, int epochs) {
        return TinyTrials.study(network, arm, new TrainingPlan(epochs, 16), heldOut(0.2));
    }
}
