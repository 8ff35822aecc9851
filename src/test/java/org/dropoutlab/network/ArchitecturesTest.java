package org.dropoutlab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitecturesTest {
    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /** Oracle: (inputs + 1) · units of every layer. */
    @ParameterizedTest
    @CsvSource({
        "mnist-mlp-12, 9550",
        "mnist-mlp-64-64, 55050",
        "mnist-mlp-1024-1024-2048, 3973130",
        "mnist-mlp, 7850",
        "mnist-autoencoder-256, 402448",
        "sonar-mlp, 5521",
        "sonar-mlp-60-30, 5521",
        "sonar-mlp-120-60, 14641",
        "cifar10-cnn, 361034"
    })
    void aNameDecidesTheWidths(String name, long parameters) {
        assertThat(network(name).numParams()).isEqualTo(parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moon",
                "",
                "mnist",
                "mnist-mlp-",
                "mnist-mlp--3",
                "mnist-mlp-12x",
                "MNIST-MLP-12",
                "mnist-mlp-1234567",
                "mnist-mlp-1.5",
                "-12",
                "12"
            })
    void refusesNamesThatItDoesNotKnow(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.named(name))
                .withMessageContaining("no network is called " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "cifar10-cnn-32-64, has widths of its own",
        "mnist-autoencoder, has one hidden layer",
        "mnist-autoencoder-256-128, has one hidden layer",
        "mnist-autoencoder-0, at least one unit",
        "mnist-mlp-12-0, at least one unit"
    })
    void refusesWidthsThatDoNotGoWithTheNetwork(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.named(name))
                .withMessageContaining(message);
    }

    @Test
    void networksSayHowTheyWantTheirExamples() {
        assertThat(Architectures.named("sonar-mlp").presentation()).isEqualTo(Presentation.STANDARDIZED);
        assertThat(Architectures.named("cifar10-cnn").presentation()).isEqualTo(Presentation.STANDARDIZED);
        assertThat(Architectures.named("mnist-mlp-12").presentation()).isEqualTo(Presentation.PIXELS);
        assertThat(Architectures.named("mnist-autoencoder-12").presentation())
                .isEqualTo(Presentation.PIXELS_TO_THEMSELVES);
    }

    /** Arms of a pair start alike: noise draws nothing at initialization. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist-mlp-20-20", "mnist-autoencoder-20"})
    void dropoutStartsFromTheWeightsOfThePlainNetwork(String name) {
        assertThat(network(name, Dropout.visible(0.2), Dropout.hidden(0.5)).params())
                .isEqualTo(network(name).params());
    }

    /**
     * Oracle: N(0, 2/inputs) (He et al. 2015). The mean of n squares of normal numbers of variance v is v up to v·√(2/n);
     * biases are 0.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mnist-mlp-100", "mnist-autoencoder-100"})
    void weightsStartAsHeAndOthersSay(String name) {
        MultiLayerNetwork network = network(name);

        double[] weights = network.getParam("0_W").reshape(-1).toDoubleVector();
        double squares = 0;
        for (double weight : weights) {
            squares += weight * weight / weights.length;
        }
        assertThat(squares).isCloseTo(2.0 / 784, within(5 * 2.0 / 784 * Math.sqrt(2.0 / weights.length)));
        assertThat(network.getParam("0_b").sumNumber().doubleValue()).isZero();
    }

    /** The CIFAR-10 network activates after pooling: normalization comes before both. */
    @Test
    void batchNormalizationStandsBehindEachConvolution() {
        assertThat(Arrays.stream(network("cifar10-cnn", BatchNormalization.convolution(), BatchNormalization.hidden())
                                .getLayers())
                        .map(layer -> layer.conf().getLayer().getClass().getSimpleName())
                        .toList())
                .startsWith("ConvolutionLayer", "BatchNormalization", "MaxPooling2x2", "ActivationLayer")
                .endsWith("CachingDense", "BatchNormalization", "ActivationLayer", "OutputLayer");
    }

    private static MultiLayerNetwork network(String name, Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.named(name).configure(List.of(regularizers), new Optimizer.Adam(1e-3), 1));
        network.init();
        return network;
    }
}
