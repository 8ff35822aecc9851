package org.dropoutlab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSpecTest {

    /** They stand in the records of runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sonar-mlp",
                "sonar-mlp-120-60",
                "table-mlp-8-3",
                "table-mlp-8-60-30-1",
                "table-regression-8",
                "table-regression-8-60-30",
                "mnist-mlp",
                "mnist-mlp-1024-1024-2048",
                "mnist-autoencoder-256",
                "cifar10-cnn",
                "cifar10-cnn-7-14-28-55",
                "image-cnn-28-28-1-10",
                "image-cnn-28-28-1-10-2-3-4-5",
                "lstm-classifier-12-100-9",
                "lstm-classifier-3-20-10-1",
                "lstm-classifier-bias-5-8-32-4",
                " {\"confs\": []}"
            })
    void namesAreReadAndWrittenAlike(String name) {
        assertThat(NetworkSpec.parse(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp-60-30, sonar-mlp",
        "cifar10-cnn-32-64-128-512, cifar10-cnn",
        "image-cnn-28-28-1-10-32-64-128-512, image-cnn-28-28-1-10"
    })
    void usualWidthsMayBeWritten(String name, String same) {
        assertThat(NetworkSpec.parse(name)).isEqualTo(NetworkSpec.parse(same));
        assertThat(NetworkSpec.parse(name).name()).isEqualTo(same);
    }

    @Test
    void namesAreThoseOfTheValues() {
        assertThat(new NetworkSpec.SonarMlp()).isEqualTo(NetworkSpec.parse("sonar-mlp"));
        assertThat(new NetworkSpec.TableMlp(8, List.of(60, 30), 3)).isEqualTo(NetworkSpec.parse("table-mlp-8-60-30-3"));
        assertThat(new NetworkSpec.TableRegression(8, List.of(60)))
                .isEqualTo(NetworkSpec.parse("table-regression-8-60"));
        assertThat(new NetworkSpec.MnistMlp(64, 32)).isEqualTo(NetworkSpec.parse("mnist-mlp-64-32"));
        assertThat(new NetworkSpec.MnistAutoencoder(9)).isEqualTo(NetworkSpec.parse("mnist-autoencoder-9"));
        assertThat(new NetworkSpec.Cifar10Cnn()).isEqualTo(NetworkSpec.parse("cifar10-cnn"));
        assertThat(new NetworkSpec.ImageCnn(28, 22, 1, 10)).isEqualTo(NetworkSpec.parse("image-cnn-28-22-1-10"));
        assertThat(new NetworkSpec.LstmClassifier(12, List.of(100), 9))
                .isEqualTo(NetworkSpec.parse("lstm-classifier-12-100-9"));
        assertThat(new NetworkSpec.Configured("{}")).isEqualTo(NetworkSpec.parse("{}"));
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
                .isThrownBy(() -> NetworkSpec.parse(name))
                .withMessageContaining("no network is named " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp-60, has two hidden layers",
        "sonar-mlp-0-3, at least one unit",
        "sonar-mlp-100001-3, 'at most 100,000 units, not 100,001'",
        "cifar10-cnn-32-64, three convolutions and one dense layer",
        "cifar10-cnn-32-64-0-8, at least one unit",
        "table-mlp, at least 2 numbers",
        "table-mlp-8, at least 2 numbers",
        "table-mlp-0-3-1, at least one feature",
        "table-mlp-100001-1, 'at most 100,000 features'",
        "table-mlp-8-0-1, at least one unit",
        "table-mlp-8-3-0, at least one output",
        "table-regression, at least 1 numbers",
        "table-regression-8-0, at least one unit",
        "image-cnn-28-28, at least 4 numbers",
        "image-cnn-28-28-1-1, number of classes must be at least 2",
        "image-cnn-28-28-0-10, at least one channel",
        "image-cnn-21-28-1-10, leave nothing of 21×28 pixels: images need at least 22×22",
        "image-cnn-28-1-1-10, leave nothing of 28×1 pixels",
        "image-cnn-28-28-1-10-3, three convolutions and one dense layer",
        "lstm-classifier-12-9, at least 3 numbers",
        "lstm-classifier-bias-5-12-9, at least 4 numbers",
        "lstm-classifier-bias-11-12-100-9, 'from 0 to 10, not 11'",
        "lstm-classifier-0-100-9, at least one feature",
        "lstm-classifier-12-0-9, at least one unit",
        "lstm-classifier-12-100-0, at least one output",
        "mnist-autoencoder, has one hidden layer",
        "mnist-autoencoder-256-128, has one hidden layer",
        "mnist-autoencoder-0, at least one unit",
        "mnist-mlp-12-0, at least one unit"
    })
    void refusesWidthsThatDoNotGoWithTheNetwork(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkSpec.parse(name))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "sonar-mlp, 0.5, sonar-mlp-30-15",
        "sonar-mlp-10-3, 0.5, sonar-mlp-5-2",
        "sonar-mlp, 0.001, sonar-mlp-1-1",
        "mnist-mlp-1024-2048, 2, mnist-mlp-2048-4096",
        "lstm-classifier-bias-5-8-32-4, 0.5, lstm-classifier-bias-5-8-16-4",
        "mnist-mlp, 2, mnist-mlp",
        "mnist-autoencoder-256, 0.5, mnist-autoencoder-128",
        "table-mlp-60-20-10-3, 2, table-mlp-60-40-20-3",
        "table-mlp-60-3, 2, table-mlp-60-3",
        "table-regression-8-4, 1.5, table-regression-8-6",
        "cifar10-cnn, 0.25, cifar10-cnn-8-16-32-128",
        "image-cnn-28-28-1-10, 0.5, image-cnn-28-28-1-10-16-32-64-256"
    })
    void scalesHiddenWidthsAlone(String name, double factor, String scaled) {
        assertThat(NetworkSpec.parse(name).scaled(factor).name()).isEqualTo(scaled);
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
                .isThrownBy(() -> NetworkSpec.parse(name).scaled(factor))
                .withMessageContaining(message);
    }

    @Test
    void namesDescribeNetworks() {
        assertThat(new NetworkSpec.MnistMlp(12).describe()).isEqualTo("mnist-mlp-12");
    }

    @Test
    void configurationsAreJsonObjects() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkSpec.Configured("sonar-mlp"))
                .withMessageContaining("a JSON object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkSpec.Configured("{confs").describe())
                .withMessageContaining("not JSON");
    }

    /** Oracle: Deeplearning4j's names of its losses; a configuration's last loss is that of its output layer. */
    @ParameterizedTest
    @CsvSource({
        "LossMCXENT, cross-entropy in nats",
        "LossBinaryXENT, cross-entropy in nats",
        "LossMSE, mean squared error",
        "LossSquaredHinge, squared hinge loss",
        "LossKLD, Kullback–Leibler divergence in nats",
        "LossPoisson, Poisson loss"
    })
    void lossesHaveNamesAndUnits(String name, String words) {
        String layer = "{\"layer\": {\"lossFn\": {\"@class\": \"org.nd4j.linalg.lossfunctions.impl.%s\"}}}";
        NetworkSpec network = new NetworkSpec.Configured(
                "{\"confs\": [{\"layer\": {}}, %s, %s]}".formatted(layer.formatted("LossL1"), layer.formatted(name)));
        assertThat(network.loss().words()).isEqualTo(words);
        assertThat(network.loss().isCrossEntropy()).isEqualTo(words.startsWith("cross-entropy"));
    }

    @Test
    void ownNetworksHaveTheLossOfTheirTask() {
        assertThat(NetworkSpec.parse("table-mlp-8-3").loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(NetworkSpec.parse("table-regression-8").loss()).isEqualTo(Loss.SQUARED_ERROR);
        assertThat(Loss.ofClass("com.example.Losses$Tweedie").words()).isEqualTo("Tweedie");
    }
}
