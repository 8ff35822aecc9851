package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.brought.BroughtFile;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.StartingWeights;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trials that start from the weights of a trained network. */
class StartingWeightsTest {
    @TempDir
    private static Path shared;

    private static TableFile table;
    private static MultiLayerNetwork theirs;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
        table = TableTrials.table(shared, 3);
        theirs = network(0.01);
    }

    /** A network whose weights no seed of a trial makes. */
    private static MultiLayerNetwork network(double learningRate) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(77)
                .updater(learningRate == 0 ? new Sgd(0) : new Adam(learningRate))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(table.schema().inputs())
                        .nOut(7)
                        .build())
                .layer(new DenseLayer.Builder().nIn(7).nOut(6).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(6)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        Nd4j.getRandom().setSeed(3);
        // Biases start at 0 in every network.
        network.params().addi(Nd4j.rand(network.params().shape()).muli(0.3));
        return network;
    }

    private record Brought(NetworkSpec.Trained network, StartingWeights weights) {}

    private Brought saved(org.deeplearning4j.nn.api.Model network) {
        try {
            Path file = Files.createTempFile(directory, "model", "");
            ModelSerializer.writeModel(network, file.toFile(), true);
            return new Brought(BroughtFile.read(file).trained().orElseThrow(), new StartingWeights(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trial trial(NetworkSpec network, String arm, int epochs) {
        return Study.of(
                        "compare",
                        "A table",
                        "Which?",
                        "table",
                        network,
                        ArmText.arms(arm, new Optimizer.AsConfigured()),
                        List.of(),
                        new TrainingPlan(epochs, 16),
                        Resampling.of(3, 1).withValidation(0.2))
                .trials()
                .get(0);
    }

    /** What a network of a trial computes when its training begins and when it has ended. */
    private static final class Watcher implements TrialObserver {
        private static final INDArray INPUTS = Nd4j.linspace(
                        -2, 2, 5L * table.schema().inputs())
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(5, table.schema().inputs());

        private final List<Network> networks = new ArrayList<>();
        private final List<INDArray> atStart = new ArrayList<>();

        @Override
        public void starts(TrialId trial, Network network) {
            networks.add(network);
            atStart.add(output(network));
        }

        static INDArray output(Network network) {
            return network.output(INPUTS, Optional.empty(), false).detach().dup();
        }
    }

    private static TrialResult run(Brought brought, String arm, int epochs, Watcher watcher) {
        return new TrialRunner(table.table(), watcher)
                .startingFrom(Optional.of(brought.weights()))
                .run(trial(brought.network(), arm, epochs));
    }

    /** Oracle: the network that was saved. Noise is off when outputs are computed, and layers of noise have no weights. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "dropout=0.5",
                "visible-dropout=0.2+dropout=0.5",
                "dropconnect=0.3",
                "weight-noise=0.3",
                "l2=0.01+max-norm=3",
                "kl-sparsity=0.1:0.01",
                "gaussian-noise=0.1+label-smoothing=0.1+early-stopping=3"
            })
    void everyArmComputesWhatTheBroughtNetworkComputes(String arm) {
        Watcher watcher = new Watcher();

        run(saved(theirs), arm, 1, watcher);

        assertThat(watcher.atStart).singleElement().isEqualTo(theirs.output(Watcher.INPUTS));
    }

    /**
     * Batch normalization starts with mean 0 and variance 1, so it divides by √(1 + 1e-5). In each of two layers, that is a relative
     * change of less than 5e-6, and a softmax of logits below 10 changes at most 10 times as much.
     */
    @Test
    void layersThatAnArmAddsStartAnew() {
        Watcher watcher = new Watcher();

        run(saved(theirs), "batch-norm+dropout=0.5", 1, watcher);

        INDArray difference = watcher.atStart.get(0).sub(theirs.output(Watcher.INPUTS));
        assertThat(difference.amaxNumber().doubleValue()).isPositive().isLessThan(2 * 5e-6 * 10);
    }

    /** With a learning rate of 0, training leaves the network that was brought. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "dropout=0.5", "dropconnect=0.3", "early-stopping=2"})
    void withoutLearningTheOutputsStayThoseOfTheBroughtNetwork(String arm) {
        MultiLayerNetwork still = network(0);
        Watcher watcher = new Watcher();
        List<INDArray> atEnd = new ArrayList<>();
        TrialObserver ends = new TrialObserver() {
            @Override
            public void completed(TrialId trial, java.util.function.Supplier<Predictions> test) {
                atEnd.add(Watcher.output(watcher.networks.get(0)));
            }
        };
        Brought brought = saved(still);

        new TrialRunner(table.table(), watcher.and(ends))
                .startingFrom(Optional.of(brought.weights()))
                .run(trial(brought.network(), arm, 3));

        assertThat(atEnd).singleElement().isEqualTo(still.output(Watcher.INPUTS));
    }

    /** The networks of a committee start alike and differ by their batches and noise. */
    @Test
    void everyNetworkOfACommitteeStartsFromThem() {
        Watcher watcher = new Watcher();

        run(saved(theirs), "dropout=0.5+combination=3", 2, watcher);

        assertThat(watcher.atStart).hasSize(3).containsOnly(theirs.output(Watcher.INPUTS));
    }

    @Test
    void graphsStartFromTheirs() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(77)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "first",
                        new DenseLayer.Builder()
                                .nIn(table.schema().inputs())
                                .nOut(6)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addLayer(
                        "second",
                        new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(6)
                                .activation(Activation.RELU)
                                .build(),
                        "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(6)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "sum")
                .setOutputs("out")
                .build());
        graph.init();
        Brought brought = saved(graph);
        for (String arm : List.of("plain", "dropout=0.5")) {
            Watcher watcher = new Watcher();

            run(brought, arm, 1, watcher);

            assertThat(watcher.atStart).as(arm).singleElement().isEqualTo(graph.outputSingle(Watcher.INPUTS));
        }
    }

    /** A trained start is a start: a trial that is interrupted goes on where it was. Oracle: the same trial in one go. */
    @Test
    void aCheckpointIsGoneOnWithAndNotTheStart() {
        Brought brought = saved(theirs);
        Trial trial = trial(brought.network(), "dropout=0.2", 6);
        TrialResult whole = run(brought, "dropout=0.2", 6, new Watcher());
        Checkpoints checkpoints = new Checkpoints(directory.resolve("checkpoints"), Duration.ZERO);

        assertThatThrownBy(() -> new TrialRunner(table.table(), checkpoints, Killed.after(3))
                        .startingFrom(Optional.of(brought.weights()))
                        .run(trial))
                .isInstanceOf(Killed.class);
        TrialResult resumed = new TrialRunner(table.table(), checkpoints, TrialObserver.none())
                .startingFrom(Optional.of(brought.weights()))
                .run(trial);

        assertThat(resumed.curve().end().test()).isEqualTo(whole.curve().end().test());
    }

    /** Seeds: the arms differ only in their start, so a start anew is that of the configuration alone. */
    @Test
    void withoutTheStartTheFilesWeightsAreNotUsed() {
        Watcher watcher = new Watcher();
        new TrialRunner(table.table(), watcher)
                .run(trial(saved(theirs).network().network(), "plain", 1));

        assertThat(watcher.atStart.get(0)).isNotEqualTo(theirs.output(Watcher.INPUTS));
    }

    @Test
    void weightsOfAnotherFileAreRefused() {
        Brought one = saved(theirs);
        Brought other = saved(network(0));

        assertThatThrownBy(() -> new TrialRunner(table.table())
                        .startingFrom(Optional.of(other.weights()))
                        .run(trial(one.network(), "plain", 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "has changed: expected sha256:" + one.network().sha256())
                .hasMessageNotContaining("\n");
    }

    @Test
    void theNetworkIsAValueInRecords() {
        NetworkSpec.Trained network = saved(theirs).network();

        assertThat(NetworkSpec.parse(network.name())).isEqualTo(network);
        assertThat(network.name()).doesNotContain(directory.toString());
        assertThat(network.describe())
                .isEqualTo("your configuration: 3 layers (dense 7, dense 6, output 3), trained (weights sha256:%s…)"
                        .formatted(network.sha256().substring(0, 12)));
    }
}
