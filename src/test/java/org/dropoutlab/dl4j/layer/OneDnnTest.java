package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Convolutions with oneDNN give what they give without. Oracle: Deeplearning4j's own im2col convolution. */
class OneDnnTest {
    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";
    private static final double TOLERANCE = 1e-5;

    @BeforeAll
    static void start() {
        Backend.start();
        assumeThat(Backend.status().oneDnn()).as("this system has oneDNN").isTrue();
    }

    private record Case(String name, ConvolutionLayer layer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> convolutions() {
        return Stream.of(
                        convolution().convolutionMode(ConvolutionMode.Truncate),
                        convolution().convolutionMode(ConvolutionMode.Same),
                        convolution().convolutionMode(ConvolutionMode.Truncate).dataFormat(CNN2DFormat.NHWC))
                .map(ConvolutionLayer.Builder::build)
                .flatMap(plain -> Stream.of(
                        new Case("plain, %s, %s".formatted(plain.getConvolutionMode(), format(plain)), plain),
                        dropConnect(plain, MaskScope.PER_MINI_BATCH),
                        dropConnect(plain, MaskScope.PER_EXAMPLE)));
    }

    private static ConvolutionLayer.Builder convolution() {
        return new ConvolutionLayer.Builder(3, 3).nOut(16);
    }

    private static CNN2DFormat format(ConvolutionLayer layer) {
        return layer.getCnn2dDataFormat();
    }

    /** With a mask per example the layer itself never uses oneDNN; the gradient it hands to the layer below does. */
    private static Case dropConnect(ConvolutionLayer plain, MaskScope scope) {
        WeightMasks masks = WeightMasks.of(0.5).withScope(scope);
        return new Case(
                "DropConnect %s, %s, %s".formatted(masks.describe(), plain.getConvolutionMode(), format(plain)),
                new DropConnectConvolution(plain, masks));
    }

    private record Pass(INDArray training, INDArray inference, INDArray gradients) {}

    @ParameterizedTest
    @MethodSource("convolutions")
    void outputsAndGradientsAreThoseWithoutOneDnn(Case of) {
        Pass with = pass(of.layer.clone(), true);
        Pass without = pass(of.layer.clone(), false);

        assertClose("training output", with.training, without.training);
        assertClose("output at inference", with.inference, without.inference);
        assertClose("gradients", with.gradients, without.gradients);
    }

    /** Largest difference, relative to the largest value. */
    private static void assertClose(String what, INDArray with, INDArray without) {
        double scale = without.amaxNumber().doubleValue();
        assertThat(scale).as(what).isPositive();
        assertThat(with.sub(without).amaxNumber().doubleValue() / scale)
                .as(what)
                .isLessThan(TOLERANCE);
    }

    private static Pass pass(ConvolutionLayer layer, boolean oneDnn) {
        String before = System.setProperty(HELPERS_DISABLED, String.valueOf(!oneDnn));
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new NoOp())
                    .activation(Activation.TANH)
                    .list()
                    .setInputType(InputType.convolutional(12, 12, 3, format(layer)))
                    .layer(new ConvolutionLayer.Builder(3, 3)
                            .nOut(8)
                            .dataFormat(format(layer))
                            .build())
                    .layer(layer)
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(5)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
            network.init();
            assertThat(network.getLayer(1).getHelper() != null)
                    .as("oneDNN is used")
                    .isEqualTo(oneDnn);
            Nd4j.getRandom().setSeed(2);
            INDArray inputs = format(layer) == CNN2DFormat.NCHW ? Nd4j.randn(16, 3, 12, 12) : Nd4j.randn(16, 12, 12, 3);
            INDArray labels = Nd4j.zeros(16, 5);
            labels.putColumn(2, Nd4j.ones(16));
            Nd4j.getRandom().setSeed(3);
            INDArray training = network.feedForward(inputs, true).get(2).dup();
            network.setInput(inputs);
            network.setLabels(labels);
            Nd4j.getRandom().setSeed(3);
            network.computeGradientAndScore();
            INDArray gradients = network.getFlattenedGradients().dup();
            return new Pass(training, network.feedForward(inputs, false).get(2).dup(), gradients);
        } finally {
            if (before == null) {
                System.clearProperty(HELPERS_DISABLED);
            } else {
                System.setProperty(HELPERS_DISABLED, before);
            }
        }
    }
}
