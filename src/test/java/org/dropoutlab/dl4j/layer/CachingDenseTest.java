package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Oracle throughout: Deeplearning4j's own dense layer. */
class CachingDenseTest {
    private static final int INPUTS = 20;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Noise between the layers works on their outputs in place, below zero too: what is kept must not be what it changes. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "LEAKYRELU", "SELU", "TANH", "SIGMOID", "IDENTITY"})
    void learnsToTheBitWhatDeeplearning4jsLayerLearns(Activation activation) {
        MultiLayerNetwork ours = network(activation, WorkspaceMode.ENABLED, CachingDense::new);
        MultiLayerNetwork stock = network(activation, WorkspaceMode.ENABLED, plain -> plain);

        trainBoth(ours, stock);

        assertThat(ours.params()).isEqualTo(stock.params());
    }

    @Test
    void learnsTheSameWithoutWorkspaces() {
        MultiLayerNetwork ours = network(Activation.RELU, WorkspaceMode.NONE, CachingDense::new);
        MultiLayerNetwork stock = network(Activation.RELU, WorkspaceMode.NONE, plain -> plain);

        trainBoth(ours, stock);

        assertThat(ours.params()).isEqualTo(stock.params());
    }

    @Test
    void learnsTheSameWithWeightNoiseAndWithLayerNormalization() {
        for (UnaryOperator<DenseLayer> setting : List.<UnaryOperator<DenseLayer>>of(
                plain -> {
                    plain.setWeightNoise(new DropConnect(0.7));
                    return plain;
                },
                plain -> {
                    plain.setHasLayerNorm(true);
                    return plain;
                })) {
            MultiLayerNetwork ours =
                    network(Activation.RELU, WorkspaceMode.ENABLED, plain -> new CachingDense(setting.apply(plain)));
            MultiLayerNetwork stock = network(Activation.RELU, WorkspaceMode.ENABLED, setting);

            trainBoth(ours, stock);

            assertThat(ours.params()).isEqualTo(stock.params());
        }
    }

    /** In the backward pass of a unit that rectifies, the product decides alone whether it passes the gradient on. */
    @Test
    void theBackwardPassUsesTheProductOfItsForwardPassOnceAndMakesItAgainAfterwards() {
        MultiLayerNetwork network = network(Activation.RELU, WorkspaceMode.NONE, CachingDense::new);
        network.initGradientsView();
        Layer layer = network.getLayer(0);
        layer.getParam("W").assign(1);
        INDArray ones = Nd4j.ones(3, INPUTS);
        layer.activate(ones.dup(), true, LayerWorkspaceMgr.noWorkspaces());
        layer.getParam("W").assign(-1);

        assertThat(biasGradient(layer)).as("as the forward pass went").isEqualTo(3);
        assertThat(biasGradient(layer)).as("with the weights as they are now").isZero();
    }

    @Test
    void aProductOfOtherInputsIsNotUsed() {
        MultiLayerNetwork network = network(Activation.RELU, WorkspaceMode.NONE, CachingDense::new);
        network.initGradientsView();
        Layer layer = network.getLayer(0);
        layer.getParam("W").assign(1);
        layer.activate(Nd4j.ones(3, INPUTS), true, LayerWorkspaceMgr.noWorkspaces());

        layer.setInput(Nd4j.ones(3, INPUTS).negi(), LayerWorkspaceMgr.noWorkspaces());
        assertThat(biasGradient(layer)).isZero();

        layer.activate(Nd4j.ones(3, INPUTS), true, LayerWorkspaceMgr.noWorkspaces());
        layer.activate(Nd4j.ones(3, INPUTS), false, LayerWorkspaceMgr.noWorkspaces());
        layer.getParam("W").assign(-1);
        assertThat(biasGradient(layer)).as("inference keeps nothing").isZero();
    }

    @Test
    void jsonAndYamlKeepEverySetting() {
        MultiLayerConfiguration configuration = network(Activation.RELU, WorkspaceMode.ENABLED, CachingDense::new)
                .getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
        assertThat(configuration.clone().getConf(0).getLayer()).isInstanceOf(CachingDense.class);
    }

    @Test
    void equalityTellsItFromThePlainLayer() {
        DenseLayer plain = new DenseLayer.Builder().nIn(3).nOut(4).build();

        assertThat(new CachingDense(plain))
                .isEqualTo(new CachingDense(plain))
                .hasSameHashCodeAs(new CachingDense(plain))
                .isNotEqualTo(plain);
        assertThat(plain).isNotEqualTo(new CachingDense(plain));
    }

    @Test
    void modelSerializerRestoresANetworkThatTrainsOnAsBefore() throws Exception {
        MultiLayerNetwork network = network(Activation.RELU, WorkspaceMode.ENABLED, CachingDense::new);
        network.fit(Nd4j.rand(8, INPUTS), Nd4j.rand(8, 3));
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        trainBoth(restored, network);

        assertThat(restored.getLayer(0)).isInstanceOf(CachingDenseLayer.class);
        assertThat(restored.params()).isEqualTo(network.params());
    }

    private static double biasGradient(Layer layer) {
        return layer.backpropGradient(Nd4j.ones(3, 16), LayerWorkspaceMgr.noWorkspaces())
                .getFirst()
                .getGradientFor("b")
                .getDouble(0);
    }

    /** The same steps for both: a shorter mini-batch at the end, and outputs of every kind in between. */
    private static void trainBoth(MultiLayerNetwork one, MultiLayerNetwork other) {
        for (MultiLayerNetwork network : List.of(one, other)) {
            Nd4j.getRandom().setSeed(7);
            for (int examples : new int[] {8, 8, 5, 8, 3}) {
                INDArray inputs = Nd4j.randn(examples, INPUTS);
                network.fit(inputs, Nd4j.rand(examples, 3));
                network.output(inputs);
                network.output(inputs, true);
                network.feedForward(inputs, true);
                network.feedForward(Nd4j.randn(2, INPUTS), false);
            }
        }
    }

    private static MultiLayerNetwork network(
            Activation activation, WorkspaceMode workspaces, UnaryOperator<DenseLayer> dense) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(activation)
                .trainingWorkspaceMode(workspaces)
                .inferenceWorkspaceMode(workspaces)
                .list()
                .setInputType(InputType.feedForward(INPUTS))
                .layer(dense.apply(new DenseLayer.Builder().nOut(16).build()))
                .layer(new DropoutLayer(0.5))
                .layer(dense.apply(
                        new DenseLayer.Builder().nOut(12).dropOut(0.8).build()))
                .layer(new DropoutLayer(new org.deeplearning4j.nn.conf.dropout.GaussianNoise(0.5)))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }
}
