package org.dropoutlab.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The oracle is Deeplearning4j's own network, layer by layer. */
class ConvolutionStackTest {
    private static final Maps CIFAR = new Maps(3, 32, 32);

    @BeforeAll
    static void start() {
        Backend.start();
        Assumptions.assumeTrue(OneDnn.isLoaded(), "oneDNN has no native library for this platform");
    }

    /** A network's leading convolutions, and what to call them. */
    record Case(String name, MultiLayerConfiguration network, Maps images, int examples) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> networks() {
        return Stream.of(
                new Case("plain", cifar(), CIFAR, 23),
                new Case("one image", cifar(), CIFAR, 1),
                new Case("dropout", cifar(Dropout.flattened(0.25), Dropout.hidden(0.25)), CIFAR, 16),
                new Case("conv-dropout", cifar(Dropout.convolution(0.25)), CIFAR, 11),
                new Case("spatial", cifar(org.dropoutlab.regularization.SpatialDropout.convolution(0.25)), CIFAR, 11),
                new Case("noise on images", cifar(Dropout.visible(0.2)), CIFAR, 5),
                new Case(
                        "whole channels of images",
                        cifar(new org.dropoutlab.regularization.SpatialDropout(
                                Place.VISIBLE, new DropProbability(0.4))),
                        CIFAR,
                        5),
                new Case("same padding, strides, no pooling", strided(), new Maps(1, 28, 28), 9),
                new Case("overlapping pooling, odd channels", odd(1), new Maps(3, 21, 17), 6),
                new Case("dilated", odd(2), new Maps(3, 21, 17), 6));
    }

    private static MultiLayerConfiguration cifar(Regularizer... regularizers) {
        return Architectures.of(new NetworkSpec.Cifar10Cnn())
                .configure(List.of(regularizers), new Optimizer.Adam(1e-3), 1);
    }

    private static ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .weightInit(WeightInit.RELU)
                .biasInit(0.1)
                .activation(Activation.RELU)
                .updater(new Sgd(0.1))
                .list();
    }

    private static MultiLayerConfiguration withOutputs(ListBuilder layers, Maps images) {
        return layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(images.height(), images.width(), images.channels()))
                .build();
    }

    private static MultiLayerConfiguration strided() {
        return withOutputs(
                layers().layer(new ConvolutionLayer.Builder(5, 5)
                                .convolutionMode(ConvolutionMode.Same)
                                .nOut(16)
                                .build())
                        .layer(new DropoutLayer(0.5))
                        .layer(new DropoutLayer(new SpatialDropout(0.7)))
                        .layer(new ConvolutionLayer.Builder(3, 3)
                                .stride(2, 2)
                                .padding(1, 1)
                                .nOut(32)
                                .build())
                        .layer(new ConvolutionLayer.Builder(4, 4)
                                .convolutionMode(ConvolutionMode.Same)
                                .activation(Activation.IDENTITY)
                                .nOut(16)
                                .build()),
                new Maps(1, 28, 28));
    }

    private static MultiLayerConfiguration odd(int dilation) {
        return withOutputs(
                layers().layer(new ConvolutionLayer.Builder(3, 3)
                                .dilation(dilation, dilation)
                                .nOut(24)
                                .build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(3, 3)
                                .stride(2, 2)
                                .padding(1, 1)
                                .build())
                        .layer(new ConvolutionLayer.Builder(3, 2).nOut(40).build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .convolutionMode(ConvolutionMode.Same)
                                .build()),
                new Maps(3, 21, 17));
    }

    /** Features, gradient and random numbers of a training step; then features at inference. */
    @ParameterizedTest
    @MethodSource("networks")
    void computesWhatTheLayersCompute(Case each) {
        MultiLayerNetwork network = new MultiLayerNetwork(each.network());
        network.init();
        network.initGradientsView();
        ConvolutionPlan plan = ConvolutionPlan.of(each.network(), each.images()).orElseThrow();
        Nd4j.getRandom().setSeed(5);
        INDArray images = Nd4j.randn(
                'c',
                each.examples(),
                each.images().channels(),
                each.images().height(),
                each.images().width());
        INDArray errors = Nd4j.randn('c', each.examples(), plan.features());

        Nd4j.getRandom().setSeed(7);
        INDArray wantedFeatures = features(network, plan, images, true);
        long[] wantedState = {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()};
        INDArray wantedGradient = gradient(network, plan, errors);
        INDArray wantedPredictions = features(network, plan, images, false);

        INDArray gradient = Nd4j.zeros(network.numParams());
        try (ConvolutionStack stack = ConvolutionStack.of(
                        plan, NativeNumbers.of(network.params()), NativeNumbers.of(gradient), 32)
                .orElseThrow()) {
            Nd4j.getRandom().setSeed(7);
            NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
            stack.forwardInTraining(each.examples(), NativeNumbers.of(images), draws);
            draws.leaveTo(Nd4j.getRandom());
            float[] features = first(stack.features(), each.examples() * plan.features());
            stack.backward(each.examples(), NativeNumbers.of(errors));

            assertClose(features, wantedFeatures, 1e-5);
            assertThat(new long[] {
                        Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()
                    })
                    .isEqualTo(wantedState);
            assertClose(first(NativeNumbers.of(gradient), plan.parameters()), wantedGradient, 1e-5);

            stack.forward(each.examples(), NativeNumbers.of(images));
            assertClose(first(stack.features(), each.examples() * plan.features()), wantedPredictions, 1e-5);
        }
    }

    private static INDArray features(
            MultiLayerNetwork network, ConvolutionPlan plan, INDArray images, boolean training) {
        INDArray maps = images;
        for (int i = 0; i < plan.layers(); i++) {
            Layer layer = network.getLayer(i);
            layer.setInput(maps, LayerWorkspaceMgr.noWorkspaces());
            maps = layer.activate(training, LayerWorkspaceMgr.noWorkspaces()).dup('c');
        }
        return maps.reshape(maps.size(0), -1);
    }

    /** The layers' gradient, passed down from the errors of the last maps. */
    private static INDArray gradient(MultiLayerNetwork network, ConvolutionPlan plan, INDArray errors) {
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        Maps last = plan.stages().get(plan.stages().size() - 1).maps();
        INDArray below = errors.dup('c').reshape('c', errors.size(0), last.channels(), last.height(), last.width());
        for (int i = plan.layers() - 1; i >= 0; i--) {
            below = network.getLayer(i).backpropGradient(below, workspaces).getSecond();
        }
        return network.getFlattenedGradients()
                .reshape(-1)
                .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, plan.parameters()))
                .dup();
    }

    private static float[] first(NativeNumbers numbers, int length) {
        float[] values = new float[length];
        numbers.values().get(0, values);
        return values;
    }

    private static void assertClose(float[] values, INDArray wanted, double tolerance) {
        float[] expected = wanted.dup('c').reshape(-1).toFloatVector();
        assertThat(values).hasSameSizeAs(expected);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        }
        System.out.println("worst " + worst / largest);
        assertThat(worst).isLessThan(tolerance * largest);
    }
}
