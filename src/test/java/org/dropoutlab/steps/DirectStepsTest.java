package org.dropoutlab.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.scoring.Outputs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Oracle throughout: the same network trained by Deeplearning4j. */
class DirectStepsTest {
    private static final int EXAMPLES = 70;
    private static final int BATCH = 16;
    private static final NetworkSpec REGRESSION = new NetworkSpec.TableRegression(60, List.of(60, 30));

    private static final Optimizer ADAM = new Optimizer.Adam(0.001);
    private static final DropProbability HALF = new DropProbability(0.5);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Arguments> networks() {
        Optimizer slow = new Optimizer.Momentum(0.01, 0.8);
        Optimizer fast = new Optimizer.Momentum(0.1, 0.9);
        return Stream.of(
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of()),
                Arguments.of(new NetworkSpec.SonarMlp(), fast, List.of(Dropout.visible(0.2), new MaxNorm(3))),
                Arguments.of(new NetworkSpec.SonarMlp(), fast, List.of(Dropout.hidden(0.2), new MaxNorm(1))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(),
                        slow,
                        List.of(Dropout.visible(0.2), Dropout.hidden(0.5), new L2(0.01))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(new L1(0.001), new L2(0.001))),
                Arguments.of(new NetworkSpec.SonarMlp(), fast, List.of(new WeightDecay(0.1))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(), fast, List.of(new WeightDecay(0.1), new L1(0.001), new MaxNorm(1))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(DropConnect.hidden(0.2), Dropout.hidden(0.1))),
                Arguments.of(new NetworkSpec.SonarMlp(), fast, List.of(DropConnect.hidden(0.2), new MaxNorm(3))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(),
                        new Optimizer.Momentum(0.1, 0.5, new Schedule.Step(0.5, 2), new Schedule.Linear(0.9, 3)),
                        List.of(Dropout.hidden(0.2), new MaxNorm(3))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(),
                        new Optimizer.Momentum(0.1, 0.8, new Schedule.Cosine(0.1).over(5), Schedule.constant()),
                        List.of(new L2(0.001))),
                Arguments.of(REGRESSION, slow, List.of(Dropout.hidden(0.2), new L2(0.001))),
                Arguments.of(REGRESSION, slow, List.of(DropConnect.hidden(0.2), new MaxNorm(3))),
                Arguments.of(new NetworkSpec.MnistMlp(40, 30), slow, List.of(Dropout.hidden(0.5), new L2(0.001))),
                Arguments.of(new NetworkSpec.SonarMlp(), ADAM, List.of()),
                Arguments.of(new NetworkSpec.SonarMlp(), ADAM, List.of(Dropout.visible(0.2), Dropout.hidden(0.5))),
                Arguments.of(new NetworkSpec.SonarMlp(), ADAM, List.of(new WeightDecay(0.1), new MaxNorm(1))),
                Arguments.of(new NetworkSpec.SonarMlp(), ADAM, List.of(new L2(0.01), new L1(0.001))),
                Arguments.of(new NetworkSpec.SonarMlp(), ADAM, List.of(DropConnect.hidden(0.2))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(),
                        new Optimizer.Adam(0.01, new Schedule.Cosine(0.1).over(5)),
                        List.of(new KlSparsity(0.1, 0.01))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(BatchNormalization.hidden())),
                Arguments.of(
                        new NetworkSpec.SonarMlp(), ADAM, List.of(BatchNormalization.hidden(), Dropout.hidden(0.2))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(new GaussianDropout(Place.HIDDEN, HALF))),
                Arguments.of(
                        new NetworkSpec.SonarMlp(),
                        ADAM,
                        List.of(new GaussianNoise(Place.VISIBLE, 0.1), Dropout.visible(0.2), Dropout.hidden(0.2))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(new AlphaDropout(Place.VISIBLE, HALF))),
                Arguments.of(new NetworkSpec.SonarMlp(), slow, List.of(new KlSparsity(0.1, 0.01), Dropout.hidden(0.2))),
                // Each weight of the 784 outputs' loss: a step of 0.01 would double roundings within a few
                // mini-batches.
                Arguments.of(
                        new NetworkSpec.MnistAutoencoder(20),
                        new Optimizer.Momentum(0.001, 0.8),
                        List.of(Dropout.hidden(0.5))));
    }

    /** A rounding of 6e-8 in each of some hundred operations on a weight's way, in weights below 4: 25 steps, 1e-5. */
    @ParameterizedTest
    @MethodSource("networks")
    void weightsAgreeAfterFiveEpochs(NetworkSpec spec, Optimizer optimizer, List<Regularizer> regularizers) {
        MultiLayerNetwork stock = network(spec, optimizer, regularizers);
        MultiLayerNetwork ours = network(spec, optimizer, regularizers);
        float[][] features = features(stock);
        float[][] labels = labels(stock, features);

        try (DirectSteps steps = DirectSteps.of(ours, BATCH)) {
            for (int epoch = 1; epoch <= 5; epoch++) {
                Nd4j.getRandom().setSeed(epoch);
                for (int from = 0; from < EXAMPLES; from += BATCH) {
                    stock.fit(new DataSet(StepLaws.rows(features, from, BATCH), StepLaws.rows(labels, from, BATCH)));
                }
                stock.incrementEpochCount();
                float next = Nd4j.getRandom().nextFloat();
                Nd4j.getRandom().setSeed(epoch);
                steps.fit(StepLaws.feed(features, labels, BATCH));

                assertThat(Nd4j.getRandom().nextFloat())
                        .as("next random number")
                        .isEqualTo(next);
            }
        }

        StepLaws.assertSameWeights(ours, stock);
        assertThat(ours.getUpdater()
                        .getStateViewArray()
                        .sub(stock.getUpdater().getStateViewArray())
                        .amaxNumber()
                        .doubleValue())
                .as("greatest difference of a velocity")
                .isLessThan(1e-5);
        assertThat(ours.getIterationCount()).isEqualTo(stock.getIterationCount());
        assertThat(ours.getEpochCount()).isEqualTo(stock.getEpochCount());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void outputsAreTheNetworksOwn(NetworkSpec spec, Optimizer optimizer, List<Regularizer> regularizers) {
        MultiLayerNetwork network = network(spec, optimizer, regularizers);
        float[][] features = features(network);
        float[][] labels = labels(network, features);
        INDArray outputs = network.output(Nd4j.createFromArray(features), false);
        INDArray losses =
                network.scoreExamples(new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels)), false);

        Outputs ours;
        try (DirectSteps steps = DirectSteps.of(network, 32)) {
            ours = steps.predict(StepLaws.feed(features, labels, BATCH));
        }

        assertThat(ours.outputs()).hasDimensions(EXAMPLES, (int) outputs.size(1));
        for (int i = 0; i < EXAMPLES; i++) {
            double loss = losses.getDouble(i);
            assertThat(ours.losses()[i]).isCloseTo(loss, offset(1e-5 * (1 + loss)));
            for (int j = 0; j < outputs.size(1); j++) {
                assertThat(ours.outputs()[i][j]).isCloseTo(outputs.getFloat(i, j), offset(1e-5f));
            }
        }
    }

    /** What a plan overlooks would be trained as if it were not there. */
    @ParameterizedTest
    @MethodSource("org.dropoutlab.regularization.EveryRegularizer#samples")
    void whateverDirectStepsTakeOnIsComparedAbove(Regularizer regularizer) {
        MultiLayerConfiguration network;
        try {
            network = Architectures.of(new NetworkSpec.SonarMlp())
                    .configure(List.of(regularizer), new Optimizer.Momentum(0.1, 0.9), 1);
        } catch (IllegalArgumentException e) {
            return; // a regularizer of images
        }

        if (!(regularizer instanceof Regularizer.OutsideNetwork)
                && DirectPlan.of(network, BATCH).isPresent()) {
            assertThat(networks()
                            .flatMap(arguments -> ((List<?>) arguments.get()[2]).stream())
                            .map(Object::getClass))
                    .as("kinds in networks(), which direct steps can train")
                    .contains(regularizer.getClass());
        }
    }

    static Stream<List<Regularizer>> others() {
        return Stream.of(List.of(WeightNoise.hidden(0.5)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void leavesToDeeplearning4jWhatItDoesNotKnow(List<Regularizer> regularizers) {
        assertThat(DirectPlan.of(
                        Architectures.of(new NetworkSpec.SonarMlp())
                                .configure(regularizers, new Optimizer.Momentum(0.1, 0.9), 1),
                        BATCH))
                .isEmpty();
    }

    /** 70 × 60·60 weights are 252,000 numbers: an automatic scope gives each example a mask; 1,200 examples are too many. */
    @Test
    void leavesSharedMasksOfWeightsToDeeplearning4j() {
        MultiLayerConfiguration network = Architectures.of(new NetworkSpec.SonarMlp())
                .configure(List.of(DropConnect.hidden(0.5)), new Optimizer.Momentum(0.1, 0.9), 1);

        assertThat(DirectPlan.of(network, 70)).isPresent();
        assertThat(DirectPlan.of(network, 1_200)).isEmpty();
    }

    @Test
    void leavesOtherLossesToDeeplearning4j() {
        Optimizer optimizer = new Optimizer.Momentum(0.1, 0.9);
        MultiLayerConfiguration absolute = Architectures.of(REGRESSION).configure(List.of(), optimizer, 5);
        ((OutputLayer) absolute.getConf(absolute.getConfs().size() - 1).getLayer()).setLossFn(new LossMAE());
        MultiLayerConfiguration weighted = Architectures.of(REGRESSION).configure(List.of(), optimizer, 5);
        ((OutputLayer) weighted.getConf(weighted.getConfs().size() - 1).getLayer())
                .setLossFn(new LossMSE(Nd4j.create(new float[] {2})));

        assertThat(DirectPlan.of(Architectures.of(REGRESSION).configure(List.of(), optimizer, 5), BATCH))
                .isPresent();
        assertThat(DirectPlan.of(absolute, BATCH)).isEmpty();
        assertThat(DirectPlan.of(weighted, BATCH)).isEmpty();
    }

    @Test
    void leavesConvolutionsToDeeplearning4j() {
        assertThat(DirectPlan.of(
                        Architectures.of(new NetworkSpec.Cifar10Cnn())
                                .configure(List.of(), new Optimizer.Momentum(0.1, 0.9), 1),
                        BATCH))
                .isEmpty();
    }

    private static MultiLayerNetwork network(NetworkSpec spec, Optimizer optimizer, List<Regularizer> regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(spec).configure(regularizers, optimizer, 5));
        network.init();
        return network;
    }

    /** Numbers as standardized features have them. */
    private static float[][] features(MultiLayerNetwork network) {
        Random random = new Random(11);
        float[][] features = new float[EXAMPLES][plan(network).inputs()];
        for (float[] row : features) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return features;
    }

    private static float[][] labels(MultiLayerNetwork network, float[][] features) {
        float[][] labels = new float[EXAMPLES][plan(network).outputs()];
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i][i % labels[i].length] = labels[i].length > 1 || features[i][0] > 0 ? 1 : 0;
        }
        return labels;
    }

    private static DirectPlan plan(MultiLayerNetwork network) {
        return DirectPlan.of(network.getLayerWiseConfigurations(), BATCH).orElseThrow();
    }
}
