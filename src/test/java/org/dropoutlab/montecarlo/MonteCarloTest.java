package org.dropoutlab.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.dropoutlab.regularization.WeightMasks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class MonteCarloTest {
    private static final int EXAMPLES = 6;
    /** Two orders of summation of a float network's few dozen terms of order 1. */
    private static final double ROUNDING = 1e-5;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Networks with batch normalization and one kind of noise each. */
    static Stream<Named<Layer[]>> everyNoise() {
        return Stream.of(
                Named.of("dropout", new Layer[] {convolution(), new DropoutLayer(new Dropout(0.5)), dense()}),
                Named.of(
                        "spatial dropout",
                        new Layer[] {convolution(), new DropoutLayer(new SpatialDropout(0.5)), dense()}),
                Named.of(
                        "Gaussian dropout",
                        new Layer[] {convolution(), new DropoutLayer(new GaussianDropout(0.5)), dense()}),
                Named.of("Gaussian noise", new Layer[] {convolution(), new DropoutLayer(new GaussianNoise(0.5)), dense()
                }),
                Named.of(
                        "alpha dropout", new Layer[] {convolution(), new DropoutLayer(new AlphaDropout(0.5)), dense()}),
                Named.of("dropout of a layer's input", new Layer[] {
                    convolution(), new DenseLayer.Builder().nOut(5).dropOut(0.5).build()
                }),
                Named.of(
                        "DropConnect, dense",
                        new Layer[] {convolution(), new DropConnectDense((DenseLayer) dense(), WeightMasks.of(0.5))}),
                Named.of("DropConnect, convolution", new Layer[] {
                    new DropConnectConvolution((ConvolutionLayer) convolution(), WeightMasks.of(0.5)), dense()
                }));
    }

    @ParameterizedTest
    @MethodSource("everyNoise")
    void noiseIsActiveAndAPassIsDecidedByItsSeed(Layer[] layers) {
        MultiLayerNetwork network = network(layers);
        INDArray inputs = inputs();

        for (MonteCarlo mode : List.of(MonteCarlo.ofIndependentMasks(network), MonteCarlo.ofSampledNetworks(network))) {
            INDArray pass = mode.pass(inputs, 1);
            assertThat(pass).isNotEqualTo(network.output(inputs, false));
            assertThat(mode.pass(inputs, 2)).isNotEqualTo(pass);
            assertThat(mode.pass(inputs, 1)).isEqualTo(pass);
        }
    }

    /** One sampled network is a function: an example's output does not depend on what else is in the batch. */
    @ParameterizedTest
    @MethodSource("everyNoise")
    void aSampledNetworkIsTheSameForEveryInputOfAPass(Layer[] layers) {
        MonteCarlo sampled = MonteCarlo.ofSampledNetworks(network(layers));
        INDArray inputs = inputs();
        INDArray all = sampled.pass(inputs, 1);

        for (int example = 0; example < EXAMPLES; example++) {
            INDArray alone = sampled.pass(inputs.slice(example).reshape(1, 2, 4, 4), 1);
            assertThat(alone.equalsWithEps(all.getRow(example, true), ROUNDING))
                    .as("example %d", example)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyNoise")
    void independentMasksTellEqualInputsApart(Layer[] layers) {
        INDArray twice = Nd4j.tile(inputs().slice(0).reshape(1, 2, 4, 4), EXAMPLES, 1, 1, 1);

        INDArray pass = MonteCarlo.ofIndependentMasks(network(layers)).pass(twice, 1);

        assertThat(pass.getRow(0)).isNotEqualTo(pass.getRow(1));
    }

    /** Oracle: the network's own output at inference, which normalizes by the running statistics. */
    @Test
    void batchNormalizationKeepsItsRunningStatistics() {
        MultiLayerNetwork network = network(convolution(), dense());
        INDArray inputs = inputs();
        INDArray before = network.params().dup();

        assertThat(network.output(inputs, true))
                .as("Deeplearning4j's training mode is something else")
                .isNotEqualTo(network.output(inputs, false));
        assertThat(MonteCarlo.ofIndependentMasks(network).pass(inputs, 1)).isEqualTo(network.output(inputs, false));
        assertThat(MonteCarlo.ofSampledNetworks(network).pass(inputs, 1)).isEqualTo(network.output(inputs, false));
        assertThat(network.params()).as("nothing was learnt").isEqualTo(before);
    }

    /**
     * Oracle: for a linear network with dropout the mean over passes is the output at inference; it lies within 4.4
     * standard errors, of the standard deviation over the passes themselves.
     */
    @Test
    void theMeanOverPassesOfALinearNetworkIsItsOutput() {
        int count = 400;
        MultiLayerNetwork network = network(new DropoutLayer(new Dropout(0.7)));
        INDArray inputs = inputs();

        INDArray passes = MonteCarlo.ofIndependentMasks(network).passes(inputs, count, 3);

        assertThat(passes.shape()).containsExactly(count, EXAMPLES, 3);
        INDArray expected = network.output(inputs, false);
        for (int example = 0; example < EXAMPLES; example++) {
            for (int k = 0; k < 3; k++) {
                int row = example;
                int column = k;
                double[] values = new double[count];
                Arrays.setAll(values, pass -> passes.getDouble(pass, row, column));
                double mean = Arrays.stream(values).average().orElseThrow();
                double variance = Arrays.stream(values)
                                .map(value -> Math.pow(value - mean, 2))
                                .sum()
                        / (count - 1);
                assertThat(mean).isCloseTo(expected.getDouble(row, column), within(4.4 * Math.sqrt(variance / count)));
            }
        }
    }

    @Test
    void morePassesBeginWithTheSameOnes() {
        MonteCarlo mode = MonteCarlo.ofIndependentMasks(network(new DropoutLayer(new Dropout(0.5))));
        INDArray inputs = inputs();

        INDArray five = mode.passes(inputs, 5, 1);

        assertThat(five.slice(1)).isEqualTo(mode.passes(inputs, 2, 1).slice(1));
        assertThat(five.slice(0)).isNotEqualTo(five.slice(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mode.passes(inputs, 0, 1))
                .withMessageContaining("number of passes must be at least 1");
    }

    @Test
    void leavesTheRandomNumbersOfTrainingAloneAndFollowsIt() {
        MultiLayerNetwork network = network(new DropoutLayer(new Dropout(0.5)), dense());
        MonteCarlo mode = MonteCarlo.ofSampledNetworks(network);
        INDArray inputs = inputs();
        INDArray before = mode.pass(inputs, 1);
        Nd4j.getRandom().setSeed(9);
        double next = Nd4j.getRandom().nextDouble();
        Nd4j.getRandom().setSeed(9);

        mode.pass(inputs, 1);

        assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(next);
        network.fit(inputs, Nd4j.rand(EXAMPLES, 3));
        assertThat(mode.pass(inputs, 1)).isNotEqualTo(before);
    }

    /** Oracle: at retain probability 1 nothing is dropped. */
    @Test
    void schedulesOfDropoutFollowTheNetwork() {
        MultiLayerNetwork network = network(new DropoutLayer(new Dropout(new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.5)
                .add(3, 1.0)
                .build())));
        INDArray inputs = inputs();
        for (MonteCarlo mode : List.of(MonteCarlo.ofIndependentMasks(network), MonteCarlo.ofSampledNetworks(network))) {
            network.setIterationCount(2);
            assertThat(mode.pass(inputs, 1)).isNotEqualTo(network.output(inputs, false));
            network.setIterationCount(3);
            assertThat(mode.pass(inputs, 1)).isEqualTo(network.output(inputs, false));
        }
    }

    /** Two examples with the same values: equal outputs if they have the same masks. */
    @ParameterizedTest
    @MethodSource("wrappers")
    void holdsMasksFixedWithinWrappers(Layer layer, boolean varies) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(8)
                .activation(Activation.TANH)
                .list()
                .setInputType(InputType.recurrent(3))
                .layer(layer)
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        INDArray inputs = Nd4j.ones(2, 3, 5);

        assertThat(MonteCarlo.ofIndependentMasks(network).varies()).isEqualTo(varies);
        INDArray sampled = MonteCarlo.ofSampledNetworks(network).pass(inputs, 1);
        INDArray independent = MonteCarlo.ofIndependentMasks(network).pass(inputs, 1);
        assertThat(sampled.slice(0).equalsWithEps(sampled.slice(1), 1e-6)).isTrue();
        assertThat(independent.slice(0).equalsWithEps(independent.slice(1), 1e-6))
                .isEqualTo(!varies);
        assertThat(sampled.equalsWithEps(network.output(inputs, false), 1e-6)).isEqualTo(!varies);
    }

    static Stream<Arguments> wrappers() {
        LSTM.Builder plain = new LSTM.Builder().nOut(4);
        Stream<Arguments> treated = Stream.of(
                        VariationalDropout.of(0.5),
                        RecurrentDropout.of(0.5, RecurrentDropout.Target.STATE),
                        RecurrentDropout.of(0.5, RecurrentDropout.Target.CANDIDATE),
                        Zoneout.of(0.5))
                .map(treatment -> Arguments.of(
                        new Bidirectional(new DirectLstm(
                                plain.activation(Activation.TANH).build(), LstmTreatments.of(List.of(treatment)))),
                        true));
        return Stream.concat(
                treated,
                Stream.of(
                        Arguments.of(new Bidirectional(plain.build()), false),
                        Arguments.of(
                                new Bidirectional(
                                        new LSTM.Builder().nOut(4).dropOut(0.5).build()),
                                true)));
    }

    private static INDArray inputs() {
        Nd4j.getRandom().setSeed(4);
        return Nd4j.randn(EXAMPLES, 2, 4, 4);
    }

    private static Layer convolution() {
        return new ConvolutionLayer.Builder(2, 2).nOut(3).build();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(5).build();
    }

    /** {@code layers}, batch normalization and a linear output, after a step of training that moves the statistics. */
    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.01))
                .activation(Activation.TANH)
                .list()
                .setInputType(InputType.convolutional(4, 4, 2));
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        network.fit(inputs(), Nd4j.rand(EXAMPLES, 3));
        return network;
    }
}
