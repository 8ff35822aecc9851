package org.dropoutlab.training;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.steps.DirectSteps;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A training step as trials take it, direct and layer by layer, mini-batches included: the mean over epochs of twelve. Each
 * iteration starts from new weights, so that none measures what a network does that has nothing left to learn.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class StepBenchmark {
    private static final int STEPS = 12;

    /** What is trained. */
    public enum Network {
        SONAR(new NetworkSpec.SonarMlp(), 16, 60, 1, new Optimizer.Momentum(0.01, 0.8), List.of()),
        SONAR_DROPOUT(
                new NetworkSpec.SonarMlp(),
                16,
                60,
                1,
                new Optimizer.Momentum(0.1, 0.9),
                List.of(Dropout.hidden(0.2), new MaxNorm(3))),
        SONAR_DROPCONNECT(new NetworkSpec.SonarMlp(), 16, 60, 1, new Optimizer.Momentum(0.01, 0.8), List.of(DropConnect.hidden(0.2))),
        MNIST(new NetworkSpec.MnistMlp(512, 512), 100, 784, 10, new Optimizer.Momentum(0.01, 0.9), List.of()),
        SONAR_ADAM(new NetworkSpec.SonarMlp(), 16, 60, 1, new Optimizer.Adam(0.001), List.of()),
        SONAR_BATCH_NORM(
                new NetworkSpec.SonarMlp(), 16, 60, 1, new Optimizer.Adam(0.001), List.of(BatchNormalization.hidden())),
        MNIST_DROPOUT(
                new NetworkSpec.MnistMlp(512, 512), 100, 784, 10, new Optimizer.Momentum(0.01, 0.9), List.of(Dropout.hidden(0.5)));

        private final NetworkSpec architecture;
        private final int batchSize;
        private final int inputs;
        private final int outputs;
        private final Optimizer optimizer;
        private final List<Regularizer> regularizers;

        Network(
                NetworkSpec architecture,
                int batchSize,
                int inputs,
                int outputs,
                Optimizer optimizer,
                List<Regularizer> regularizers) {
            this.architecture = architecture;
            this.batchSize = batchSize;
            this.inputs = inputs;
            this.outputs = outputs;
            this.optimizer = optimizer;
            this.regularizers = regularizers;
        }

        private MultiLayerNetwork initialized() {
            MultiLayerNetwork initialized =
                    new MultiLayerNetwork(Architectures.of(architecture).configure(regularizers, optimizer, 1));
            initialized.init();
            return initialized;
        }

        private Rows examples() {
            Random random = new Random(1);
            double[][] features = new double[STEPS * batchSize][inputs];
            int[] labels = new int[features.length];
            int classes = Math.max(2, outputs);
            for (int i = 0; i < features.length; i++) {
                for (int j = 0; j < inputs; j++) {
                    features[i][j] = random.nextGaussian();
                }
                labels[i] = i % classes;
            }
            Table table = new Table(
                    features,
                    labels,
                    IntStream.range(0, classes).mapToObj(Integer::toString).toList());
            return Rows.of(table, TableScaling.of(table, IntStream.range(0, labels.length).toArray()));
        }
    }

    @Param
    public Network network;

    @Param
    public Steps steps;

    private MiniBatches batches;
    private Learner learner;
    private long epoch;

    @Setup
    public void start() {
        Backend.start();
        Backend.startThread();
        Rows examples = network.examples();
        batches = new MiniBatches(
                examples, IntStream.range(0, STEPS * network.batchSize).toArray(), network.batchSize);
    }

    @Setup(Level.Iteration)
    public void initialize() {
        MultiLayerNetwork initialized = network.initialized();
        learner = steps == Steps.DIRECT
                ? new DirectLearner(initialized, DirectSteps.of(initialized, network.batchSize))
                : new LayeredLearner(initialized);
    }

    @TearDown(Level.Iteration)
    public void close() {
        learner.close();
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void step() {
        learner.fit(batches.shuffled(epoch++));
    }
}
