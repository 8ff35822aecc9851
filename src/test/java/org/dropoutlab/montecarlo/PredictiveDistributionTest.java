package org.dropoutlab.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PredictiveDistributionTest {
    /** Two orders of summation, in double precision, of some dozen terms of order 1. */
    private static final Offset<Double> ROUNDING = within(1e-13);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: by hand. Nobody disagrees, so all uncertainty is in the prediction itself. */
    @Test
    void passesThatAgreeLeaveNoMutualInformation() {
        PredictiveDistribution agreed = distribution(
                new double[][] {{0.25, 0.75}, {0, 1}},
                new double[][] {{0.25, 0.75}, {0, 1}},
                new double[][] {{0.25, 0.75}, {0, 1}});

        assertThat(agreed.passes()).isEqualTo(3);
        assertThat(agreed.examples()).isEqualTo(2);
        assertThat(agreed.mean()).isDeepEqualTo(new double[][] {{0.25, 0.75}, {0, 1}});
        assertThat(agreed.mutualInformation()).containsExactly(0, 0);
        assertThat(agreed.sd().orElseThrow()).isDeepEqualTo(new double[2][2]);
        assertThat(agreed.entropy())
                .containsExactly(new double[] {0.25 * Math.log(4) + 0.75 * Math.log(4.0 / 3), 0}, ROUNDING);
        assertThat(agreed.predicted(0)).isEqualTo(1);
        assertThat(agreed.confidence(0)).isEqualTo(0.75);
    }

    /**
     * Oracle: by hand. Each pass is certain, and the next one of the contrary: the mean is a fair coin, entropy and mutual
     * information log 2, the standard deviation √(4·¼/3).
     */
    @Test
    void certainPassesThatContradictEachOtherHaveMutualInformationLog2() {
        double[][] one = {{1, 0}};
        double[][] other = {{0, 1}};

        PredictiveDistribution split = distribution(one, other, one, other);

        assertThat(split.mean()[0]).containsExactly(new double[] {0.5, 0.5}, ROUNDING);
        assertThat(split.entropy()[0]).isCloseTo(Math.log(2), ROUNDING);
        assertThat(split.mutualInformation()[0]).isCloseTo(Math.log(2), ROUNDING);
        assertThat(split.sd().orElseThrow()[0])
                .containsExactly(new double[] {Math.sqrt(1.0 / 3), Math.sqrt(1.0 / 3)}, ROUNDING);
    }

    /** Oracle: the textbook formulas in two sweeps over all passes. */
    @Test
    void agreesWithTheFormulasOverAllPassesAtOnce() {
        int count = 25;
        int classes = 4;
        SplittableRandom random = new SplittableRandom(1);
        double[][][] passes = new double[count][1][];
        for (double[][] pass : passes) {
            double[] weights = random.doubles(classes).map(u -> Math.pow(u, 6)).toArray();
            double sum = Arrays.stream(weights).sum();
            pass[0] = Arrays.stream(weights).map(w -> w / sum).toArray();
        }

        PredictiveDistribution streamed = distribution(passes);

        double entropy = 0;
        double meanEntropy = 0;
        for (int c = 0; c < classes; c++) {
            int k = c;
            double mean =
                    Arrays.stream(passes).mapToDouble(p -> p[0][k]).average().orElseThrow();
            double sd = Math.sqrt(Arrays.stream(passes)
                            .mapToDouble(p -> Math.pow(p[0][k] - mean, 2))
                            .sum()
                    / (count - 1));
            assertThat(streamed.mean()[0][c]).isCloseTo(mean, ROUNDING);
            assertThat(streamed.sd().orElseThrow()[0][c]).isCloseTo(sd, ROUNDING);
            entropy -= mean * Math.log(mean);
            meanEntropy -= Arrays.stream(passes)
                    .mapToDouble(p -> p[0][k] * Math.log(p[0][k]))
                    .average()
                    .orElseThrow();
        }
        assertThat(streamed.entropy()[0]).isCloseTo(entropy, ROUNDING);
        assertThat(streamed.mutualInformation()[0])
                .isCloseTo(entropy - meanEntropy, ROUNDING)
                .isPositive();
    }

    @Test
    void aSingleSigmoidOutputIsTwoClasses() {
        PredictiveDistribution single = distribution(new double[][] {{0.25}, {0.5}}, new double[][] {{0.75}, {1}});

        PredictiveDistribution both =
                distribution(new double[][] {{0.75, 0.25}, {0.5, 0.5}}, new double[][] {{0.25, 0.75}, {0, 1}});
        assertThat(single).usingRecursiveComparison().isEqualTo(both);
        assertThat(single.predicted(0)).as("the first of equals").isZero();
        assertThat(single.predicted(1)).isEqualTo(1);
    }

    @Test
    void onePassHasNoSpread() {
        PredictiveDistribution single = distribution(new double[][] {{0.25, 0.75}});

        assertThat(single.sd()).isEmpty();
        assertThat(single.mutualInformation()).containsExactly(0);
    }

    @Test
    void refusesWhatIsNotClassProbabilities() {
        for (double[] row : List.of(new double[] {Double.NaN, 1}, new double[] {3})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distribution(new double[][] {row}))
                    .withMessageContaining("outputs of example 0 are not class probabilities");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassMoments().add(Nd4j.ones(2, 3, 4)))
                .withMessageContaining("[example, class], not of shape [2, 3, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> distribution(new double[][] {{1, 0}}, new double[][] {{1, 0}, {1, 0}}))
                .withMessage("passes differ in shape: [2, 2] after [1, 2]");
    }

    /** Oracle: the passes themselves, all in memory. */
    @Test
    void predictStreamsThePassesOfTheSameSeed() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .setInputType(InputType.feedForward(6))
                .layer(new DropoutLayer(new Dropout(0.5)))
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        INDArray inputs =
                Nd4j.linspace(-2, 2, 24).reshape(4, 6).castTo(network.params().dataType());
        MonteCarlo mode = MonteCarlo.ofIndependentMasks(network);
        PassMoments expected = new PassMoments();
        INDArray passes = mode.passes(inputs, 7, 5);
        for (int pass = 0; pass < 7; pass++) {
            expected.add(passes.slice(pass));
        }

        PredictiveDistribution predicted = mode.predict(inputs, 7, 5);

        assertThat(predicted).usingRecursiveComparison().isEqualTo(expected.distribution());
        assertThat(predicted.mutualInformation()[0]).isPositive();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mode.predict(inputs, 0, 5))
                .withMessageContaining("number of passes must be at least 1");
    }

    private static PredictiveDistribution distribution(double[][]... passes) {
        PassMoments moments = new PassMoments();
        for (double[][] pass : passes) {
            moments.add(Nd4j.createFromArray(pass));
        }
        return moments.distribution();
    }
}
