package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.network.NetworkSpec;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitecturesTest {
    private static final Map<Class<?>, String> ONE_OF_EACH = Map.of(
            NetworkSpec.SonarMlp.class, "sonar-mlp",
            NetworkSpec.TableMlp.class, "table-mlp-8-4-3",
            NetworkSpec.TableRegression.class, "table-regression-8-4",
            NetworkSpec.MnistMlp.class, "mnist-mlp-12",
            NetworkSpec.MnistAutoencoder.class, "mnist-autoencoder-12",
            NetworkSpec.Cifar10Cnn.class, "cifar10-cnn",
            NetworkSpec.ImageCnn.class, "image-cnn-22-28-1-2",
            NetworkSpec.LstmClassifier.class, "lstm-classifier-12-20-9",
            NetworkSpec.SequenceNetwork.class,
                    new NetworkSpec.SequenceNetwork(
                                    12,
                                    List.of(NetworkSpec.SequenceNetwork.Hidden.parse("lstm:8")),
                                    NetworkSpec.SequenceNetwork.Answers.CLASSES,
                                    3)
                            .name());

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

    /** A configuration is that of one of the others; a trained one needs its weights. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfNetworkIsBuilt(Class<?> kind) {
        NetworkSpec spec = kind == NetworkSpec.Configured.class
                ? new NetworkSpec.Configured(
                        network("sonar-mlp").getLayerWiseConfigurations().toJson())
                : NetworkSpec.parse(ONE_OF_EACH.get(kind));

        assertThat(spec).isInstanceOf(kind);
        assertThat(Architectures.of(spec)
                        .configure(List.of(), new Optimizer.Adam(1e-3), 1)
                        .getConfs())
                .hasSizeGreaterThan(1);
    }

    static Class<?>[] kinds() {
        return Arrays.stream(NetworkSpec.class.getPermittedSubclasses())
                .filter(kind ->
                        !kind.isInterface() && kind != NetworkSpec.Recorded.class && kind != NetworkSpec.Trained.class)
                .toArray(Class<?>[]::new);
    }

    @Test
    void networksSayHowTheyWantTheirExamples() {
        assertThat(Architectures.of(NetworkSpec.parse("sonar-mlp")).presentation())
                .isEqualTo(Presentation.STANDARDIZED);
        assertThat(Architectures.of(NetworkSpec.parse("cifar10-cnn")).presentation())
                .isEqualTo(Presentation.STANDARDIZED);
        assertThat(Architectures.of(NetworkSpec.parse("mnist-mlp-12")).presentation())
                .isEqualTo(Presentation.PIXELS);
        assertThat(Architectures.of(NetworkSpec.parse("mnist-autoencoder-12")).presentation())
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
            assertThat(Architectures.of(NetworkSpec.parse("table-mlp-60-60-30-1"))
                            .configure(arm, new Optimizer.Momentum(0.1, 0.9), 7))
                    .isEqualTo(Architectures.of(new NetworkSpec.SonarMlp())
                            .configure(arm, new Optimizer.Momentum(0.1, 0.9), 7));
        }
    }

    /** And the CIFAR-10 network is the images' one. */
    @Test
    void theCifarNetworkIsACaseOfTheImages() {
        assertThat(Architectures.of(NetworkSpec.parse("image-cnn-32-32-3-10"))
                        .configure(List.of(), new Optimizer.Adam(1e-3), 7))
                .isEqualTo(Architectures.of(new NetworkSpec.Cifar10Cnn())
                        .configure(List.of(), new Optimizer.Adam(1e-3), 7));
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
    @ValueSource(strings = {"sonar-mlp", "table-mlp-8-3", "cifar10-cnn", "mnist-mlp-4"})
    void networksOfOursHaveNoOptimizerOfTheirOwn(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Architectures.of(NetworkSpec.parse(name)).configure(List.of(), new Optimizer.AsConfigured(), 1))
                .withMessageContaining("no optimizer of its own");
    }

    @Test
    void networksThatFitTheDataAreFine() {
        check("sonar-mlp", 2, 60);
        check("table-mlp-8-4-3", 3, 8);
        new DataFit(Architectures.of(NetworkSpec.parse("table-regression-8-4")), 8).requireNumber(true);
        check("image-cnn-28-22-1-2-2-2-2-2", 2, 1, 28, 22);
        check("mnist-mlp-4", 10, 1, 28, 28);
        check("mnist-autoencoder-4", 10, 1, 28, 28);
    }

    @Test
    void networksThatDoNotFitTheDataAreRefused() {
        refuses("table-mlp-8-4-3", 3, "takes 8 inputs, but these examples have 9", 9);
        refuses("table-mlp-8-4-3", 2, "layer 2 (OutputLayer) has 3 outputs, but these data have 2 classes", 8);
        refuses("table-mlp-8-4-1", 3, "layer 2 (OutputLayer) has 1 output, but these data have 3 classes", 8);
        refuses("cifar10-cnn", 10, "starts with a convolution", 3072);
        refuses("cifar10-cnn", 10, "takes 3 channels, but these examples have 1", 1, 32, 32);
        refuses(
                "cifar10-cnn-2-2-2-2",
                10,
                "before layer 10 (DenseLayer) does not take 2×4×4 from layer 9 (ActivationLayer)",
                3,
                48,
                48);
        refuses("mnist-mlp-4", 10, "takes 784 inputs, but these examples have 1,024", 1, 32, 32);
    }

    private static void check(String name, int classes, long... example) {
        new DataFit(Architectures.of(NetworkSpec.parse(name)), example).requireClasses(classes);
    }

    private static void refuses(String name, int labels, String message, long... example) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(name, labels, example))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    private static MultiLayerNetwork network(String name, Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(NetworkSpec.parse(name))
                .configure(List.of(regularizers), new Optimizer.Adam(1e-3), 1));
        network.init();
        return network;
    }
}
