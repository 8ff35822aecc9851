package org.dropoutlab.steps;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Users' own networks of dense layers. Oracle: the same network trained by Deeplearning4j. */
class EveryUpdaterTest {
    private static final int INPUTS = 12;
    private static final int CLASSES = 3;
    private static final int BATCH = 16;
    private static final int EXAMPLES = 70;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Arguments> updaters() {
        return Stream.of(
                        new Sgd(0.1),
                        new Adam(0.01),
                        new AMSGrad(0.01),
                        new Nadam(0.01),
                        new AdaMax(0.01),
                        new AdaGrad(0.05),
                        new AdaDelta(),
                        new RmsProp(0.01),
                        new Nesterovs(0.05, 0.9),
                        new NoOp(),
                        new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9)),
                        new Nesterovs(
                                new StepSchedule(ScheduleType.EPOCH, 0.1, 0.5, 2),
                                new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.5, 3, 0.9))))
                .map(updater -> Arguments.of(updater.toString(), network(builder -> builder.updater(updater))));
    }

    static Stream<Arguments> settings() {
        Stream<Arguments> clipped = Arrays.stream(GradientNormalization.values())
                .map(how -> Arguments.of(how.toString(), network(builder -> builder.updater(new Sgd(0.05))
                        .gradientNormalization(how)
                        .gradientNormalizationThreshold(0.5))));
        Stream<Arguments> others = Stream.of(
                Arguments.of("penalties of weights and biases", network(builder -> builder.updater(new Adam(0.01))
                        .l2(0.01)
                        .l1(0.001)
                        .l2Bias(0.1)
                        .l1Bias(0.01))),
                Arguments.of("weight decay without the learning rate", network(builder -> builder.updater(new Sgd(0.05))
                        .weightDecay(0.001, false))),
                Arguments.of("another updater of biases", network(builder -> builder.updater(new Adam(0.01))
                        .biasUpdater(new Sgd(0.1)))),
                Arguments.of("constraints", network(builder -> builder.updater(new Sgd(0.1))
                        .constrainWeights(new MaxNormConstraint(1, 0))
                        .constrainBias(new NonNegativeConstraint()))),
                Arguments.of(
                        "each layer its own updater",
                        network(
                                builder -> builder,
                                new DenseLayer.Builder()
                                        .nOut(20)
                                        .updater(new Adam(0.01))
                                        .build(),
                                new DenseLayer.Builder()
                                        .nOut(10)
                                        .updater(new Nesterovs(0.05, 0.5))
                                        .build())),
                Arguments.of(
                        "layers with dropout of their own",
                        network(
                                builder -> builder.dropOut(0.8),
                                new DenseLayer.Builder().nOut(20).build(),
                                new DenseLayer.Builder()
                                        .nOut(10)
                                        .dropOut(new GaussianDropout(0.3))
                                        .build())),
                Arguments.of(
                        "dropout with a schedule",
                        network(
                                builder -> builder,
                                new DenseLayer.Builder().nOut(20).build(),
                                new DropoutLayer(new Dropout(new StepSchedule(ScheduleType.EPOCH, 0.9, 0.9, 1))))),
                Arguments.of(
                        "dropout of units that can be negative",
                        network(
                                builder -> builder.activation(Activation.TANH),
                                new DenseLayer.Builder().nOut(20).build(),
                                new DropoutLayer(0.7),
                                new DenseLayer.Builder().nOut(10).build(),
                                new DropoutLayer(0.7),
                                new DropoutLayer(0.9))),
                Arguments.of(
                        "SELU with alpha dropout",
                        network(
                                builder -> builder.activation(Activation.SELU),
                                new DenseLayer.Builder().nOut(20).build(),
                                new DropoutLayer(new AlphaDropout(0.9)))),
                Arguments.of(
                        "batch normalization, logarithmic",
                        network(
                                builder -> builder,
                                new DenseLayer.Builder()
                                        .nOut(20)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                new BatchNormalization.Builder()
                                        .nOut(20)
                                        .useLogStd(true)
                                        .decay(0.8)
                                        .build(),
                                new DropoutLayer(0.7))),
                Arguments.of(
                        "batch normalization of the inputs, with Adam",
                        network(
                                builder -> builder.updater(new Adam(0.01)),
                                new BatchNormalization.Builder()
                                        .nOut(INPUTS)
                                        .useLogStd(false)
                                        .build(),
                                new DenseLayer.Builder().nOut(20).build())));
        return Stream.concat(clipped, others);
    }

    static Stream<Arguments> activations() {
        return Arrays.stream(Activation.values())
                // Steps of a cube grow without bound, a threshold has no gradient, and in Deeplearning4j RReLU fails
                // when
                // a mini-batch is shorter than the one before.
                .filter(activation -> activation != Activation.CUBE
                        && activation != Activation.THRESHOLDEDRELU
                        && activation != Activation.RRELU)
                .map(activation ->
                        Arguments.of(activation.toString(), network(builder -> builder.activation(activation))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"updaters", "settings", "activations"})
    void learnsTheSameWeights(String name, MultiLayerConfiguration configuration) {
        MultiLayerNetwork stock = initialized(configuration);
        MultiLayerNetwork ours = initialized(configuration);
        float[][] features = new float[EXAMPLES][INPUTS];
        float[][] labels = new float[EXAMPLES][CLASSES];
        Random random = new Random(3);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < INPUTS; j++) {
                features[i][j] = (float) random.nextGaussian();
            }
            labels[i][features[i][0] > 0.5 ? 2 : features[i][1] > 0 ? 1 : 0] = 1;
        }

        try (DirectSteps steps = DirectSteps.of(ours, BATCH)) {
            for (int epoch = 1; epoch <= 5; epoch++) {
                Nd4j.getRandom().setSeed(epoch);
                for (int from = 0; from < EXAMPLES; from += BATCH) {
                    stock.fit(new DataSet(StepLaws.rows(features, from, BATCH), StepLaws.rows(labels, from, BATCH)));
                }
                stock.incrementEpochCount();
                Nd4j.getRandom().setSeed(epoch);
                steps.fit(StepLaws.feed(features, labels, BATCH));
            }
        }

        StepLaws.assertSameWeights(ours, stock);
    }

    private static MultiLayerConfiguration network(
            UnaryOperator<NeuralNetConfiguration.Builder> settings, Layer... hidden) {
        List<Layer> layers = hidden.length > 0
                ? List.of(hidden)
                : List.of(
                        new DenseLayer.Builder().nOut(20).build(),
                        new DenseLayer.Builder().nOut(10).build());
        var list = settings.apply(new NeuralNetConfiguration.Builder()
                        .seed(7)
                        .weightInit(WeightInit.XAVIER)
                        .activation(Activation.RELU)
                        .updater(new Sgd(0.05)))
                .list();
        layers.forEach(list::layer);
        return list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build();
    }

    private static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
        network.init();
        return network;
    }
}
