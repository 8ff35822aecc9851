package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SonarMlpTest {
    private static final Optimizer OPTIMIZER = new Optimizer.Momentum(0.1, 0.9);
    private static final double RATE = 0.2;

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    @Test
    void hasTheTutorialsLayers() {
        MultiLayerNetwork network = network();

        assertThat(network.numParams()).isEqualTo(60 * 60 + 60 + 60 * 30 + 30 + 30 + 1);
        assertThat(layers(network)).containsExactly("CachingDense", "CachingDense", "OutputLayer");
    }

    @Test
    void putsDropoutWhereTheTutorialsDo() {
        assertThat(layers(network(Dropout.visible(RATE))))
                .containsExactly("DropoutLayer", "CachingDense", "CachingDense", "OutputLayer");
        assertThat(layers(network(Dropout.hidden(RATE))))
                .containsExactly("CachingDense", "DropoutLayer", "CachingDense", "DropoutLayer", "OutputLayer");
        assertThat(layers(network(Dropout.hidden(0)))).doesNotContain("DropoutLayer");
    }

    @Test
    void everyArmStartsFromTheWeightsOfThePlainNetwork() {
        INDArray plain = network().params();

        Stream.of(Dropout.visible(RATE), Dropout.hidden(RATE), DropConnect.hidden(RATE), new MaxNorm(3))
                .forEach(regularizer -> assertThat(network(regularizer).params())
                        .as(regularizer.describe())
                        .isEqualTo(plain));
    }

    @Test
    void weightsStartWithinOneOverTheRootOfTheInputs() {
        INDArray weights = network().getParam("0_W");

        double bound = 1 / Math.sqrt(60);
        assertThat(weights.amaxNumber().doubleValue())
                .isLessThanOrEqualTo(bound)
                .isCloseTo(bound, within(0.01 * bound));
    }

    @Test
    void maxNormHoldsTheIncomingWeightsOfEachHiddenUnit() {
        MultiLayerNetwork network = network(new MaxNorm(0.3));
        assertThat(network.getParam("0_W").norm2(0).minNumber().doubleValue())
                .as("the limit is below every unit's weights at the start")
                .isGreaterThan(0.3);
        INDArray inputs = Nd4j.rand(16, 60);
        INDArray labels = Nd4j.rand(16, 1).gt(0.5).castTo(inputs.dataType());

        network.fit(inputs, labels);

        for (String layer : List.of("0_W", "1_W")) {
            float[] incoming = network.getParam(layer).norm2(0).toFloatVector();
            for (float norm : incoming) {
                assertThat((double) norm).as(layer).isCloseTo(0.3, within(1e-6));
            }
        }
        assertThat(network.getParam("2_W").norm2Number().doubleValue())
                .as("the output layer is not constrained")
                .isGreaterThan(0.3);
    }

    @Test
    void maxNormLeavesWeightsWithinTheLimitAlone() {
        MultiLayerNetwork plain = network();
        MultiLayerNetwork constrained = network(new MaxNorm(1000));
        INDArray inputs = Nd4j.rand(16, 60);
        INDArray labels = Nd4j.rand(16, 1).gt(0.5).castTo(inputs.dataType());

        plain.fit(inputs, labels);
        constrained.fit(inputs, labels);

        assertThat(constrained.params()).isEqualTo(plain.params());
    }

    private static MultiLayerNetwork network(Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.of(new NetworkSpec.SonarMlp()).configure(List.of(regularizers), OPTIMIZER, 42));
        network.init();
        return network;
    }

    private static List<String> layers(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> {
                    Layer configuration = layer.conf().getLayer();
                    return configuration instanceof DropoutLayer
                            ? "DropoutLayer"
                            : configuration.getClass().getSimpleName();
                })
                .toList();
    }
}
