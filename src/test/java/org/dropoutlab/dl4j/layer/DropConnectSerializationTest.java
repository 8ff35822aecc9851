package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers with DropConnect go through Deeplearning4j's own files and come back as they were. */
class DropConnectSerializationTest {
    private static final WeightMasks UNUSUAL = WeightMasks.of(0.3)
            .withScope(MaskScope.PER_MINI_BATCH)
            .withBiases()
            .withInference(new Inference.MomentMatching(7));

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @Test
    void jsonKeepsEverySetting() {
        MultiLayerConfiguration configuration = configuration();

        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

        assertThat(read).isEqualTo(configuration);
        assertThat(((DropConnectConvolution) read.getConf(0).getLayer()).masks())
                .isEqualTo(WeightMasks.of(0.5));
        assertThat(((DropConnectDense) read.getConf(1).getLayer()).masks()).isEqualTo(UNUSUAL);
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
    }

    @Test
    void javaSerializationKeepsEverySetting() {
        MultiLayerConfiguration configuration = configuration();

        assertThat(SerializationUtils.roundtrip(configuration)).isEqualTo(configuration);
    }

    @Test
    void equalityTellsMasksApart() {
        DenseLayer plain = new DenseLayer.Builder().nIn(3).nOut(4).build();

        assertThat(new DropConnectDense(plain, UNUSUAL))
                .isEqualTo(new DropConnectDense(plain, UNUSUAL))
                .hasSameHashCodeAs(new DropConnectDense(plain, UNUSUAL))
                .isNotEqualTo(new DropConnectDense(plain, UNUSUAL.withScope(MaskScope.PER_EXAMPLE)))
                .isNotEqualTo(plain);
        assertThat(plain).isNotEqualTo(new DropConnectDense(plain, UNUSUAL));
    }

    @Test
    void takesEverySettingOfThePlainLayer() {
        ConvolutionLayer plain = new ConvolutionLayer.Builder(3, 2)
                .nIn(2)
                .nOut(4)
                .stride(2, 1)
                .dilation(1, 2)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .activation(Activation.SELU)
                .l2(0.01)
                .updater(new Adam(0.1))
                .constrainWeights(new IncomingNormConstraint(3))
                .name("first")
                .dropOut(0.9)
                .build();

        DropConnectConvolution layer = new DropConnectConvolution(plain, UNUSUAL);

        assertThat(layer)
                .usingRecursiveComparison()
                .ignoringFields("masks")
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(plain);
    }

    /** The network goes on training from the file as it would have without it: weights, updater, random masks. */
    @Test
    void modelSerializerRestoresANetworkThatTrainsOnAsBefore() throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration());
        network.init();
        INDArray inputs = Nd4j.rand(8, 2, 5, 5);
        INDArray labels = Nd4j.rand(8, 3);
        network.fit(inputs, labels);
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile());

        assertThat(restored.output(inputs)).isEqualTo(network.output(inputs));
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {network, restored}) {
            Nd4j.getRandom().setSeed(2);
            each.fit(inputs, labels);
        }
        assertThat(restored.params()).isEqualTo(network.params());
    }

    private static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .list()
                .setInputType(InputType.convolutional(5, 5, 2))
                .layer(new DropConnectConvolution(
                        new ConvolutionLayer.Builder(2, 2).nOut(4).build(), WeightMasks.of(0.5)))
                .layer(new DropConnectDense(new DenseLayer.Builder().nOut(6).build(), UNUSUAL))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }
}
