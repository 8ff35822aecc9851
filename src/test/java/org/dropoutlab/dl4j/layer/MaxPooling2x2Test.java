package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Oracle: Deeplearning4j's own pooling layer of kernel 2×2 and stride 2×2. */
class MaxPooling2x2Test {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static SubsamplingLayer stock() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 30, 30", "2, 4, 13, 13", "1, 1, 2, 2", "4, 3, 7, 2", "2, 2, 3, 9"})
    void poolsAndPassesGradientsBackAsTheStockLayerDoes(int examples, int maps, int height, int width) {
        Nd4j.getRandom().setSeed(examples * 100L + height);
        INDArray inputs = Nd4j.randn(examples, maps, height, width);
        INDArray epsilon = Nd4j.randn(examples, maps, height / 2, width / 2);

        assertSame(inputs, epsilon, InputType.convolutional(height, width, maps));
    }

    /** White backgrounds make convolutions put out the same number many times over: only one of them may win. */
    @Test
    void ofEqualInputsTheFirstGetsTheGradientAsInTheStockLayer() {
        INDArray inputs = Nd4j.createFromArray(new float[] {1, 1, 0, 2, 1, 1, 2, 2, -3, -3, -0f, 0, -3, -4, 0, 0})
                .reshape(1, 1, 4, 4);

        assertSame(inputs, Nd4j.ones(1, 1, 2, 2), InputType.convolutional(4, 4, 1));
    }

    @Test
    void takesViewsAndOtherOrders() {
        Nd4j.getRandom().setSeed(5);
        INDArray whole = Nd4j.randn(4, 3, 12, 12);
        INDArray view = whole.get(
                NDArrayIndex.interval(1, 3),
                NDArrayIndex.all(),
                NDArrayIndex.interval(2, 10),
                NDArrayIndex.interval(2, 10));

        assertSame(view, Nd4j.randn(2, 3, 4, 4).dup('f'), InputType.convolutional(8, 8, 3));
    }

    private static void assertSame(INDArray inputs, INDArray epsilon, InputType type) {
        SingleLayer ours = SingleLayer.of(new MaxPooling2x2(), type);
        SingleLayer theirs = SingleLayer.of(stock(), type);

        assertThat(ours.infer(inputs)).as("at inference").isEqualTo(theirs.infer(inputs));
        assertThat(ours.train(inputs, 1)).as("in training").isEqualTo(theirs.train(inputs, 1));
        assertThat(ours.backward(epsilon)).as("backwards").isEqualTo(theirs.backward(epsilon));
    }

    /** A layer under a frozen one gets a backward pass after a forward pass of inference. */
    @Test
    void aBackwardPassAfterInferenceIsTheStockLayers() {
        Nd4j.getRandom().setSeed(6);
        INDArray inputs = Nd4j.randn(2, 3, 8, 8);
        INDArray epsilon = Nd4j.randn(2, 3, 4, 4);
        SingleLayer ours = SingleLayer.of(new MaxPooling2x2(), InputType.convolutional(8, 8, 3));
        SingleLayer theirs = SingleLayer.of(stock(), InputType.convolutional(8, 8, 3));
        ours.train(inputs, 1);

        ours.infer(inputs.neg());
        theirs.infer(inputs.neg());

        assertThat(ours.backward(epsilon)).isEqualTo(theirs.backward(epsilon));
    }

    /** A network's default of padding reaches every layer that does not say otherwise. */
    @Test
    void isNotPaddedWhereTheNetworkPads() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .setInputType(InputType.convolutional(13, 13, 2))
                .layer(new MaxPooling2x2())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();

        assertThat(network.output(Nd4j.rand(1, 2, 13, 13)).shape()).containsExactly(1, 3);
        assertThat(network.layerInputSize(1)).isEqualTo(2 * 6 * 6);
    }

    @Test
    void channelsMayComeLast() {
        Nd4j.getRandom().setSeed(7);
        INDArray inputs = Nd4j.randn(2, 8, 8, 3);

        assertSame(inputs, Nd4j.randn(2, 4, 4, 3), InputType.convolutional(8, 8, 3, CNN2DFormat.NHWC));
    }

    /** A network that diverges must not look healthy because a pooling layer never picks what is not a number. */
    @Test
    void whatIsNotANumberWins() {
        INDArray inputs = Nd4j.createFromArray(new float[] {1, 2, Float.NaN, 4}).reshape(1, 1, 2, 2);
        SingleLayer layer = SingleLayer.of(new MaxPooling2x2(), InputType.convolutional(2, 2, 1));

        assertThat(layer.infer(inputs).getFloat(0)).isNaN();
        assertThat(layer.train(inputs, 1).getFloat(0)).isNaN();
    }

    @Test
    void survivesJson() {
        MultiLayerConfiguration configuration =
                Architectures.of(new NetworkSpec.Cifar10Cnn()).configure(List.of(), new Optimizer.Adam(1e-3), 1);

        MultiLayerConfiguration back = MultiLayerConfiguration.fromJson(configuration.toJson());

        assertThat(back).isEqualTo(configuration);
        MultiLayerNetwork network = new MultiLayerNetwork(back);
        network.init();
        assertThat(network.getLayer(1)).isInstanceOf(MaxPooling2x2Layer.class);
    }

    @Test
    void doublePrecisionGoesTheStockWay() {
        INDArray inputs = Nd4j.arange(1, 17).castTo(DataType.DOUBLE).reshape(1, 1, 4, 4);
        SingleLayer layer = SingleLayer.of(new MaxPooling2x2(), InputType.convolutional(4, 4, 1));

        assertThat(layer.infer(inputs).reshape(4).castTo(DataType.DOUBLE).toDoubleVector())
                .containsExactly(6, 8, 14, 16);
    }
}
