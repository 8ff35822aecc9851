package org.dropoutlab.dl4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.StockConfiguration;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class ClippedGradientTest {
    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /**
     * Oracle: the step of plain gradient descent, which is the gradient of both layers. The clipped step has its
     * direction, and the limit as its length if that is shorter.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1000})
    void clipsTheGradientOfAllLayersAsOneVector(double limit) {
        INDArray gradient = step(new Sgd(1));
        INDArray clipped = step(new ClippedGradient(new Sgd(1), limit));
        double length = gradient.norm2Number().doubleValue();
        assertThat(length).isBetween(0.5, 1000.0);
        assertThat(clipped.norm2Number().doubleValue()).isCloseTo(Math.min(length, limit), within(2e-6));
        INDArray expected = gradient.mul(Math.min(1, limit / (length + 1e-6)));
        assertThat(clipped.distance2(expected)).isLessThan(1e-12);
    }

    private static INDArray step(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(network(updater));
        network.init();
        INDArray before = network.params().dup();
        Nd4j.getRandom().setSeed(5);
        network.fit(
                Nd4j.randn(DataType.DOUBLE, 8, 3),
                Nd4j.randn(DataType.DOUBLE, 8, 2).mul(10));
        return before.sub(network.params());
    }

    private static MultiLayerConfiguration network(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .list(
                        new DenseLayer.Builder()
                                .nIn(3)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                .nIn(4)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build())
                .build();
    }

    @Test
    void isReadBackAndWrittenForPlainDeeplearning4jAsTheUpdaterThatTakesTheSteps() {
        MultiLayerConfiguration clipped = network(Updaters.of(new Optimizer.Clipped(new Optimizer.Adam(0.01), 1)));
        assertThat(SafeConfiguration.read(clipped.toJson())).isEqualTo(clipped);
        MultiLayerNetwork network = new MultiLayerNetwork(clipped);
        network.init();
        assertThat(MultiLayerConfiguration.fromJson(StockConfiguration.json(network.getLayerWiseConfigurations()))
                        .getConf(0)
                        .getLayer()
                        .getUpdaterByParam("W"))
                .isEqualTo(new Adam(0.01));
    }

    @Test
    void namesWhatChanges() {
        Optimizer adam = new Optimizer.Adam(0.01);
        Optimizer clipped = new Optimizer.Clipped(adam, 1);
        assertThat(clipped.describe()).isEqualTo("Adam, learning rate 0.01, gradient norm at most 1.0");
        assertThat(clipped.changesFrom(clipped)).isEmpty();
        assertThat(clipped.changesFrom(adam))
                .isEqualTo(adam.changesFrom(clipped))
                .containsExactly("gradient clipping");
        assertThat(clipped.changesFrom(new Optimizer.Clipped(adam, 2))).containsExactly("gradient clipping");
        assertThat(clipped.withLearningRate(0.1).changesFrom(clipped)).containsExactly("learning rate");
        assertThat(new Optimizer.Momentum(0.1, 0.9).changesFrom(clipped))
                .isEqualTo(List.of("optimizer", "gradient clipping"));
    }

    @Test
    void refusesWhatCannotBeClipped() {
        Optimizer adam = new Optimizer.Adam(0.01);
        assertThatIllegalArgumentException().isThrownBy(() -> new Optimizer.Clipped(adam, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Optimizer.Clipped(new Optimizer.Clipped(adam, 1), 1))
                .withMessageContaining("not for Adam");
        assertThatIllegalArgumentException().isThrownBy(() -> new Optimizer.Clipped(new Optimizer.AsConfigured(), 1));
    }
}
