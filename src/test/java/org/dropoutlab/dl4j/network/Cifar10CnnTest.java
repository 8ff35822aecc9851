package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Cifar10CnnTest {
    private static final Optimizer ADAM = new Optimizer.Adam(1e-3);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static MultiLayerNetwork ours(Regularizer... regularizers) {
        return started(Architectures.of(new NetworkSpec.Cifar10Cnn()).configure(List.of(regularizers), ADAM, 1));
    }

    private static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** As the post writes it, of Deeplearning4j's own layers: ReLU first, then pooling, nothing kept from the forward pass. */
    private static MultiLayerNetwork stock() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(ADAM))
                .list()
                .setInputType(InputType.convolutional(32, 32, 3));
        for (int maps : List.of(32, 64, 128)) {
            layers.layer(new ConvolutionLayer.Builder(3, 3).nOut(maps).build());
            layers.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
        return started(layers.layer(new DenseLayer.Builder().nOut(512).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    }

    /** Parameters counted by hand: 896 + 18,496 + 73,856 + 262,656 + 5,130. */
    @Test
    void isTheNetworkOfThePost() {
        assertThat(ours().numParams()).isEqualTo(361_034);
        assertThat(ours().output(Nd4j.rand(2, 3, 32, 32)).shape()).containsExactly(2, 10);
    }

    /** Pooling before ReLU, our pooling layer and the cached forward pass change nothing, not even in the last bit. */
    @Test
    void learnsToTheBitWhatThePostsOrderOfStockLayersLearns() {
        MultiLayerNetwork ours = ours();
        MultiLayerNetwork stock = stock();
        assertThat(ours.params()).isEqualTo(stock.params());

        for (int step = 0; step < 3; step++) {
            Nd4j.getRandom().setSeed(step);
            INDArray images = Nd4j.randn(16, 3, 32, 32);
            INDArray labels = Nd4j.zeros(16, 10);
            for (int i = 0; i < 16; i++) {
                labels.putScalar(i, (i + step) % 10, 1);
            }
            ours.fit(new DataSet(images, labels));
            stock.fit(new DataSet(images, labels));
        }

        assertThat(ours.params()).isEqualTo(stock.params());
    }

    @Test
    void dropoutGoesOnTheFlattenedFeaturesAndAfterTheDenseLayer() {
        assertThat(layers(ours(Dropout.flattened(0.25), Dropout.hidden(0.25))))
                .containsExactly(
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "DropoutLayer",
                        "CachingDense",
                        "DropoutLayer",
                        "OutputLayer");
    }

    @Test
    void spatialDropoutGoesAfterEachPooling() {
        assertThat(layers(ours(SpatialDropout.convolution(0.25))))
                .containsExactly(
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "DropoutLayer",
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "DropoutLayer",
                        "ConvolutionLayer",
                        "MaxPooling2x2",
                        "ActivationLayer",
                        "DropoutLayer",
                        "CachingDense",
                        "OutputLayer");
    }

    private static List<String> layers(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer().getClass().getSimpleName())
                .toList();
    }
}
