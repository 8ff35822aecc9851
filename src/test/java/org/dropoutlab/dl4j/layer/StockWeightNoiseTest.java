package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.regularization.WeightNoise;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Deeplearning4j 1.0.0-M2.1 calls DropConnect, and how it differs from the published method: {@link WeightNoise} and
 * the example on it say so, and are wrong as soon as one of these fails.
 */
class StockWeightNoiseTest {
    private static final int INPUTS = 1000;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: the binomial distribution of the weights that stay; 4.4 standard deviations. */
    @Test
    void trainingSeesSmallerActivationsThanInference() {
        SingleLayer noise = noise(0.5, false);
        noise.parameter("W").assign(1);
        INDArray ones = Nd4j.ones(1, INPUTS);

        assertThat(noise.infer(ones).getDouble(0)).isEqualTo(INPUTS);
        assertThat(noise.train(ones, 1).getDouble(0)).isCloseTo(INPUTS * 0.5, within(4.4 * Math.sqrt(INPUTS * 0.25)));
    }

    @Test
    void droppedWeightsAreUpdatedAsIfTheyHadTakenPart() {
        SingleLayer noise = noise(0.5, false);

        noise.train(Nd4j.ones(1, INPUTS), 1);
        noise.backward(Nd4j.ones(1, 1));

        assertThat(noise.gradient("W").toFloatVector()).containsOnly(1f);
    }

    @Test
    void biasesAreDroppedAtInferenceToo() {
        SingleLayer noise = noise(1e-9, true);
        noise.parameter("b").assign(1);

        assertThat(noise.infer(Nd4j.zeros(1, INPUTS)).getDouble(0)).isZero();
    }

    @Test
    void theExamplesOfAMiniBatchShareOneMask() {
        INDArray outputs = noise(0.5, false).train(Nd4j.ones(20, INPUTS), 1);

        assertThat(outputs.stdNumber().doubleValue()).isZero();
    }

    private static SingleLayer noise(double retain, boolean biases) {
        DenseLayer layer = new DenseLayer.Builder().nIn(INPUTS).nOut(1).build();
        layer.setWeightNoise(new DropConnect(retain, biases));
        return SingleLayer.of(layer, InputType.feedForward(INPUTS));
    }
}
