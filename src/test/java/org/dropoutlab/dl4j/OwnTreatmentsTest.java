package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.regularization.Place;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is found in layers, and whether it acts. */
class OwnTreatmentsTest {
    private static final LayerSpot SPOT = new LayerSpot("layer 1", Set.of(Place.VISIBLE));
    private static final InputType ROWS = InputType.feedForward(6);
    private static final InputType MAPS = InputType.convolutional(6, 6, 2);
    private static final InputType STEPS = InputType.recurrent(3, 5);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(new DenseLayer.Builder().nOut(4).build(), ROWS),
                Arguments.of(new AutoEncoder.Builder().nOut(4).build(), ROWS),
                Arguments.of(
                        new ElementWiseMultiplicationLayer.Builder().nOut(6).build(), ROWS),
                Arguments.of(new ActivationLayer(Activation.TANH), ROWS),
                Arguments.of(new BatchNormalization.Builder().build(), ROWS),
                Arguments.of(new ConvolutionLayer.Builder(3, 3).nOut(4).build(), MAPS),
                Arguments.of(new SubsamplingLayer.Builder().kernelSize(2, 2).build(), MAPS),
                Arguments.of(new GlobalPoolingLayer(PoolingType.AVG), MAPS),
                Arguments.of(new ZeroPaddingLayer(1, 1), MAPS),
                Arguments.of(new Cropping2D(1, 1), MAPS),
                Arguments.of(new LastTimeStep(new LSTM.Builder().nOut(4).build()), STEPS),
                Arguments.of(
                        dropping(new LastTimeStep(
                                dropping(new LSTM.Builder().nOut(4).build()))),
                        STEPS),
                Arguments.of(
                        new LastTimeStep(
                                dropping(new SimpleRnn.Builder().nOut(4).build())),
                        STEPS),
                Arguments.of(
                        new LastTimeStep(new Bidirectional(
                                dropping(new LSTM.Builder().nOut(4).build()))),
                        STEPS),
                Arguments.of(
                        new FrozenLayer(
                                dropping(new DenseLayer.Builder().nOut(4).build())),
                        ROWS));
    }

    private static Layer dropping(Layer layer) {
        layer.setIDropout(new Dropout(0.5));
        return layer;
    }

    /** Oracle: weights that Deeplearning4j learns in one step with and without dropout. */
    @ParameterizedTest
    @MethodSource("layers")
    void noiseActsWhereDeeplearning4jAppliesIt(Layer layer, InputType input) {
        Layer noisy = layer.getIDropout() == null
                        && OwnTreatments.of(layer, SPOT).stream().noneMatch(OwnTreatmentsTest::isNoise)
                ? dropping(layer.clone())
                : layer;
        Layer quiet =
                OwnTreatments.without(noisy, SPOT, OwnTreatmentsTest::isNoise).orElseThrow();

        assertThat(OwnTreatments.of(quiet, SPOT)).noneMatch(OwnTreatmentsTest::isNoise);
        assertThat(OwnTreatments.of(noisy, SPOT)).anyMatch(OwnTreatmentsTest::isNoise);
        assertThat(learned(noisy, input).equals(learned(quiet, input)))
                .as("whether dropout has no effect")
                .isEqualTo(OwnTreatments.of(noisy, SPOT).stream().noneMatch(own -> isNoise(own) && own.acts()));
    }

    private static boolean isNoise(OwnTreatment own) {
        return own.kind() == org.dropoutlab.regularization.Removal.Kind.NOISE;
    }

    private static INDArray learned(Layer layer, InputType input) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .list()
                .layer(layer.clone())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(input)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        long[] shape =
                input == ROWS ? new long[] {4, 6} : input == MAPS ? new long[] {4, 2, 6, 6} : new long[] {4, 3, 5};
        Nd4j.getRandom().setSeed(3);
        network.fit(new DataSet(Nd4j.rand(7, shape).addi(0.5), Nd4j.ones(4, 2)));
        return network.params().dup();
    }

    @Test
    void aTreatmentIsNamedInTheNetworksOwnTerms() {
        Layer wrapped = new LastTimeStep(dropping(new LSTM.Builder().nOut(4).build()));

        assertThat(OwnTreatments.of(wrapped, SPOT).stream().map(OwnTreatment::describe))
                .containsExactly("layer 1 (LastTimeStep of LSTM): dropOut(0.5), which retains 0.5 of the layer's input"
                        + " (drop probability 0.5)");
        assertThat(OwnTreatments.without(wrapped, SPOT, own -> true)).isPresent();
        assertThat(OwnTreatments.of(wrapped, SPOT)).as("the original").hasSize(1);
        assertThat(OwnTreatments.of(
                        new LossLayer.Builder(LossFunction.MSE).dropOut(0.8).build(), SPOT))
                .noneMatch(OwnTreatment::acts);
    }

    @Test
    void placesFollowTheLayersBelow() {
        List<Layer> layers = List.of(
                new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
                new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
                new org.deeplearning4j.nn.conf.layers.DropoutLayer(0.5),
                new DenseLayer.Builder().nOut(4).build(),
                new ActivationLayer(Activation.RELU),
                new OutputLayer.Builder(LossFunction.MSE).nOut(2).build());

        assertThat(OwnStack.spots(layers).stream().map(LayerSpot::inputs))
                .containsExactly(
                        Set.of(Place.VISIBLE),
                        Set.of(Place.CONVOLUTION),
                        Set.of(Place.CONVOLUTION, Place.FLATTENED),
                        Set.of(Place.FLATTENED),
                        Set.of(Place.HIDDEN),
                        Set.of(Place.HIDDEN, Place.OUTPUT));
    }
}
