package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.run.EngineKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that somebody has already built, tuned or trained with Deeplearning4j, given to {@code lab compare}. */
class NetworksAsTheyAreIT {
    private static final int INPUTS = 4;
    private static final int ROWS = 90;

    @TempDir
    private Path directory;

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .activation(Activation.RELU);
    }

    private static ListBuilder hidden(int inputs) {
        return builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(inputs).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(8).build());
    }

    private static OutputLayer softmax(int inputs, int outputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static OutputLayer sigmoid(int inputs) {
        return new OutputLayer.Builder(LossFunction.XENT)
                .nIn(inputs)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** A network that somebody has tuned: dropout on both hidden layers, L2 on all weights. */
    private static ListBuilder tuned() {
        return builder()
                .l2(0.001)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(8).dropOut(0.8).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .dropOut(0.8)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    /** Rows of {@code classes} overlapping classes. */
    private Path table(int classes) throws IOException {
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder("a,b,c,d,kind\n");
        for (int i = 0; i < ROWS; i++) {
            int label = i % classes;
            for (int j = 0; j < INPUTS; j++) {
                rows.append(String.format(Locale.ROOT, "%.3f,", random.nextGaussian() + (j == label ? 1.5 : 0)));
            }
            rows.append("k").append(label).append('\n');
        }
        return written("table.csv", rows.toString());
    }

    private Path written(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return file;
    }

    private Path network(ListBuilder layers) throws IOException {
        return written("network.json", layers.build().toJson());
    }

    private Path run() {
        return directory.resolve("run");
    }

    private Outcome compare(Path table, Path network, String... more) {
        return compare(5, table, network, more);
    }

    /** In threads of this process: workers get a network's file word for word, whatever is in it. */
    private Outcome compare(int epochs, Path table, Path network, String... more) {
        return compare(EngineKind.THREADS, epochs, table, network, more);
    }

    private Outcome compare(EngineKind engine, int epochs, Path table, Path network, String... more) {
        return Outcome.of(Stream.concat(
                        Stream.of(
                                "compare",
                                "--csv",
                                table.toString(),
                                "--label",
                                "kind",
                                "--config",
                                network.toString(),
                                "--folds",
                                "3",
                                "--repeats",
                                "1",
                                "--epochs",
                                String.valueOf(epochs),
                                "--engine",
                                engine.toString(),
                                "--no-progress",
                                "--out",
                                run().toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isEqualTo(2);
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("lab: ").contains(words);
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(run().resolve("summary.json").toFile());
    }

    private List<String> arms() throws IOException {
        return summary().get("arms").findValuesAsText("name");
    }

    private JsonNode arm(String name) throws IOException {
        return StreamSupport.stream(summary().get("arms").spliterator(), false)
                .filter(arm -> arm.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String report() throws IOException {
        return Files.readString(run().resolve("report.html"));
    }

    private MultiLayerNetwork kept(String arm) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(
                run().resolve("models").resolve(arm + ".zip").toFile());
    }

    private static boolean drops(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getConfs().stream()
                .anyMatch(layer -> layer.getLayer().getIDropout() instanceof Dropout);
    }

    private static List<Double> penalties(MultiLayerNetwork network) {
        List<Double> penalties = new ArrayList<>();
        network.getLayerWiseConfigurations().getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(org.deeplearning4j.nn.conf.layers.BaseLayer.class::isInstance)
                .map(org.deeplearning4j.nn.conf.layers.BaseLayer.class::cast)
                .forEach(layer -> layer.getRegularization().stream()
                        .filter(org.nd4j.linalg.learning.regularization.L2Regularization.class::isInstance)
                        .forEach(l2 -> penalties.add(((org.nd4j.linalg.learning.regularization.L2Regularization) l2)
                                .getL2()
                                .valueAt(0, 0))));
        return penalties;
    }

    /** The worst of them: the answer was that dropout changes nothing, because no arm was without it. */
    @Test
    void dropoutOfALevelOfZeroTakesTheNetworksOwnDropoutOut() throws IOException {
        Outcome outcome = done(compare(EngineKind.LOCAL, 5, table(3), network(tuned()), "--arms", "plain,dropout=0"));

        assertThat(outcome.out()).doesNotContain("no regularizer").contains("dropOut(0.8)", "0.2", "l2(0.001)");
        assertThat(report()).doesNotContain("no regularizer");
        assertThat(drops(kept("plain"))).as("plain is the network as it is").isTrue();
        assertThat(drops(kept("dropout=0"))).isFalse();
        assertThat(penalties(kept("dropout=0")))
                .as("L2 is something else")
                .hasSize(3)
                .containsOnly(0.001);
        assertThat(kept("plain").params()).isNotEqualTo(kept("dropout=0").params());
    }

    @Test
    void aNetworkWithTreatmentsOfItsOwnIsComparedWithItselfWithoutThem() throws IOException {
        Outcome outcome = done(compare(table(3), network(tuned())));

        assertThat(arms()).startsWith("as-is", "bare").hasSize(5);
        assertThat(arms().subList(2, 5)).allMatch(arm -> arm.startsWith("dropout="));
        assertThat(outcome.lines().stream().filter(line -> line.contains("dropOut(0.8)")))
                .as("each layer's own dropout, in its own terms")
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(drops(kept("as-is"))).isTrue();
        assertThat(penalties(kept("as-is"))).hasSize(3);
        assertThat(drops(kept("bare"))).isFalse();
        assertThat(penalties(kept("bare"))).isEmpty();
    }

    @Test
    void aTypedLevelReplacesTheNetworksOwn() throws IOException {
        done(compare(table(3), network(tuned()), "--arms", "as-is,dropout=0.5,l2=0,weight-decay=0.01"));

        List<Double> rates = kept("dropout=0.5").getLayerWiseConfigurations().getConfs().stream()
                .map(layer -> layer.getLayer().getIDropout())
                .filter(Dropout.class::isInstance)
                .map(dropout -> ((Dropout) dropout).getP())
                .toList();
        assertThat(rates).hasSize(2).containsOnly(0.5);
        assertThat(penalties(kept("dropout=0.5"))).hasSize(3);
        assertThat(penalties(kept("l2=0"))).isEmpty();
        assertThat(drops(kept("l2=0"))).isTrue();
        assertThat(penalties(kept("weight-decay=0.01")))
                .as("weight decay is in the place of L2")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropout=0", "l2=0"})
    void anArmThatChangesNothingIsSaidTo(String arm) throws IOException {
        Outcome outcome =
                done(compare(table(3), network(hidden(INPUTS).layer(softmax(8, 3))), "--arms", "plain," + arm));

        assertThat(outcome.lines()).anyMatch(line -> line.contains(arm) && line.contains("same network as plain"));
        assertThat(report()).contains("same network as plain");
    }

    /** Networks for which one of the standard arms makes no sense, and which arm. */
    static Stream<Arguments> ordinaryNetworks() {
        return Stream.of(
                Arguments.of(
                        "batch norm",
                        "max-norm",
                        builder()
                                .list()
                                .layer(new DenseLayer.Builder()
                                        .nIn(INPUTS)
                                        .nOut(16)
                                        .build())
                                .layer(new BatchNormalization.Builder()
                                        .nIn(16)
                                        .nOut(16)
                                        .build())
                                .layer(softmax(16, 3))),
                Arguments.of("no hidden layer", "dropout", builder().list().layer(softmax(INPUTS, 3))),
                Arguments.of(
                        "constraint",
                        "",
                        builder()
                                .constrainWeights(new MaxNormConstraint(2, 1))
                                .list()
                                .layer(new DenseLayer.Builder()
                                        .nIn(INPUTS)
                                        .nOut(16)
                                        .build())
                                .layer(softmax(16, 3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ordinaryNetworks")
    void defaultArmsThatDoNotFitAreLeftOut(String kind, String leftOut, ListBuilder network) throws IOException {
        Outcome outcome = done(compare(table(3), network(network)));

        assertThat(arms()).hasSizeGreaterThan(1).noneMatch(arm -> !leftOut.isEmpty() && arm.contains(leftOut));
        if (!leftOut.isEmpty()) {
            assertThat(outcome.lines()).as(kind).anyMatch(line -> line.contains("left out") && line.contains(leftOut));
        }
    }

    /** Both are the same model: the softmax of two outputs is the sigmoid of their difference. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoClassesHaveOneOutputOrTwo(boolean one) throws IOException {
        Path rows = table(2);
        done(compare(
                40,
                rows,
                network(hidden(INPUTS).layer(one ? sigmoid(8) : softmax(8, 2))),
                "--arms",
                "plain,dropout=0.2"));
        assertThat(arm("plain").get("test_accuracy").get("mean").asDouble())
                .as("classes 1.5 standard deviations apart in two inputs; the best possible is 0.86")
                .isGreaterThan(0.65);

        Outcome predicted = done(Outcome.of(
                "predict", run().resolve("models/plain.zip").toString(), "--csv", rows.toString(), "--samples", "0"));
        assertThat(predicted.out()).contains("k0", "k1");
    }

    private Path pictures() throws IOException {
        Random random = new Random(8);
        for (String kind : List.of("dark", "light")) {
            Path folder = Files.createDirectories(directory.resolve("pictures").resolve(kind));
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
                for (int pixel = 0; pixel < 64; pixel++) {
                    int grey = random.nextInt(160) + (kind.equals("light") ? 95 : 0);
                    image.getRaster().setSample(pixel % 8, pixel / 8, 0, grey);
                }
                ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            }
        }
        return directory.resolve("pictures");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoKindsOfPicturesHaveOneOutputOrTwo(boolean one) throws IOException {
        Path network = network(builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(one ? sigmoid(0) : softmax(0, 2))
                .setInputType(InputType.convolutional(8, 8, 1)));
        done(Outcome.of(
                "compare",
                "--images",
                pictures().toString(),
                "--config",
                network.toString(),
                "--arms",
                "plain,spatial=0.1",
                "--folds",
                "2",
                "--epochs",
                "10",
                "--engine",
                (one ? EngineKind.THREADS : EngineKind.LOCAL).toString(),
                "--no-progress",
                "--out",
                run().toString()));
        assertThat(arm("plain").get("test_accuracy").get("mean").asDouble()).isGreaterThan(0.8);
    }

    /** LeNet on rows: its preprocessor gives each row the form of an image. */
    @Test
    void rowsOfPixelsTakeAConvolution() throws IOException {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            rows.append("p").append(i).append(',');
        }
        rows.append("kind\n");
        for (int i = 0; i < 60; i++) {
            for (int pixel = 0; pixel < 64; pixel++) {
                boolean lit = i % 2 == 0 ? pixel % 8 < 4 : pixel % 8 >= 4;
                rows.append(random.nextInt(128) + (lit ? 127 : 0)).append(',');
            }
            rows.append(i % 2 == 0 ? "left" : "right").append('\n');
        }
        Path network = network(builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(softmax(0, 2))
                .setInputType(InputType.convolutionalFlat(8, 8, 1)));

        done(compare(20, written("pixels.csv", rows.toString()), network, "--arms", "plain,dropout=0.5"));

        assertThat(arm("plain").get("test_accuracy").get("mean").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void aFrozenLayerStaysAsItStarts() throws IOException {
        Path network = network(builder()
                .list()
                .layer(new FrozenLayer(
                        new DenseLayer.Builder().nIn(INPUTS).nOut(8).build()))
                .layer(new DenseLayer.Builder().nIn(8).nOut(8).build())
                .layer(softmax(8, 3)));

        done(compare(table(3), network, "--arms", "plain,dropout=0.2"));

        assertThat(kept("plain").getLayer(0).params())
                .as("both arms have the best model of the same or of different splits, whose weights start differently")
                .isNotNull();
        assertThat(arms()).containsExactly("plain", "dropout=0.2");
    }

    @Test
    void anEmbeddingTakesNumbersOfItsVocabulary() throws IOException {
        Random random = new Random(4);
        StringBuilder rows = new StringBuilder("word,kind\n");
        for (int i = 0; i < 120; i++) {
            int word = random.nextInt(20);
            rows.append(word)
                    .append(',')
                    .append(word % 3 == 0 ? "fizz" : "none")
                    .append('\n');
        }
        Path network = network(builder()
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(20).nOut(8).build())
                .layer(new DenseLayer.Builder().nIn(8).nOut(8).build())
                .layer(softmax(8, 2)));

        done(compare(60, written("words.csv", rows.toString()), network, "--arms", "plain,dropout=0.1"));

        assertThat(arm("plain").get("train_accuracy").get("mean").asDouble())
                .as("a word tells its class, whatever its number")
                .isGreaterThan(0.95);
    }

    @Test
    void lossesHaveTheirOwnNamesAndUnits() throws IOException {
        Path network = network(hidden(INPUTS)
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build()));

        Outcome outcome = done(compare(table(3), network, "--arms", "plain,dropout=0.2"));

        assertThat(report()).doesNotContain("cross-entropy in nats").containsIgnoringCase("squared error");
        assertThat(outcome.out()).doesNotContain("nats");
    }

    static Stream<Arguments> lastLayers() {
        return Stream.of(
                Arguments.of("LossLayer", (Consumer<ListBuilder>) list -> list.layer(new DenseLayer.Builder()
                                .nIn(8)
                                .nOut(3)
                                .activation(Activation.IDENTITY)
                                .build())
                        .layer(new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build())),
                Arguments.of("CenterLossOutputLayer", (Consumer<ListBuilder>)
                        list -> list.layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(8)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lastLayers")
    void otherLastLayersAreTrained(String kind, Consumer<ListBuilder> last) throws IOException {
        ListBuilder layers = hidden(INPUTS);
        last.accept(layers);

        done(compare(40, table(3), network(layers), "--arms", "plain,dropout=0.2"));

        assertThat(arm("plain").get("train_accuracy").get("mean").asDouble())
                .as(kind)
                .isGreaterThan(0.6);
    }

    @Test
    void aDilatedConvolutionIsQuiet() throws IOException {
        Path network = network(builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).dilation(2, 2).nOut(4).build())
                .layer(softmax(0, 2))
                .setInputType(InputType.convolutional(8, 8, 1)));

        Outcome outcome = done(Outcome.of(
                "compare",
                "--images",
                pictures().toString(),
                "--config",
                network.toString(),
                "--arms",
                "plain,spatial=0.1",
                "--folds",
                "2",
                "--epochs",
                "2",
                "--no-progress",
                "--out",
                run().toString()));

        assertThat(outcome.out() + outcome.err()).doesNotContain("\tat ", "Exception", "WARN");
    }

    /** The weights of a model go on in every arm only if that is asked for, and either is said. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTrainedModelStartsAnewUnlessAsked(boolean trained) throws IOException {
        MultiLayerNetwork network =
                new MultiLayerNetwork(hidden(INPUTS).layer(softmax(8, 3)).build());
        network.init();
        Path model = directory.resolve("model.zip");
        ModelSerializer.writeModel(network, model.toFile(), true);

        Outcome outcome = done(
                trained
                        ? compare(
                                EngineKind.LOCAL,
                                5,
                                table(3),
                                model,
                                "--arms",
                                "plain,dropout=0.2",
                                "--start",
                                "trained")
                        : compare(table(3), model, "--arms", "plain,dropout=0.2"));

        assertThat(outcome.out()).contains(trained ? "weights" : "anew");
        assertThat(arms()).containsExactly("plain", "dropout=0.2");
    }

    private static ComputationGraph residual() {
        ComputationGraph graph = new ComputationGraph(builder()
                .graphBuilder()
                .addInputs("rows")
                .addLayer("first", new DenseLayer.Builder().nIn(INPUTS).nOut(8).build(), "rows")
                .addLayer("second", new DenseLayer.Builder().nIn(8).nOut(8).build(), "first")
                .addVertex(
                        "sum",
                        new org.deeplearning4j.nn.conf.graph.ElementWiseVertex(
                                org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op.Add),
                        "first",
                        "second")
                .addLayer("out", softmax(8, 3), "sum")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml", "zip"})
    void aGraphIsComparedAndItsModelsPredict(String form) throws IOException {
        Path rows = table(3);
        ComputationGraph graph = residual();
        Path file = directory.resolve("graph." + form);
        switch (form) {
            case "json" -> Files.writeString(file, graph.getConfiguration().toJson());
            case "yaml" -> Files.writeString(file, graph.getConfiguration().toYaml());
            default -> ModelSerializer.writeModel(graph, file.toFile(), true);
        }

        done(compare(
                form.equals("zip") ? EngineKind.LOCAL : EngineKind.THREADS,
                30,
                rows,
                file,
                "--arms",
                "plain,dropout=0.5,weight-decay=0.01,early-stopping=5"));

        ComputationGraph kept = ModelSerializer.restoreComputationGraph(
                run().resolve("models/dropout=0.5.zip").toFile());
        assertThat(kept.getConfiguration().getNetworkOutputs()).containsExactly("out");
        Outcome predicted = done(Outcome.of(
                "predict",
                run().resolve("models/dropout=0.5.zip").toString(),
                "--csv",
                rows.toString(),
                "--samples",
                "10"));
        assertThat(predicted.lines()).hasSizeGreaterThanOrEqualTo(ROWS);
    }

    @Test
    void aGraphWithTwoOutputsIsRefusedBeforeTraining() throws IOException {
        Path file = written(
                "graph.json",
                builder()
                        .graphBuilder()
                        .addInputs("rows")
                        .addLayer(
                                "first",
                                new DenseLayer.Builder().nIn(INPUTS).nOut(8).build(),
                                "rows")
                        .addLayer("kind", softmax(8, 3), "first")
                        .addLayer("other", softmax(8, 2), "first")
                        .setOutputs("kind", "other")
                        .build()
                        .toJson());

        assertRefused(compare(table(3), file), "kind", "other");
        assertThat(run()).doesNotExist();
    }

    /** Deeplearning4j's builder corrects the number of a layer's inputs; a file can still have a wrong one. */
    @Test
    void aLayerThatDoesNotFitIsNamed() throws IOException {
        String json = hidden(INPUTS).layer(softmax(8, 3)).build().toJson();
        String wrong = json.replaceAll("\"nin\"\\s*:\\s*8\\b", "\"nin\" : 9");
        assertThat(wrong).isNotEqualTo(json);

        assertRefused(compare(table(3), written("network.json", wrong)), "layer 3", "9", "8");
        assertThat(run()).doesNotExist();
    }
}
