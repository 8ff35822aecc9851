package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
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
        "sonar-mlp-10-5, 671",
        "table-mlp-60-60-30-1, 5521",
        "table-mlp-8-4-3, 51",
        "table-mlp-8-3, 27",
        "table-mlp-8-1, 9",
        "table-regression-8-4, 41",
        "table-regression-8, 9",
        "cifar10-cnn, 361034",
        "cifar10-cnn-32-64-128-512, 361034",
        "cifar10-cnn-2-3-4-5, 370",
        "image-cnn-32-32-3-10, 361034",
        "image-cnn-32-32-3-10-32-64-128-512, 361034",
        "image-cnn-22-28-1-2-2-3-4-5, 226"
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
                .withMessageContaining("no network is named " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp-60, has two hidden layers",
        "sonar-mlp-0-3, at least one unit",
        "sonar-mlp-100001-3, 'at most 100,000 units, not 100,001'",
        "cifar10-cnn-32-64, three convolutions and one dense layer",
        "cifar10-cnn-32-64-0-8, at least one unit",
        "table-mlp, needs at least 2 numbers",
        "table-mlp-8, needs at least 2 numbers",
        "table-mlp-0-3-1, at least one feature",
        "table-mlp-100001-1, 'at most 100,000 features'",
        "table-mlp-8-0-1, at least one unit",
        "table-mlp-8-3-0, at least one output",
        "table-regression, needs at least 1 numbers",
        "table-regression-8-0, at least one unit",
        "image-cnn-28-28, needs at least 4 numbers",
        "image-cnn-28-28-1-1, number of classes must be at least 2",
        "image-cnn-28-28-0-10, at least one channel",
        "image-cnn-21-28-1-10, leave nothing of 21×28 pixels: images need at least 22×22",
        "image-cnn-28-1-1-10, leave nothing of 28×1 pixels",
        "image-cnn-28-28-1-10-3, three convolutions and one dense layer",
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

    /** The sonar network is the table's network with its numbers: the same configuration, whatever is put in. */
    @Test
    void theSonarNetworkIsACaseOfTheTables() {
        for (List<Regularizer> arm : List.<List<Regularizer>>of(
                List.of(), List.of(Dropout.visible(0.2), Dropout.hidden(0.5), new MaxNorm(3)))) {
            assertThat(Architectures.named("table-mlp-60-60-30-1").configure(arm, new Optimizer.Momentum(0.1, 0.9), 7))
                    .isEqualTo(new SonarMlp().configure(arm, new Optimizer.Momentum(0.1, 0.9), 7));
        }
    }

    /** And the CIFAR-10 network is the images' one. */
    @Test
    void theCifarNetworkIsACaseOfTheImages() {
        assertThat(Architectures.named("image-cnn-32-32-3-10").configure(List.of(), new Optimizer.Adam(1e-3), 7))
                .isEqualTo(new Cifar10Cnn().configure(List.of(), new Optimizer.Adam(1e-3), 7));
    }

    /** Probabilities of one class, of several, or a number. */
    @ParameterizedTest
    @CsvSource({
        "table-mlp-4-3-1, ActivationSigmoid, BinaryCrossEntropy, 1",
        "table-mlp-4-3-2, ActivationSoftmax, LossMCXENT, 2",
        "table-mlp-4-3-5, ActivationSoftmax, LossMCXENT, 5",
        "table-regression-4-3, ActivationIdentity, LossMSE, 1"
    })
    void outputsAreWhatTheTaskAsksFor(String name, String activation, String loss, long outputs) {
        OutputLayer output = (OutputLayer) network(name).getOutputLayer().conf().getLayer();

        assertThat(output.getActivationFn().getClass().getSimpleName()).isEqualTo(activation);
        assertThat(output.getLossFn().getClass().getSimpleName()).isEqualTo(loss);
        assertThat(output.getNOut()).isEqualTo(outputs);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp, 0.5, sonar-mlp-30-15",
        "sonar-mlp-10-3, 0.5, sonar-mlp-5-2",
        "sonar-mlp, 0.001, sonar-mlp-1-1",
        "mnist-mlp-1024-2048, 2, mnist-mlp-2048-4096",
        "mnist-mlp, 2, mnist-mlp",
        "mnist-autoencoder-256, 0.5, mnist-autoencoder-128",
        "table-mlp-60-20-10-3, 2, table-mlp-60-40-20-3",
        "table-mlp-60-3, 2, table-mlp-60-3",
        "table-regression-8-4, 1.5, table-regression-8-6",
        "cifar10-cnn, 0.25, cifar10-cnn-8-16-32-128",
        "image-cnn-28-28-1-10, 0.5, image-cnn-28-28-1-10-16-32-64-256"
    })
    void scalesHiddenWidthsAlone(String name, double factor, String scaled) {
        assertThat(Architectures.scaled(name, factor)).isEqualTo(scaled);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp, 0, factor of widths",
        "sonar-mlp, NaN, factor of widths",
        "sonar-mlp, Infinity, factor of widths",
        "mnist-mlp-1024, 1e9, 'at most 100,000 units'",
        "moon, 2, no network is named moon",
        "{}, 2, its own"
    })
    void refusesScalesThatNoNetworkHas(String name, double factor, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.scaled(name, factor))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sonar-mlp", "table-mlp-8-3", "cifar10-cnn", "mnist-mlp-4"})
    void networksOfOursHaveNoOptimizerOfTheirOwn(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.named(name).configure(List.of(), new Optimizer.AsConfigured(), 1))
                .withMessageContaining("no optimizer of its own");
    }

    @Test
    void theNamesOfNetworksDescribeThem() {
        assertThat(Architectures.describe("mnist-mlp-12")).isEqualTo("mnist-mlp-12");
    }

    @Test
    void networksThatFitTheDataAreFine() {
        Architectures.check("sonar-mlp", 1, 60);
        Architectures.check("table-mlp-8-4-3", 3, 8);
        Architectures.check("table-regression-8-4", 1, 8);
        Architectures.check("image-cnn-28-22-1-2-2-2-2-2", 2, 1, 28, 22);
        Architectures.check("mnist-mlp-4", 10, 1, 28, 28);
        Architectures.check("mnist-autoencoder-4", 10, 1, 28, 28);
    }

    @Test
    void networksThatDoNotFitTheDataAreRefused() {
        refuses("table-mlp-8-4-3", 3, "takes 8 inputs, but these examples have 9", 9);
        refuses("table-mlp-8-4-3", 2, "output is 3 numbers per example, but a label of these data is 2 numbers", 8);
        refuses("table-mlp-8-4-2", 1, "give its output layer a single output", 8);
        refuses("cifar10-cnn", 10, "starts with a convolution", 3072);
        refuses("cifar10-cnn", 10, "takes 3 channels, but these examples have 1", 1, 32, 32);
        refuses("cifar10-cnn-2-2-2-2", 10, "does not accept examples of 3×48×48", 3, 48, 48);
        refuses("mnist-mlp-4", 10, "takes 784 inputs, but these examples have 1,024", 1, 32, 32);
    }

    private static void refuses(String name, int labels, String message, long... example) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.check(name, labels, example))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    private static MultiLayerNetwork network(String name, Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.named(name).configure(List.of(regularizers), new Optimizer.Adam(1e-3), 1));
        network.init();
        return network;
    }
}
