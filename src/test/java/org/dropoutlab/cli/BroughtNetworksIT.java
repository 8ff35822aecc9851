package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Journal;
import org.dropoutlab.training.TableTrials;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks in files of each kind on the command line, and starts from their weights. */
class BroughtNetworksIT {
    /** Of the table: a length, a mass, and one number for each of three kinds. */
    private static final int INPUTS = 5;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static OutputLayer output(int inputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private Path stack() throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(77)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(7)
                        .activation(Activation.RELU)
                        .build())
                .layer(output(7))
                .build());
        network.init();
        Path file = directory.resolve("mine.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        return file;
    }

    private Path graph() throws IOException {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(77)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("below", new DenseLayer.Builder().nIn(INPUTS).nOut(6).build(), "in")
                .addLayer("side", new DenseLayer.Builder().nIn(6).nOut(6).build(), "below")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "below", "side")
                .addLayer("out", output(6), "sum")
                .setOutputs("out")
                .build());
        network.init();
        Path file = directory.resolve("graph.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        return file;
    }

    private Outcome compare(Path network, String run, String... more) {
        Path table = TableTrials.table(directory, 3).path();
        List<String> arguments = new ArrayList<>(List.of(
                "compare",
                "--csv",
                table.toString(),
                "--label",
                "answer",
                "--config",
                network.toString(),
                "--arms",
                "plain,dropout=0.2",
                "--epochs",
                "3",
                "--folds",
                "2",
                "--repeats",
                "1",
                "--no-progress",
                "--out",
                directory.resolve(run).toString()));
        arguments.addAll(List.of(more));
        return Outcome.of(arguments.toArray(String[]::new));
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private List<Object> scores(String run) throws IOException {
        return Journal.read(directory.resolve(run).resolve("trials.jsonl")).stream()
                .sorted(Comparator.comparing((TrialResult result) -> result.id().toString()))
                .<Object>map(result -> List.of(
                        result.id(),
                        result.curve().points().stream()
                                .map(point -> List.of(point.train(), point.test()))
                                .toList()))
                .toList();
    }

    /** Oracle: the same study in threads of one process. */
    @Test
    void workersAndResumedRunsStartFromTheSameWeights() throws IOException {
        Path network = stack();
        Outcome threads = done(compare(network, "threads", "--start", "trained", "--engine", "threads"));
        done(compare(network, "processes", "--start", "trained", "--engine", "processes", "--workers", "2"));
        done(compare(network, "anew"));

        assertThat(scores("processes")).isEqualTo(scores("threads"));
        assertThat(scores("anew")).isNotEqualTo(scores("threads"));
        assertThat(threads.out())
                .contains(
                        "mine.zip: a Deeplearning4j model",
                        "mine.zip: every arm starts from the file's weights (sha256:",
                        "and the optimizer's state, start anew",
                        "!! Every arm starts from trained weights",
                        "trained (weights sha256:");
        assertThat(Files.readString(directory.resolve("threads/report.html")))
                .contains("mine.zip: every arm starts from the file")
                .contains("has already seen its test examples");
        assertThat(Files.readString(directory.resolve("threads/summary.json"))).doesNotContain(directory.toString());
        assertThat(directory.resolve("anew/starting-network")).doesNotExist();

        // The file is gone, and so are half of the trials.
        List<Object> whole = scores("threads");
        Path journal = directory.resolve("threads/trials.jsonl");
        List<String> lines = Files.readAllLines(journal);
        Files.write(journal, lines.subList(0, lines.size() / 2));
        Files.delete(network);
        done(Outcome.of("resume", directory.resolve("threads").toString(), "--no-progress"));

        assertThat(scores("threads")).isEqualTo(whole);
    }

    @Test
    void aFileThatHasChangedIsAnotherRun() throws IOException {
        Path network = stack();
        done(compare(network, "run", "--start", "trained"));
        ModelSerializer.writeModel(ModelSerializer.restoreMultiLayerNetwork(network.toFile()), network.toFile(), false);
        Files.write(directory.resolve("run/trials.jsonl"), List.of());

        Outcome resumed = Outcome.of("resume", directory.resolve("run").toString(), "--no-progress");

        assertThat(resumed.status()).isEqualTo(2);
        assertThat(resumed.err()).contains("another network or start").hasLineCount(1);
    }

    /** Every kind goes through to a verdict and models that plain Deeplearning4j reads. */
    @Test
    void graphsKerasFilesAndKeptModelsAreTrained() throws Exception {
        Path graph = graph();
        assertThat(done(compare(graph, "graph", "--start", "trained")).out())
                .contains(
                        "a graph of 4 vertices, 3 of them layers (below: dense 6, side: dense 6, sum: element wise, out: output 3)");
        assertThat(ModelSerializer.restoreComputationGraph(
                                directory.resolve("graph/models/plain.zip").toFile())
                        .numParams())
                .isEqualTo(
                        ModelSerializer.restoreComputationGraph(graph.toFile()).numParams());

        assertThat(done(compare(
                                directory.resolve("graph/models/dropout=0.2.zip"),
                                "again",
                                "--start",
                                "trained",
                                "--arms",
                                "as-is,bare"))
                        .out())
                .contains("a model saved by a run");

        Path keras = Path.of(
                BroughtNetworksIT.class.getResource("/keras/sequential.h5").toURI());
        Path table = directory.resolve("four.csv");
        Files.write(
                table,
                Stream.iterate(0, i -> i < 60, i -> i + 1)
                        .map(i -> i == 0
                                ? "a,b,c,d,kind"
                                : "%d,%d,%d,%d,%s".formatted(i % 7, i % 5, i * i % 11, i % 3, "xyz".charAt(i % 3)))
                        .toList());
        Outcome imported = Outcome.of(
                "compare",
                "--csv",
                table.toString(),
                "--label",
                "kind",
                "--config",
                keras.toString(),
                "--arms",
                "as-is,bare",
                "--epochs",
                "2",
                "--folds",
                "2",
                "--repeats",
                "1",
                "--no-progress",
                "--out",
                directory.resolve("keras").toString());
        assertThat(done(imported).out()).contains("sequential.h5: a Keras file", "the file's weights are not used");
        assertThat(imported.err()).isEmpty();
    }

    @Test
    void aStartThatIsNoneIsRefused() throws IOException, URISyntaxException {
        Path json = Files.writeString(
                directory.resolve("net.json"),
                ModelSerializer.restoreMultiLayerNetwork(stack().toFile())
                        .getLayerWiseConfigurations()
                        .toJson());
        Map<Outcome, String> refused = Map.of(
                compare(json, "a", "--start", "trained"),
                json + ": a configuration in JSON has no weights to start from: leave out --start trained",
                compare(directory.resolve("none.zip"), "b"),
                directory.resolve("none.zip") + " does not exist; check the path",
                Outcome.of(
                        "compare",
                        "--csv",
                        TableTrials.table(directory, 3).path().toString(),
                        "--label",
                        "answer",
                        "--start",
                        "trained"),
                "--start needs --config");

        refused.forEach((outcome, message) -> {
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).contains(message).hasLineCount(1);
        });
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.filter(Files::isDirectory).collect(Collectors.toSet()))
                    .isEmpty();
        }
    }
}
