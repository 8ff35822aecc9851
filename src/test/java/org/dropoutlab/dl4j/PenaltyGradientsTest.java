package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.dl4j.layer.FiniteDifferences.loss;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.Configurations;
import org.dropoutlab.dl4j.layer.FiniteDifferences;
import org.dropoutlab.dl4j.layer.GradientsTest;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The objective of a network with penalties is the mean loss plus the penalties, and what reaches the optimizer is its
 * gradient. The penalties are computed here from weights and activations in plain doubles, the gradient by central
 * differences as in {@link GradientsTest}, with softplus for tanh: ReLU without its kink. The third derivative of the
 * weighted divergence with respect to the mean, 0.5·2ρ/ρ̂³, is below 90 with ρ = 0.3 and means above 0.15: times h²/6 that
 * is 1.5e-9, and 1e-8 leaves room.
 */
public class PenaltyGradientsTest {
    private static final int EXAMPLES = 5;
    private static final double TOLERANCE = 1e-8;
    private static final KlSparsity SPARSITY = new KlSparsity(0.3, 0.5);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<List<Regularizer>> penalties() {
        return Stream.of(
                List.of(new L2(0.2)),
                List.of(new L1(0.1)),
                List.of(new L2(0.2), new L1(0.1)),
                List.of(SPARSITY),
                List.of(SPARSITY, Dropout.hidden(0.4)),
                List.of(Dropout.hidden(0.4), SPARSITY, new L2(0.2), new L1(0.1)),
                List.of(DropConnect.hidden(0.4), SPARSITY, new L2(0.2)));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void whatReachesTheOptimizerIsTheGradientOfMeanLossPlusPenalties(List<Regularizer> regularizers) {
        MultiLayerNetwork network = network(regularizers);
        double[] weights = network.params().toDoubleVector();
        assertThat(Arrays.stream(weights).map(Math::abs).min().orElseThrow())
                .as("no difference is taken across the kink of L1")
                .isGreaterThan(FiniteDifferences.STEP);

        loss(network);
        network.getUpdater().update(network, network.gradient(), 0, 0, EXAMPLES, LayerWorkspaceMgr.noWorkspaces());
        double[] analytic = network.getFlattenedGradients().dup().toDoubleVector();

        double[] numeric = FiniteDifferences.of(network);
        for (int i = 0; i < analytic.length; i++) {
            assertThat(analytic[i])
                    .as("parameter %d of %d", i, analytic.length)
                    .isCloseTo(numeric[i], within(TOLERANCE));
        }
    }

    /** The score of a step in training is the objective, whose penalties are written out here. */
    @Test
    void theScoreInTrainingIsMeanLossPlusPenalties() {
        MultiLayerNetwork plain = network(List.of());
        double squares = 0;
        double sizes = 0;
        for (String name : List.of("0_W", "1_W", "2_W")) {
            for (double weight : flat(plain.getParam(name))) {
                squares += weight * weight;
                sizes += Math.abs(weight);
            }
        }
        double divergences = 0;
        List<INDArray> activations = plain.feedForward(plain.getInput().dup(), false);
        for (INDArray hidden : activations.subList(1, 3)) {
            for (int unit = 0; unit < hidden.columns(); unit++) {
                double mean = 0;
                for (int example = 0; example < EXAMPLES; example++) {
                    mean += hidden.getDouble(example, unit) / EXAMPLES;
                }
                assertThat(mean).as("well above the part that is a tangent").isGreaterThan(0.15);
                divergences += 0.3 * Math.log(0.3 / mean) - 0.3 + mean;
            }
        }
        double loss = loss(network(List.of()));

        assertThat(loss(network(List.of(new L2(0.2))))).isCloseTo(loss + 0.1 * squares, within(1e-12));
        assertThat(loss(network(List.of(new L1(0.1))))).isCloseTo(loss + 0.1 * sizes, within(1e-12));
        assertThat(loss(network(List.of(SPARSITY)))).isCloseTo(loss + 0.5 * divergences, within(1e-12));
        assertThat(loss(network(List.of(new L1(0.1), SPARSITY, new L2(0.2)))))
                .isCloseTo(loss + 0.1 * squares + 0.1 * sizes + 0.5 * divergences, within(1e-12));
    }

    @Test
    void penaltiesReachConvolutionsAndEveryWeightButNoBias() {
        RegularizedLayers layers = new RegularizedLayers(
                Configurations.linear(DataType.DOUBLE), InputType.convolutional(5, 4, 2), List.of(new L2(0.2)));
        MultiLayerNetwork network = new MultiLayerNetwork(layers.convolution(new ConvolutionLayer.Builder(2, 2).nOut(3))
                .hidden(new DenseLayer.Builder().nOut(4))
                .output(output()));
        network.init();
        network.params().addi(Nd4j.randn(DataType.DOUBLE, network.numParams()).muli(0.1));
        network.initGradientsView();
        network.setInput(Nd4j.zeros(DataType.DOUBLE, EXAMPLES, 2, 5, 4));
        network.setLabels(network.output(network.getInput(), false).dup());

        // Labels are what the network puts out: the loss has no gradient, and what is left is that of the penalty.
        network.setInput(Nd4j.zeros(DataType.DOUBLE, EXAMPLES, 2, 5, 4));
        network.computeGradientAndScore();
        network.getUpdater().update(network, network.gradient(), 0, 0, EXAMPLES, LayerWorkspaceMgr.noWorkspaces());

        assertThat(network.paramTable().keySet()).contains("0_W", "0_b", "1_W", "1_b", "2_W", "2_b");
        network.paramTable().forEach((name, parameter) -> {
            INDArray gradient = network.gradient().getGradientFor(name);
            double factor = name.endsWith("_W") ? 0.2 : 0;
            assertThat(flat(gradient)).as(name).containsExactly(flat(parameter.mul(factor)), within(1e-12));
        });
    }

    /** With the same parameters and mini-batch for all regularizers, and biases that are not 0. */
    private static MultiLayerNetwork network(List<Regularizer> regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE).activation(Activation.SOFTPLUS),
                        InputType.feedForward(4),
                        regularizers)
                .hidden(new DenseLayer.Builder().nOut(6))
                .hidden(new DenseLayer.Builder().nOut(5))
                .output(output()));
        network.init();
        Nd4j.getRandom().setSeed(8);
        network.params().addi(Nd4j.randn(DataType.DOUBLE, network.numParams()).muli(0.1));
        network.setInput(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 4));
        network.setLabels(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 2));
        return network;
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(2).activation(Activation.TANH);
    }

    private static double[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }
}
