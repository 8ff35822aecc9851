package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.dropoutlab.data.image.PictureFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** How networks that people bring and their data fit together. */
class NetworksAndDataIT {
    @TempDir
    private Path directory;

    private static Outcome lab(Object... arguments) {
        return Outcome.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private Path written(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static OutputLayer output(int outputs, Activation activation, LossFunction loss) {
        return new OutputLayer.Builder(loss).nOut(outputs).activation(activation).build();
    }

    private static String json(InputType input, Layer... layers) {
        ListBuilder list = new NeuralNetConfiguration.Builder()
                .activation(Activation.TANH)
                .updater(new Adam(0.02))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerConfiguration network = list.setInputType(input).build();
        return network.toJson();
    }

    private static String dense(int inputs, OutputLayer output) {
        return json(
                InputType.feedForward(inputs),
                new DenseLayer.Builder().nOut(8).build(),
                output);
    }

    /** Two classes that a line separates but for a few. */
    private static String table() {
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("a,b,c,y\n");
        for (int i = 0; i < 120; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            rows.append("%.3f,%.3f,%.3f,%s%n"
                    .formatted(a, b, random.nextGaussian(), a + b + 0.5 * random.nextGaussian() > 0 ? "yes" : "no"));
        }
        return rows.toString();
    }

    private Outcome compared(Path run, Object... data) {
        List<Object> all = new java.util.ArrayList<>(List.of("compare"));
        all.addAll(List.of(data));
        all.addAll(List.of("--folds", 3, "--repeats", 1, "--epochs", 12, "--no-progress", "--out", run));
        return lab(all.toArray());
    }

    static Stream<Arguments> twoClasses() {
        return Stream.of(
                Arguments.of("one sigmoid", output(1, Activation.SIGMOID, LossFunction.XENT), "cross-entropy in nats"),
                Arguments.of("two softmax", output(2, Activation.SOFTMAX, LossFunction.MCXENT), "cross-entropy in nats"),
                Arguments.of("one sigmoid, squared", output(1, Activation.SIGMOID, LossFunction.MSE), "mean squared error"),
                Arguments.of("two softmax, squared", output(2, Activation.SOFTMAX, LossFunction.MSE), "mean squared error"),
                Arguments.of("two sigmoids", output(2, Activation.SIGMOID, LossFunction.XENT), "cross-entropy in nats"));
    }

    /** Labels follow the network: its outputs mean the same, the probabilities of both classes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("twoClasses")
    void twoClassesOfATableHaveOneOutputOrTwo(String name, OutputLayer output, String loss) throws IOException {
        Path csv = written("table.csv", table());
        Path run = directory.resolve("run");
        Outcome compared = compared(
                run,
                "--csv",
                csv,
                "--label",
                "y",
                "--config",
                written("net.json", dense(3, output)),
                "--arms",
                "plain,dropout=0.2");
        assertThat(compared.status()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("loss: " + loss);
        String report = Files.readString(run.resolve("report.html"));
        assertThat(report).contains("the loss is the " + loss + " per example");
        if (!loss.endsWith("nats")) {
            assertThat(report).doesNotContain("cross-entropy");
            assertThat(Files.readString(run.resolve("summary.json"))).contains("\"name\" : \"" + loss + "\"");
        }

        for (int samples : new int[] {0, 5}) {
            Outcome predicted =
                    lab("predict", run.resolve("models/dropout=0.2.zip"), "--csv", csv, "--samples", samples);
            assertThat(predicted.status()).as(predicted.err()).isZero();
            List<String> lines = predicted.lines();
            List<String> header = List.of(lines.get(0).split(","));
            int right = 0;
            List<String> rows = Files.readAllLines(csv);
            for (int i = 1; i < lines.size(); i++) {
                String[] cells = lines.get(i).split(",");
                double no = Double.parseDouble(cells[header.indexOf("p(no)")]);
                double yes = Double.parseDouble(cells[header.indexOf("p(yes)")]);
                assertThat(no + yes).isBetween(0.999998, 1.000002);
                assertThat(cells[header.indexOf("predicted")]).isEqualTo(yes > no ? "yes" : "no");
                right += rows.get(i).endsWith(cells[header.indexOf("predicted")]) ? 1 : 0;
            }
            assertThat(right).isGreaterThan(90);
        }
    }

    static Stream<Arguments> imageOutputs() {
        return Stream.of(
                Arguments.of("one sigmoid", output(1, Activation.SIGMOID, LossFunction.XENT)),
                Arguments.of("two softmax", output(2, Activation.SOFTMAX, LossFunction.MCXENT)),
                Arguments.of("one sigmoid, squared", output(1, Activation.SIGMOID, LossFunction.MSE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("imageOutputs")
    void twoClassesOfImagesHaveOneOutputOrTwo(String name, OutputLayer output) throws IOException {
        Path pictures = PictureFolders.layOut(directory.resolve("pictures"), 2, 12);
        Path run = directory.resolve("run");
        String network = json(
                InputType.convolutionalFlat(16, 16, 3),
                new ConvolutionLayer.Builder(3, 3).nOut(3).build(),
                new SubsamplingLayer.Builder(2, 2).build(),
                new DenseLayer.Builder().nOut(8).build(),
                output);
        Outcome compared = compared(
                run,
                "--images",
                pictures,
                "--size",
                "16x16",
                "--config",
                written("net.json", network),
                "--arms",
                "plain,dropout=0.2");
        assertThat(compared.status()).as(compared.err()).isZero();
        Outcome predicted = lab("predict", run.resolve("models/plain.zip"), "--images", pictures, "--samples", 0);
        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.lines()).hasSizeGreaterThan(20);
    }

    /** LeNet as it is for MNIST's own iterator, on rows of as many numbers; its steps are direct, as for images. */
    @Test
    void aPreprocessorMakesImagesOfRows() throws IOException {
        Random random = new Random(6);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            int digit = i % 2;
            rows.append(IntStream.range(0, 144)
                            .mapToObj(pixel -> String.valueOf(
                                    random.nextInt(50) + (pixel % 12 < 6 == (digit == 0) ? 150 : 0)))
                            .collect(java.util.stream.Collectors.joining(",")))
                    .append(digit == 0 ? ",left\n" : ",right\n");
        }
        Path run = directory.resolve("run");
        String network = json(
                InputType.convolutionalFlat(12, 12, 1),
                new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
                new SubsamplingLayer.Builder(2, 2).build(),
                new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build(),
                output(2, Activation.SOFTMAX, LossFunction.MCXENT));
        Path csv = written("pixels.csv", rows.toString());
        Outcome compared = compared(
                run,
                "--csv",
                csv,
                "--no-header",
                "--label",
                "144",
                "--config",
                written("net.json", network),
                "--arms",
                "plain,dropout=0.2");
        assertThat(compared.status()).as(compared.err()).isZero();
        Outcome short_ = compared(
                directory.resolve("other"),
                "--csv",
                written("table.csv", table()),
                "--label",
                "y",
                "--config",
                directory.resolve("net.json"),
                "--arms",
                "plain");
        assertThat(short_.status()).isEqualTo(2);
        assertThat(short_.err())
                .contains("FeedForwardToCnnPreProcessor before layer 1 (ConvolutionLayer) does not take examples of 3 numbers");
    }

    @Test
    void embeddingsLookUpWholeNumbers() throws IOException {
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder("word,y\n");
        for (int i = 0; i < 120; i++) {
            int word = random.nextInt(10);
            rows.append(word).append(word % 2 == 0 ? ",even\n" : ",odd\n");
        }
        Path csv = written("words.csv", rows.toString());
        Path run = directory.resolve("run");
        Path network = written(
                "net.json",
                new NeuralNetConfiguration.Builder()
                        .activation(Activation.TANH)
                        .updater(new Adam(0.02))
                        .list()
                        .layer(new EmbeddingLayer.Builder().nIn(10).nOut(4).build())
                        .layer(new DenseLayer.Builder().nIn(4).nOut(8).build())
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(8)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .build()
                        .toJson());
        Outcome compared = compared(run, "--csv", csv, "--label", "y", "--config", network, "--arms", "plain,dropout=0.2");
        assertThat(compared.status()).as(compared.err()).isZero();
        Outcome predicted = lab("predict", run.resolve("models/plain.zip"), "--csv", csv, "--samples", 0);
        assertThat(predicted.status()).as(predicted.err()).isZero();

        Outcome unknown = lab(
                "predict",
                run.resolve("models/plain.zip"),
                "--csv",
                written("new.csv", "word\n3\n12\n"),
                "--samples",
                0);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("row 2 has 12, but the network's EmbeddingLayer takes whole numbers from 0 to 9");
        Outcome outside = compared(
                directory.resolve("other"),
                "--csv",
                written("more.csv", rows + "10,even\n"),
                "--label",
                "y",
                "--config",
                network,
                "--arms",
                "plain");
        assertThat(outside.status()).isEqualTo(2);
        assertThat(outside.err())
                .contains("example 121 has 10, but the network's EmbeddingLayer takes whole numbers from 0 to 9");
        Outcome noise = compared(
                directory.resolve("other"), "--csv", csv, "--label", "y", "--config", network, "--arms", "plain,input-dropout=0.2");
        assertThat(noise.status()).isEqualTo(2);
    }
}
