package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.Json;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Trials of networks that people bring. */
class ConfiguredTrialTest {
    private static final Optimizer OPTIMIZER = new Optimizer.Momentum(0.05, 0.9);
    private static final Optimizer AS_CONFIGURED = new Optimizer.AsConfigured();
    private static final String ARMS = "plain,visible-dropout=0.2,dropout=0.5+max-norm=3,dropconnect=0.3";

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Oracle: the trials of the network that the configuration came from; a trial is JSON on its way to a worker. */
    @Test
    void trialsOfAConfigurationAreThoseOfTheNetworkItCameFrom() throws Exception {
        String json = Architectures.of(new NetworkSpec.SonarMlp())
                .configure(List.of(), OPTIMIZER, 99)
                .toJson();
        TrialRunner runner = new TrialRunner(new SonarData().synthetic().examples());
        List<Trial> theirs =
                study(new NetworkSpec.Configured(json), AS_CONFIGURED).trials();
        List<Trial> ours = study(new NetworkSpec.SonarMlp(), OPTIMIZER).trials();

        for (int i = 0; i < ArmText.arms(ARMS, OPTIMIZER).size(); i++) {
            String sent = Json.lines().writeValueAsString(theirs.get(i));
            assertThat(sent).doesNotContain("\n");
            Trial received = Json.lines().readValue(sent, Trial.class);
            assertThat(received).isEqualTo(theirs.get(i));
            assertThat(scores(runner, received)).as(received.id().arm()).isEqualTo(scores(runner, ours.get(i)));
        }
    }

    /** As fast as the network it came from. */
    @Test
    void takesDirectStepsWhereItCan() {
        String json = Architectures.of(new NetworkSpec.SonarMlp())
                .configure(List.of(), OPTIMIZER, 99)
                .toJson();

        assertThat(Steps.of(
                                study(new NetworkSpec.Configured(json), AS_CONFIGURED),
                                new SonarData().synthetic().examples())
                        .values())
                .containsOnly(Steps.DIRECT);
    }

    /** Dense layers get images as vectors. */
    @Test
    void denseNetworksTakeImagesToo() {
        String json = Architectures.of(new NetworkSpec.TableMlp(784, List.of(8), 10))
                .configure(List.of(), new Optimizer.Adam(1e-3), 1)
                .toJson();
        Images digits = ImageStudies.digits();
        Study images = new Study(
                "mine",
                "Mine",
                "?",
                "mnist",
                new NetworkSpec.Configured(json),
                ArmText.arms("plain", AS_CONFIGURED),
                List.of(),
                new TrainingPlan(2, 32),
                new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.1),
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(new TrialRunner(digits).run(images.trials().get(0)).completed())
                .isTrue();
    }

    /**
     * Oracle: a {@code MultiLayerNetwork} that Deeplearning4j itself makes of the configuration and fits to the same mini-batches, with
     * the trial's seeds.
     */
    @Test
    void asIsTrainsTheBitsOfPlainDeeplearning4j() {
        MultiLayerConfiguration own = new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(new ExponentialSchedule(ScheduleType.EPOCH, 0.05, 0.9), 0.8))
                .l2(1e-2)
                .dropOut(0.8)
                .activation(Activation.TANH)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.5)
                .list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(60))
                .build();
        Table sonar = (Table) new SonarData().synthetic().examples();
        Trial trial = study(new NetworkSpec.Configured(own.toJson()), AS_CONFIGURED).trials().stream()
                .filter(one -> one.arm().name().equals("plain"))
                .findFirst()
                .orElseThrow();
        AtomicReference<Network> trained = new AtomicReference<>();
        AtomicReference<INDArray> ours = new AtomicReference<>();
        new TrialRunner(sonar, new TrialObserver() {
                    @Override
                    public void starts(TrialId started, Network network) {
                        trained.set(network);
                    }

                    @Override
                    public void completed(TrialId completed, Supplier<Predictions> test) {
                        ours.set(trained.get().params().dup());
                    }
                })
                .run(trial);

        own.getConfs().forEach(conf -> conf.setSeed(trial.seeds().weights(trial.id())));
        MultiLayerNetwork theirs = new MultiLayerNetwork(own);
        theirs.init();
        Fold fold = Splits.withValidation(
                sonar,
                trial.resampling(),
                Splits.of(sonar, trial.resampling(), trial.seeds().folds(0)).get(0),
                trial.seeds().validation(trial.id()));
        MiniBatches batches = TrainingData.of(sonar, fold, trial).miniBatches(trial);
        for (int epoch = 1; epoch <= trial.training().epochs(); epoch++) {
            Nd4j.getRandom().setSeed(trial.seeds().noise(trial.id(), epoch));
            theirs.fit(batches.inEpoch(epoch).shuffled(trial.seeds().batchOrder(trial.id(), epoch)));
        }
        assertThat(ours.get()).isEqualTo(theirs.params());
    }

    private static List<?> scores(TrialRunner runner, Trial trial) {
        return runner.run(trial).curve().points().stream()
                .map(p -> List.of(p.epoch(), p.train(), p.test(), p.learningRate()))
                .toList();
    }

    private static Study study(NetworkSpec network, Optimizer optimizer) {
        List<Arm> arms = ArmText.arms(ARMS, optimizer);
        return Study.of(
                "mine",
                "Mine",
                "Does it help?",
                "sonar",
                network,
                arms,
                List.of(),
                new TrainingPlan(3, 16),
                Resampling.of(3, 1));
    }
}
