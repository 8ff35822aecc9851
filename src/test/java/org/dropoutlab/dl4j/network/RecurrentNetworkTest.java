package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.network.NetworkSpec.LstmClassifier;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RecurrentNetworkTest {
    private static final int UNITS = 100;

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /**
     * Oracle: PyTorch's {@code LSTM.reset_parameters}, U(±1/√hidden) for input and recurrent weights alike, whose
     * standard deviation is 1/√(3·hidden); of 40,000 weights, its own standard error is 0.3%.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void startsLikePyTorchsWithTheForgetGatesOpen(int forgetBias) {
        MultiLayerNetwork network = started(new LstmClassifier(12, List.of(UNITS), 9, forgetBias));
        double bound = 1 / Math.sqrt(UNITS);
        for (String weights : List.of("0_W", "0_RW", "1_W")) {
            INDArray values = network.getParam(weights);
            assertThat(values.amaxNumber().doubleValue()).as(weights).isBetween(0.95 * bound, bound);
            assertThat(values.stdNumber().doubleValue())
                    .as(weights)
                    .isCloseTo(bound / Math.sqrt(3), within(0.06 * bound));
        }
        // Deeplearning4j's order of gates: candidate, forget, output, input.
        INDArray biases = network.getParam("0_b").reshape(4, UNITS);
        assertThat(biases.getRow(1).toDoubleVector()).containsOnly(forgetBias);
        assertThat(biases.getRows(0, 2, 3).amaxNumber().doubleValue()).isZero();
        assertThat(network.getParam("1_b").amaxNumber().doubleValue()).isZero();
    }

    /** Law: what follows a sequence's last step does not matter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void answersForTheLastStepThatASequenceHas(int steps) {
        MultiLayerNetwork network = started(new LstmClassifier(3, List.of(7, 5), 4));
        INDArray sequence = Nd4j.rand(1, 3, steps);
        INDArray padded = Nd4j.ones(1, 3, 9).muli(17);
        padded.put(
                new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, steps)},
                sequence);
        INDArray mask = Nd4j.zeros(1, 9);
        mask.get(NDArrayIndex.all(), NDArrayIndex.interval(0, steps)).assign(1);

        INDArray alone = network.output(sequence, false, Nd4j.ones(1, steps), null);
        assertThat(alone.shape()).containsExactly(1, 4);
        assertThat(alone.sumNumber().doubleValue()).isCloseTo(1, within(1e-6));
        assertThat(network.output(padded, false, mask, null).distance2(alone)).isLessThan(1e-6);
    }

    private static MultiLayerNetwork started(LstmClassifier spec) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(Architectures.of(spec).configure(List.of(), new Optimizer.Adam(1e-3), 5));
        network.init();
        return network;
    }
}
