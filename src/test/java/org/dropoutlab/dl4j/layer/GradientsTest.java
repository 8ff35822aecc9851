package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Gradients of every operator, in double precision under a frozen mask. Oracle: central differences,
 * (f(w + h) − f(w − h))/2h with h = 1e-5: their error is below h² times the third derivative, which is of order 1 in these
 * networks of tanh units, plus 1e-16·f/h from rounding; 1e-8 leaves room for both. SELU has a kink at 0: a unit within
 * h·|input| of it would show as an error of order h, and with this seed none is.
 */
public class GradientsTest {
    private static final int EXAMPLES = 5;
    private static final double TOLERANCE = 1e-8;

    private record Case(String name, InputType input, MultiLayerConfiguration configuration) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Case> noiseOnVectors() {
        DropProbability rate = new DropProbability(0.4);
        return Stream.<ActivationNoise>of(
                        new Dropout(Place.HIDDEN, rate),
                        new GaussianDropout(Place.HIDDEN, rate),
                        new GaussianNoise(Place.HIDDEN, 0.3))
                .map(noise -> new Case(
                        noise.describe(),
                        InputType.feedForward(4),
                        new RegularizedLayers(global(), InputType.feedForward(4), List.of(noise))
                                .hidden(new DenseLayer.Builder().nOut(6))
                                .hidden(new DenseLayer.Builder().nOut(5))
                                .output(output())));
    }

    static Stream<Case> noiseOfSpecialNetworks() {
        DropProbability rate = new DropProbability(0.4);
        return Stream.of(
                new Case(
                        "alpha dropout",
                        InputType.feedForward(4),
                        new RegularizedLayers(
                                        global().activation(Activation.SELU),
                                        InputType.feedForward(4),
                                        List.of(new AlphaDropout(Place.HIDDEN, rate)))
                                .hidden(new DenseLayer.Builder().nOut(6))
                                .output(output())),
                new Case(
                        "spatial dropout",
                        InputType.convolutional(5, 4, 2),
                        new RegularizedLayers(
                                        global(),
                                        InputType.convolutional(5, 4, 2),
                                        List.of(new SpatialDropout(Place.CONVOLUTION, rate)))
                                .convolution(new ConvolutionLayer.Builder(2, 2).nOut(3))
                                .convolution(new ConvolutionLayer.Builder(2, 2).nOut(3))
                                .output(output())));
    }

    static Stream<Case> dropConnect() {
        return Stream.of(MaskScope.PER_EXAMPLE, MaskScope.PER_MINI_BATCH)
                .map(scope -> WeightMasks.of(0.4).withScope(scope))
                .flatMap(masks -> Stream.of(
                        dense("dense", masks, new DenseLayer.Builder()),
                        dense("dense", masks.withBiases(), new DenseLayer.Builder()),
                        dense("dense without bias", masks.withBiases(), new DenseLayer.Builder().hasBias(false)),
                        dense("dense behind dropout of its input", masks, new DenseLayer.Builder().dropOut(0.7)),
                        images("convolution", masks, convolution()),
                        images("convolution", masks.withBiases(), convolution()),
                        images(
                                "convolution without bias",
                                masks.withBiases(),
                                convolution().hasBias(false)),
                        images("convolution with stride and padding", masks, strided()),
                        images("convolution in same mode", masks, same()),
                        images("dilated convolution", masks, convolution().dilation(2, 1)),
                        images(
                                "convolution behind dropout of its input",
                                masks,
                                convolution().dropOut(0.7)),
                        images("channels last", masks, convolution().dataFormat(CNN2DFormat.NHWC))));
    }

    private static ConvolutionLayer.Builder strided() {
        return convolution().stride(2, 1).padding(1, 2);
    }

    private static ConvolutionLayer.Builder same() {
        return convolution().convolutionMode(ConvolutionMode.Same).stride(2, 2);
    }

    @ParameterizedTest
    @MethodSource({"noiseOnVectors", "noiseOfSpecialNetworks", "dropConnect"})
    void meetFiniteDifferencesUnderAFrozenMask(Case of) {
        MultiLayerNetwork network = new MultiLayerNetwork(of.configuration);
        network.init();
        Nd4j.getRandom().setSeed(8);
        // Biases start at 0, where the gradient through a dropped bias could not be told from that through a kept one.
        network.params().addi(Nd4j.randn(DataType.DOUBLE, network.numParams()).muli(0.1));
        long[] shape = LongStream.concat(LongStream.of(EXAMPLES), LongStream.of(of.input.getShape()))
                .toArray();
        network.setInput(Nd4j.randn(DataType.DOUBLE, shape));
        network.setLabels(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 2));

        FiniteDifferences.loss(network);
        double[] analytic = network.getFlattenedGradients().dup().toDoubleVector();

        assertThat(Arrays.stream(analytic).filter(g -> g != 0).count()).isGreaterThan(analytic.length / 3);
        double[] numeric = FiniteDifferences.of(network);
        for (int i = 0; i < analytic.length; i++) {
            // The score is a mean over the mini-batch, the gradient a sum.
            assertThat(analytic[i])
                    .as("parameter %d of %d", i, analytic.length)
                    .isCloseTo(EXAMPLES * numeric[i], within(TOLERANCE));
        }
    }

    private static NeuralNetConfiguration.Builder global() {
        return Configurations.linear(DataType.DOUBLE).activation(Activation.TANH);
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(2).activation(Activation.TANH);
    }

    private static Case dense(String name, WeightMasks masks, DenseLayer.Builder layer) {
        return network(
                name,
                masks,
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(6).build(),
                new DropConnectDense(layer.nOut(5).build(), masks));
    }

    private static ConvolutionLayer.Builder convolution() {
        return new ConvolutionLayer.Builder(2, 2).nOut(3);
    }

    private static Case images(String name, WeightMasks masks, ConvolutionLayer.Builder layer) {
        ConvolutionLayer plain = layer.build();
        CNN2DFormat format = plain.getCnn2dDataFormat();
        return network(
                name,
                masks,
                InputType.convolutional(5, 4, 2, format),
                convolution().dataFormat(format).build(),
                new DropConnectConvolution(plain, masks));
    }

    /** A plain layer below, so that the gradient with respect to the inputs is checked, too. */
    private static Case network(String name, WeightMasks masks, InputType input, BaseLayer below, BaseLayer layer) {
        return new Case(
                "%s, %s".formatted(name, masks.describe()),
                input,
                global().list()
                        .setInputType(input)
                        .layer(below)
                        .layer(layer)
                        .layer(output().build())
                        .build());
    }
}
