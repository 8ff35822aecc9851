package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models so simple that what dropout does to them is known in closed form. */
class ClosedFormsTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    /**
     * Linear regression with dropout on its inputs. Oracle: Srivastava et al. 2014, §9.1: in expectation it minimizes
     * ‖y − Xw‖² + rate/(1 − rate)·‖Γw‖² with Γ = diag(XᵀX)^½, so that w = (XᵀX + rate/(1 − rate)·Γ²)⁻¹Xᵀy.
     *
     * <p>With a constant learning rate the weights fluctuate about that solution, and, the loss being quadratic and masks
     * independent of weights, their long-run mean is the solution itself. The standard error of that mean comes from the
     * means of 20 stretches, and the tolerance from the t distribution, 99.9% for all weights together.
     */
    @Test
    void linearRegressionWithInputDropoutConvergesToRidgeRegression() {
        double rate = 0.3;
        int examples = 40;
        int inputs = 4;
        int stretches = 20;
        int steps = 150;
        Nd4j.getRandom().setSeed(7);
        INDArray x = Nd4j.randn(DataType.DOUBLE, examples, inputs);
        x.putColumn(1, x.getColumn(0).mul(0.9).addi(x.getColumn(1).mul(0.3)));
        INDArray y = x.mmul(Nd4j.createFromArray(2.0, -1.0, 0.5, 0.0).reshape(inputs, 1))
                .addi(Nd4j.randn(DataType.DOUBLE, examples, 1).muli(0.3));
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE).updater(new Sgd(0.03)),
                        InputType.feedForward(inputs),
                        List.of(Dropout.visible(rate)))
                .output(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)));
        network.init();
        // Each example several times in a batch, each time with another mask: fewer steps for the same precision.
        INDArray manyX = Nd4j.tile(x, 8, 1);
        INDArray manyY = Nd4j.tile(y, 8, 1);

        double[][] means = new double[stretches][inputs];
        for (int stretch = -2; stretch < stretches; stretch++) { // the first two get there
            for (int step = 0; step < steps; step++) {
                network.fit(manyX, manyY);
                for (int i = 0; i < inputs && stretch >= 0; i++) {
                    means[stretch][i] += network.params().getDouble(i) / steps;
                }
            }
        }

        INDArray gram = x.transpose().mmul(x);
        INDArray ridge = gram.add(Nd4j.diag(Nd4j.diag(gram)).muli(rate / (1 - rate)));
        INDArray solution =
                InvertMatrix.invert(ridge, false).mmul(x.transpose()).mmul(y);
        INDArray leastSquares =
                InvertMatrix.invert(gram, false).mmul(x.transpose()).mmul(y);
        double quantile = TDistribution.of(stretches - 1).inverseSurvivalProbability(0.0005 / inputs);
        boolean toldApart = false;
        for (int i = 0; i < inputs; i++) {
            int weight = i;
            double[] values = IntStream.range(0, stretches)
                    .mapToDouble(s -> means[s][weight])
                    .toArray();
            double mean = IntStream.range(0, stretches)
                    .mapToDouble(s -> values[s])
                    .average()
                    .orElseThrow();
            double squares = IntStream.range(0, stretches)
                    .mapToDouble(s -> Math.pow(values[s] - mean, 2))
                    .sum();
            double tolerance = quantile * Math.sqrt(squares / (stretches - 1) / stretches);
            assertThat(Math.abs(mean - solution.getDouble(i)))
                    .as("weight %d: %s against %s", i, mean, solution.getDouble(i))
                    .isLessThan(tolerance);
            toldApart |= Math.abs(leastSquares.getDouble(i) - solution.getDouble(i)) > 10 * tolerance;
        }
        assertThat(toldApart)
                .as("the test would notice if there were no dropout")
                .isTrue();
    }

    /**
     * Softmax regression with dropout on its inputs. Oracle: all 2ⁿ masked networks, each as it was met in training passes
     * with random masks; their geometric mean, weighted by the probability of each mask and renormalised, is the prediction
     * at inference (Goodfellow et al., Deep Learning, §7.12, for masks of equal probability).
     *
     * <p>There are so many draws that one of the masks is missed with probability 1e-5 or less: the rarest has a chance of
     * 2.4e-4 (12 inputs, 4,096 masks), 6.6e-4 (8) and 3.2e-4 (5) in each.
     */
    @ParameterizedTest
    @CsvSource({"1, 0.5, 100", "2, 0.2, 1000", "5, 0.2, 40000", "8, 0.4, 40000", "12, 0.5, 100000"})
    void weightScalingIsTheGeometricMeanOfAllMaskedSoftmaxRegressions(int inputs, double rate, int draws) {
        int classes = 3;
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE),
                        InputType.feedForward(inputs),
                        List.of(Dropout.visible(rate)))
                .output(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)));
        network.init();
        Nd4j.getRandom().setSeed(inputs);
        network.params().assign(Nd4j.randn(DataType.DOUBLE, network.numParams()));
        INDArray x = Nd4j.randn(DataType.DOUBLE, 1, inputs);

        List<INDArray> passes =
                network.feedForward(Nd4j.ones(DataType.DOUBLE, draws, 1).mmul(x), true);
        double[] masked = passes.get(1).dup('c').data().asDouble();
        double[] predicted = passes.get(2).dup('c').data().asDouble();
        Map<Integer, double[]> networks = new HashMap<>();
        for (int draw = 0; draw < draws; draw++) {
            int mask = 0;
            for (int i = 0; i < inputs; i++) {
                mask |= masked[draw * inputs + i] == 0 ? 0 : 1 << i;
            }
            networks.put(mask, Arrays.copyOfRange(predicted, draw * classes, (draw + 1) * classes));
        }
        assertThat(networks).as("every mask was met").hasSize(1 << inputs);
        double[] geometric = new double[classes];
        networks.forEach((mask, prediction) -> {
            int kept = Integer.bitCount(mask);
            double probability = Math.pow(1 - rate, kept) * Math.pow(rate, inputs - kept);
            for (int k = 0; k < classes; k++) {
                geometric[k] += probability * Math.log(prediction[k]);
            }
        });
        double total = 0;
        for (int k = 0; k < classes; k++) {
            geometric[k] = Math.exp(geometric[k]);
            total += geometric[k];
        }

        double[] scaled = network.output(x, false).toDoubleVector();

        for (int k = 0; k < classes; k++) {
            assertThat(Math.abs(scaled[k] - geometric[k] / total))
                    .as("class %d: %s against %s", k, scaled[k], geometric[k] / total)
                    .isLessThan(1e-6);
        }
    }
}
