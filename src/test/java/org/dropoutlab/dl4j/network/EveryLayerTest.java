package org.dropoutlab.dl4j.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.SingletonDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every kind of layer that Deeplearning4j has for a stack, with rows or images that it takes or does not take. */
class EveryLayerTest {
    private static final int CLASSES = 3;
    private static final int FEATURES = 6;
    private static final Images.Shape SHAPE = new Images.Shape(2, 8, 8);
    private static final Random RANDOM = new Random(3);
    private static final Table ROWS = new Table(
            IntStream.range(0, 12)
                    .mapToObj(i -> RANDOM.doubles(FEATURES).toArray())
                    .toArray(double[][]::new),
            IntStream.range(0, 12).map(i -> i % CLASSES).toArray(),
            List.of("a", "b", "c"));
    private static final Images IMAGES = images();

    private static Images images() {
        byte[][] pixels = new byte[12][SHAPE.size()];
        for (byte[] image : pixels) {
            RANDOM.nextBytes(image);
        }
        return new Images(
                pixels, IntStream.range(0, 12).map(i -> i % CLASSES).toArray(), List.of("a", "b", "c"), SHAPE, 12);
    }

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerConfiguration network(InputType input, Layer... layers) {
        ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.TANH)
                .updater(new Sgd(0.1))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.setInputType(input).build();
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).build();
    }

    private static Arguments rows(String name, Layer... layers) {
        return Arguments.of(name, network(InputType.feedForward(FEATURES), layers), false);
    }

    private static Arguments maps(String name, Layer... layers) {
        return Arguments.of(name, network(InputType.convolutional(8, 8, 2), layers), true);
    }

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3).nOut(4).build();
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                rows("activation", dense(5), new ActivationLayer(Activation.RELU), output()),
                rows("batch normalization", new BatchNormalization(), dense(5), output()),
                rows("dropout", new DropoutLayer(0.5), dense(5), output()),
                rows("autoencoder", new AutoEncoder.Builder().nOut(5).build(), dense(4), output()),
                rows(
                        "variational autoencoder",
                        new VariationalAutoencoder.Builder()
                                .encoderLayerSizes(5)
                                .decoderLayerSizes(5)
                                .nOut(4)
                                .build(),
                        dense(4),
                        output()),
                rows("PReLU", dense(5), new PReLULayer.Builder().inputShape(5).build(), output()),
                rows(
                        "element-wise multiplication",
                        new ElementWiseMultiplicationLayer.Builder()
                                .nIn(FEATURES)
                                .nOut(FEATURES)
                                .build(),
                        dense(5),
                        output()),
                rows("frozen", new FrozenLayer(dense(5)), dense(4), output()),
                rows("frozen with backprop", new FrozenLayerWithBackprop(dense(5)), dense(4), output()),
                rows(
                        "loss layer",
                        dense(5),
                        new DenseLayer.Builder()
                                .nOut(CLASSES)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build()),
                rows(
                        "loss layer behind an activation",
                        dense(5),
                        new DenseLayer.Builder()
                                .nOut(CLASSES)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new ActivationLayer(Activation.SOFTMAX),
                        new LossLayer.Builder(LossFunction.MCXENT).build()),
                rows(
                        "center loss",
                        dense(5),
                        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build()),
                maps("convolution", convolution(), dense(5), output()),
                maps(
                        "dilated convolution",
                        new ConvolutionLayer.Builder(3, 3)
                                .dilation(2, 2)
                                .nOut(4)
                                .build(),
                        dense(5),
                        output()),
                maps(
                        "depthwise convolution",
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .nOut(4)
                                .build(),
                        dense(5),
                        output()),
                maps(
                        "separable convolution",
                        new SeparableConvolution2D.Builder(3, 3).nOut(4).build(),
                        dense(5),
                        output()),
                maps("deconvolution", new Deconvolution2D.Builder(3, 3).nOut(4).build(), dense(5), output()),
                maps(
                        "locally connected",
                        new LocallyConnected2D.Builder()
                                .kernelSize(3, 3)
                                .nOut(2)
                                .build(),
                        dense(5),
                        output()),
                maps("subsampling", new SubsamplingLayer.Builder(2, 2).build(), dense(5), output()),
                maps("upsampling", new Upsampling2D.Builder(2).build(), dense(5), output()),
                maps("zero padding", new ZeroPaddingLayer(1, 1), dense(5), output()),
                maps("cropping", new Cropping2D(1, 1), dense(5), output()),
                maps("space to depth", new SpaceToDepthLayer.Builder<>(2).build(), dense(5), output()),
                maps(
                        "local response normalization",
                        convolution(),
                        new LocalResponseNormalization(),
                        dense(5),
                        output()),
                maps("batch normalization of maps", new BatchNormalization(), dense(5), output()),
                maps(
                        "PReLU of maps",
                        convolution(),
                        new PReLULayer.Builder().inputShape(4, 6, 6).build(),
                        dense(5),
                        output()),
                maps("global pooling", convolution(), new GlobalPoolingLayer(PoolingType.AVG), dense(5), output()),
                maps("frozen convolution", new FrozenLayer(convolution()), dense(5), output()),
                maps(
                        "loss layer behind pooling",
                        convolution(),
                        new ConvolutionLayer.Builder(1, 1)
                                .nOut(CLASSES)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new GlobalPoolingLayer(PoolingType.AVG),
                        new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build()),
                maps(
                        "capsules",
                        new PrimaryCapsules.Builder(4, 3).kernelSize(3, 3).build(),
                        new CapsuleLayer.Builder(CLASSES, 4, 1).build(),
                        new CapsuleStrengthLayer.Builder().build(),
                        new ActivationLayer(Activation.SOFTMAX),
                        new LossLayer.Builder(LossFunction.MCXENT).build()));
    }

    /** Oracle: its loss is finite and its weights have changed, with plain layers and with dropout after the last hidden one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void trains(String name, MultiLayerConfiguration own, boolean maps) {
        NetworkSpec spec = new NetworkSpec.Configured(own.toJson());
        Architectures.check(spec, maps ? IMAGES : ROWS);
        Architecture architecture = Architectures.of(spec);
        assertThat(architecture.presentation() == Presentation.STANDARDIZED).isEqualTo(maps);
        trains(architecture, List.of(), new Optimizer.AsConfigured(), maps);
        trains(architecture, List.of(), new Optimizer.Adam(1e-2), maps);
        boolean hidden = own.getConfs().stream().anyMatch(conf -> conf.getLayer() instanceof DenseLayer)
                && !name.startsWith("loss layer");
        if (hidden || name.equals("loss layer")) {
            trains(
                    architecture,
                    List.of(new Dropout(Place.HIDDEN, new DropProbability(0.5))),
                    new Optimizer.AsConfigured(),
                    maps);
        }
    }

    private static void trains(
            Architecture architecture, List<Regularizer> regularizers, Optimizer optimizer, boolean maps) {
        Network network = architecture.configuration(regularizers, optimizer, 1).network();
        INDArray before = network.params().dup();
        INDArray features = maps
                ? Nd4j.rand(DataType.FLOAT, 12, SHAPE.channels(), SHAPE.height(), SHAPE.width())
                : Nd4j.rand(DataType.FLOAT, 12, FEATURES);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 12, CLASSES);
        for (int i = 0; i < 12; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        for (int step = 0; step < 3; step++) {
            network.fit(new SingletonDataSetIterator(new DataSet(features.dup(), labels.dup())));
        }
        Network.Prediction prediction = network.predict(new DataSet(features, labels));
        assertThat(prediction.losses()).hasSize(12);
        assertThat(Arrays.stream(prediction.losses()).allMatch(Double::isFinite))
                .isTrue();
        assertThat(prediction.outputs().shape()).containsExactly(12, CLASSES);
        assertThat(network.params().equals(before)).isFalse();
    }

    /** What Deeplearning4j cannot do, or what cannot be compared with classes. */
    static Stream<Arguments> refused() {
        return Stream.of(
                refused(
                        "layer 2 (CnnLossLayer), the last one, does not compare outputs with classes",
                        maps("", convolution(), new CnnLossLayer.Builder(LossFunction.MSE).build())),
                refused(
                        "layer 2 (OCNNOutputLayer), the last one, does not compare outputs with classes",
                        rows(
                                "",
                                dense(5),
                                new OCNNOutputLayer.Builder()
                                        .nu(0.04)
                                        .hiddenLayerSize(4)
                                        .build())),
                refused(
                        "layer 1 (LSTM) does not take examples of 6 numbers",
                        Arguments.of(
                                "",
                                network(
                                        InputType.recurrent(FEATURES),
                                        new LSTM.Builder().nOut(4).build(),
                                        new LastTimeStep(
                                                new SimpleRnn.Builder().nOut(4).build()),
                                        output()),
                                false)),
                refused(
                        "gives 8 outputs for 2 examples",
                        maps(
                                "",
                                new SpaceToBatchLayer.Builder<>(new int[] {2, 2}, new int[2][2]).build(),
                                dense(5),
                                output())),
                refused(
                        "layer 2 (PReLULayer) has no input shape",
                        rows("", dense(5), new PReLULayer.Builder().build(), output())),
                refused(
                        "layer 1 (LocalResponseNormalization) does not take examples of 2×8×8",
                        maps("", new LocalResponseNormalization(), dense(5), output())),
                refused(
                        "layer 1 (Deconvolution2D) cannot be trained on examples of 2×8×8",
                        maps(
                                "",
                                new Deconvolution2D.Builder(3, 3)
                                        .dilation(2, 2)
                                        .nOut(4)
                                        .build(),
                                dense(5),
                                output())));
    }

    private static Arguments refused(String message, Arguments network) {
        return Arguments.of(message, network.get()[1], network.get()[2]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedByName(String message, MultiLayerConfiguration own, boolean maps) {
        NetworkSpec spec = new NetworkSpec.Configured(own.toJson());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.check(spec, maps ? IMAGES : ROWS))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    /** Frozen weights stay as they are; the others are trained. */
    @Test
    void frozenWeightsStay() {
        Network network = Architectures.of(new NetworkSpec.Configured(
                        network(InputType.feedForward(FEATURES), new FrozenLayer(dense(5)), dense(4), output())
                                .toJson()))
                .configuration(
                        List.of(new Dropout(Place.HIDDEN, new DropProbability(0.5))), new Optimizer.Adam(1e-2), 1)
                .network();
        INDArray frozen = network.layers().get(0).params().dup();
        INDArray all = network.params().dup();
        network.fit(new SingletonDataSetIterator(
                new DataSet(Nd4j.rand(DataType.FLOAT, 1, FEATURES), Nd4j.createFromArray(new float[][] {{0, 1, 0}}))));
        assertThat(network.layers().get(0).params()).isEqualTo(frozen);
        assertThat(network.params()).isNotEqualTo(all);
    }

    /** Dropout is on hidden units and not on the sums that a loss layer takes. */
    @Test
    void theDenseLayerBelowALossLayerIsNotHidden() {
        MultiLayerConfiguration own = network(
                InputType.feedForward(FEATURES),
                dense(5),
                new DenseLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.IDENTITY)
                        .build(),
                new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
        assertThat(Architectures.of(new NetworkSpec.Configured(own.toJson()))
                        .configuration(
                                List.of(new Dropout(Place.HIDDEN, new DropProbability(0.5))),
                                new Optimizer.AsConfigured(),
                                1)
                        .layers())
                .extracting(layer -> layer.getClass().getSimpleName())
                .containsExactly("CachingDense", "DropoutLayer", "DenseLayer", "LossLayer");
    }

    /** Oracle: the sum by hand, Σ w(c, i, j) x(c, y + 2i, x + 2j) + b; nothing of it is written to the console. */
    @Test
    void dilatedConvolutionsAreRightAndQuiet() {
        MultiLayerConfiguration own = network(
                InputType.convolutional(8, 8, 2),
                new ConvolutionLayer.Builder(3, 3)
                        .dilation(2, 2)
                        .nOut(4)
                        .biasInit(0.25)
                        .activation(Activation.IDENTITY)
                        .build(),
                output());
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, UTF_8));
        try {
            NetworkSpec spec = new NetworkSpec.Configured(own.toJson());
            Architectures.check(spec, IMAGES);
            Network network = Architectures.of(spec)
                    .configuration(List.of(), new Optimizer.AsConfigured(), 1)
                    .network();
            INDArray images = Nd4j.rand(DataType.FLOAT, 3, 2, 8, 8);
            INDArray maps = network.activations(images).get(0);
            INDArray weights = network.layers().get(0).getParam("W");
            assertThat(maps.shape()).containsExactly(3, 4, 4, 4);
            for (int map = 0; map < 4; map++) {
                for (int row = 0; row < 4; row++) {
                    for (int column = 0; column < 4; column++) {
                        double sum = 0.25;
                        for (int channel = 0; channel < 2; channel++) {
                            for (int i = 0; i < 3; i++) {
                                for (int j = 0; j < 3; j++) {
                                    sum += weights.getDouble(map, channel, i, j)
                                            * images.getDouble(1, channel, row + 2 * i, column + 2 * j);
                                }
                            }
                        }
                        // 18 products of floats below 1.
                        assertThat(maps.getDouble(1, map, row, column)).isCloseTo(sum, within(1e-5));
                    }
                }
            }
        } finally {
            System.setErr(err);
        }
        assertThat(written.toString(UTF_8)).isEmpty();
    }
}
