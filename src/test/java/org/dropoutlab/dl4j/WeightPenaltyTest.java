package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.Configurations;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** L2 and L1 as values, and the steps that they make; their gradients are {@link PenaltyGradientsTest}'s. */
class WeightPenaltyTest {
    private static final double SQUARES = 0.3;
    private static final double SIZES = 0.2;
    private static final double LEARNING_RATE = 0.1;
    private static final double MOMENTUM = 0.9;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /**
     * Linear regression ŷ = w₁x₁ + w₂x₂ + b on three examples, whose mean squared error has the gradient (2/3)·Σ(ŷ − y)x.
     * Heavy-ball momentum by hand: v ← μv + η(gradient + λw + λ₁·sign w), w ← w − v. Decoupled weight decay would keep
     * the penalties out of v, and differ from the second step on.
     */
    @Test
    void momentumAccumulatesThePenaltiesGradients() {
        MultiLayerNetwork network = regression(new L2(SQUARES), new L1(SIZES));
        double[][] x = {{1, -2}, {0.5, 1}, {-1, 3}};
        double[] y = {1, -1, 2};
        double[] w = {0.8, -0.5};
        double b = 0.25;
        network.setParam("0_W", Nd4j.createFromArray(w).reshape(2, 1));
        network.setParam("0_b", Nd4j.createFromArray(b).reshape(1, 1));
        double[] velocity = new double[3];
        for (int step = 1; step <= 3; step++) {
            double[] gradient = {
                SQUARES * w[0] + SIZES * Math.signum(w[0]), SQUARES * w[1] + SIZES * Math.signum(w[1]), 0
            };
            for (int example = 0; example < 3; example++) {
                double error = w[0] * x[example][0] + w[1] * x[example][1] + b - y[example];
                gradient[0] += 2 * error * x[example][0] / 3;
                gradient[1] += 2 * error * x[example][1] / 3;
                gradient[2] += 2 * error / 3;
            }
            for (int i = 0; i < 3; i++) {
                velocity[i] = MOMENTUM * velocity[i] + LEARNING_RATE * gradient[i];
            }
            w[0] -= velocity[0];
            w[1] -= velocity[1];
            b -= velocity[2];

            network.fit(Nd4j.createFromArray(x), Nd4j.createFromArray(y).reshape(3, 1));

            assertThat(network.params().toDoubleVector())
                    .as("after step %d", step)
                    .containsExactly(new double[] {w[0], w[1], b}, within(1e-12));
        }
    }

    @Test
    void twoOfAKindAddUp() {
        MultiLayerNetwork both = regression(new L2(0.1), new L2(0.2));
        MultiLayerNetwork one = regression(new L2(0.3));
        Nd4j.getRandom().setSeed(5);
        INDArray inputs = Nd4j.rand(DataType.DOUBLE, 4, 2);
        INDArray labels = Nd4j.rand(DataType.DOUBLE, 4, 1);

        both.fit(inputs, labels);
        one.fit(inputs, labels);

        assertThat(both.params().toDoubleVector()).containsExactly(one.params().toDoubleVector(), within(1e-15));
    }

    @Test
    void sayWhatTheyAre() {
        assertThat(new L2(1e-4).describe()).isEqualTo("L2 0.0001 on all weights");
        assertThat(new L1(0.5).describe()).isEqualTo("L1 0.5 on all weights");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refuseACoefficientThatIsNotAPositiveNumber(double coefficient) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new L2(coefficient))
                .withMessageContaining("the L2 coefficient must be a positive number, in (0, ∞), not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new L1(coefficient))
                .withMessageContaining("the L1 coefficient must be a positive number, in (0, ∞), not");
    }

    private static MultiLayerNetwork regression(Regularizer... penalties) {
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE).updater(new HeavyBall(LEARNING_RATE, MOMENTUM)),
                        InputType.feedForward(2),
                        List.of(penalties))
                .output(new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY)));
        network.init();
        return network;
    }
}
