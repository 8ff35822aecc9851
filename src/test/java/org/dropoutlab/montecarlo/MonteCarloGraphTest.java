package org.dropoutlab.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.network.Graphs;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Stochastic passes through graphs. */
class MonteCarloGraphTest {
    private static final Function<Network, MonteCarlo> INDEPENDENT = MonteCarlo::ofIndependentMasks;
    private static final Function<Network, MonteCarlo> SAMPLED = MonteCarlo::ofSampledNetworks;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Function<Network, MonteCarlo>> scopes() {
        return Stream.of(INDEPENDENT, SAMPLED);
    }

    private static Network network(String json, Regularizer... regularizers) {
        return Architectures.of(new NetworkSpec.Configured(json))
                .configuration(List.of(regularizers), new Optimizer.AsConfigured(), 7)
                .network();
    }

    private static INDArray images(int examples) {
        Nd4j.getRandom().setSeed(3);
        return Nd4j.randn(DataType.FLOAT, examples, 1, 8, 8);
    }

    /** Two steps, after which the running statistics of batch normalization are not those of a batch. */
    private static Network trained(Network network) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 3);
        for (int i = 0; i < 4; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        network.fit(
                new ListDataSetIterator<>(List.of(new DataSet(images(4), labels), new DataSet(images(4), labels)), 1));
        return network;
    }

    private static Network residual(Regularizer... regularizers) {
        return trained(network(Graphs.residualImages().toJson(), regularizers));
    }

    /** The oracle is the same network as a stack. */
    @ParameterizedTest
    @MethodSource("scopes")
    void drawsTheMasksOfAStack(Function<Network, MonteCarlo> scope) {
        Regularizer[] all = {
            Dropout.visible(0.2), SpatialDropout.convolution(0.3), Dropout.hidden(0.5), DropConnect.hidden(0.3)
        };
        ComputationGraphConfiguration graph = Graphs.asGraph(Graphs.imageStack());
        MonteCarlo ofGraph = scope.apply(network(graph.toJson(), all));
        MonteCarlo ofStack = scope.apply(network(Graphs.imageStack().toJson(), all));
        assertThat(ofGraph.varies()).isTrue();
        assertThat(ofGraph.passes(images(5), 3, 17)).isEqualTo(ofStack.passes(images(5), 3, 17));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void isInferenceWithoutNoise(Function<Network, MonteCarlo> scope) {
        Network network = residual();
        MonteCarlo passes = scope.apply(network);
        assertThat(passes.varies()).isFalse();
        assertThat(passes.pass(images(5), 1)).isEqualTo(network.output(images(5), Optional.empty(), false));
    }

    /** Batch statistics would make examples depend on each other; masks of a sampled network are the same for all. */
    @Test
    void takesEachExampleByItselfThroughASampledNetwork() {
        MonteCarlo passes =
                MonteCarlo.ofSampledNetworks(residual(SpatialDropout.convolution(0.3), Dropout.hidden(0.5)));
        INDArray images = images(6);
        INDArray together = passes.pass(images, 5);
        for (int i = 0; i < 6; i++) {
            INDArray alone = passes.pass(
                    images.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(i, i + 1))
                            .dup(),
                    5);
            // Products of other sizes may round differently.
            assertThat(alone.getRow(0).distance2(together.getRow(i))).isLessThan(1e-5);
        }
        assertThat(passes.pass(images, 6)).isNotEqualTo(together);
    }

    @Test
    void seesLaterTraining() {
        Network network = residual(Dropout.hidden(0.5));
        MonteCarlo passes = MonteCarlo.ofIndependentMasks(network);
        INDArray before = passes.pass(images(5), 1);
        trained(network);
        assertThat(passes.pass(images(5), 1))
                .isNotEqualTo(before)
                .isEqualTo(MonteCarlo.ofIndependentMasks(network).pass(images(5), 1));
    }
}
