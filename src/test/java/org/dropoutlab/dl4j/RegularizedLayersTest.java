package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.Configurations;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EveryRegularizer;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Where regularizers are put, and which are refused. */
class RegularizedLayersTest {
    private static final DropProbability RATE = new DropProbability(0.3);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static List<Regularizer> everyRegularizer() {
        return EveryRegularizer.samples();
    }

    /** Batch normalization changes what a network puts out before it has learnt anything. */
    static Stream<Regularizer> thoseWithoutParameters() {
        return EveryRegularizer.samples().stream().filter(r -> !(r instanceof BatchNormalization));
    }

    @Test
    void putsNoiseBehindWhatItDisturbs() {
        assertThat(layers(image(
                        new Dropout(Place.VISIBLE, RATE),
                        SpatialDropout.convolution(0.3),
                        new GaussianNoise(Place.HIDDEN, 0.1))))
                .containsExactly(
                        "Dropout",
                        "ConvolutionLayer",
                        "SubsamplingLayer",
                        "SpatialDropout",
                        "CachingDense",
                        "GaussianNoise",
                        "OutputLayer");
    }

    @Test
    void putsThePenaltyOnActivationsBeforeTheNoise() {
        assertThat(layers(image(Dropout.hidden(0.3), new KlSparsity(0.1, 1), new GaussianNoise(Place.HIDDEN, 0.1))))
                .containsExactly(
                        "ConvolutionLayer",
                        "SubsamplingLayer",
                        "CachingDense",
                        "KlSparsityPenalty",
                        "Dropout",
                        "GaussianNoise",
                        "OutputLayer");
    }

    @Test
    void putsDropConnectInPlaceOfTheLayers() {
        assertThat(layers(image(DropConnect.hidden(0.3), DropConnect.convolution(0.3))))
                .containsExactly("DropConnectConvolution", "SubsamplingLayer", "DropConnectDense", "OutputLayer");
    }

    @Test
    void atRateZeroNothingIsThere() {
        DropProbability zero = new DropProbability(0);

        assertThat(layers(image(
                        new Dropout(Place.VISIBLE, zero),
                        new SpatialDropout(Place.CONVOLUTION, zero),
                        new GaussianDropout(Place.HIDDEN, zero),
                        new GaussianNoise(Place.HIDDEN, 0),
                        new AlphaDropout(Place.VISIBLE, zero),
                        DropConnect.hidden(0),
                        WeightNoise.convolution(0))))
                .containsExactly("ConvolutionLayer", "SubsamplingLayer", "CachingDense", "OutputLayer");
    }

    @ParameterizedTest
    @MethodSource("thoseWithoutParameters")
    void theRegularizedNetworkStartsFromTheWeightsOfThePlainOneAndIsThatNetworkAtInference(Regularizer regularizer) {
        INDArray images = Nd4j.rand(4, 3, 6, 6);

        assertThat(image(regularizer).params()).isEqualTo(image().params());
        assertThat(image(regularizer).output(images)).isEqualTo(image().output(images));
    }

    /** A trial that is taken up from its checkpoint goes on with the network that is read there. */
    @ParameterizedTest
    @MethodSource("everyRegularizer")
    void theNetworkThatIsReadBackIsRegularizedAlike(Regularizer regularizer) {
        MultiLayerConfiguration configuration = image(regularizer).getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }

    /** Read as 0, it would make every weight 0. */
    @Test
    void maxNormWithoutItsLimitCannotBeRead() {
        String json = image(new MaxNorm(3)).getLayerWiseConfigurations().toJson();
        String without = json.replaceAll("\"limit\" : 3.0,\\s*", "");

        assertThat(without).isNotEqualTo(json);
        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(without)).hasStackTraceContaining("limit");
    }

    @ParameterizedTest
    @MethodSource("everyRegularizer")
    void trainsWithEachOfThem(Regularizer regularizer) {
        MultiLayerNetwork network = image(regularizer);

        network.fit(Nd4j.rand(4, 3, 6, 6), Nd4j.rand(4, 1));

        assertThat(network.score()).isFinite();
    }

    @Test
    void refusesSpatialDropoutWithoutMapsAndSaysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flat(new SpatialDropout(Place.VISIBLE, RATE)))
                .withMessageContaining("spatial dropout drops whole channels")
                .withMessageContaining("flat vector");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpatialDropout(Place.HIDDEN, RATE))
                .withMessageContaining("drops whole feature maps, and the outputs of a dense layer have none");
    }

    @Test
    void refusesARegularizerThatWouldDoNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flat(SpatialDropout.convolution(0.3)))
                .withMessage("spatial dropout 0.3 on each convolution: this network has no convolutional layer");
    }

    @Test
    void refusesTwoThatDropTheSameWeights() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flat(DropConnect.hidden(0.3), WeightNoise.hidden(0.2)))
                .withMessageContaining("choose one");
    }

    @Test
    void refusesWeightDecayBesideL2() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flat(new L2(0.1), new WeightDecay(0.1)))
                .withMessageContaining("their effects could not be separated, so choose one");
    }

    @Test
    void refusesToDropTheWeightsOfInputs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DropConnect(Place.VISIBLE, WeightMasks.of(0.5)))
                .withMessageContaining("have no weights to drop");
    }

    @Test
    void refusesAlphaDropoutBehindAnythingButSelu() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flat(new AlphaDropout(Place.HIDDEN, RATE)))
                .withMessageContaining("use it after SELU");
    }

    @Test
    void refusesLevelsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> Dropout.hidden(1)).withMessageContaining("[0, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianNoise(Place.VISIBLE, -1))
                .withMessageContaining("at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inference.MomentMatching(0))
                .withMessageContaining("at least one");
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY);
    }

    private static MultiLayerNetwork flat(Regularizer... regularizers) {
        return started(new RegularizedLayers(
                        Configurations.linear(DataType.FLOAT), InputType.feedForward(4), List.of(regularizers))
                .hidden(new DenseLayer.Builder().nOut(3))
                .output(output()));
    }

    private static MultiLayerNetwork image(Regularizer... regularizers) {
        return started(new RegularizedLayers(
                        Configurations.linear(DataType.FLOAT), InputType.convolutional(6, 6, 3), List.of(regularizers))
                .convolution(
                        new ConvolutionLayer.Builder(3, 3).nOut(4),
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build())
                .hidden(new DenseLayer.Builder().nOut(5).activation(Activation.RELU))
                .output(output()));
    }

    private static MultiLayerNetwork started(org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static List<String> layers(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer())
                .map(RegularizedLayersTest::name)
                .toList();
    }

    private static String name(Layer layer) {
        Object named = layer instanceof DropoutLayer ? layer.getIDropout() : layer;
        return named.getClass().getSimpleName();
    }
}
