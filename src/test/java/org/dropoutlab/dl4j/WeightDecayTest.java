package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.Configurations;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightDecay;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Weight decay beside the optimizer's step. Oracle: linear regression ŷ = w₁x₁ + w₂x₂ + b on three examples, whose mean
 * squared error has the gradient (2/3)·Σ(ŷ − y)x, with the steps written out in doubles. L2 would reach the velocity, and
 * be divided by Adam's root of second moments.
 */
class WeightDecayTest {
    private static final double DECAY = 0.3;
    private static final double LEARNING_RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final int STEPS = 4;
    private static final double[][] X = {{1, -2}, {0.5, 1}, {-1, 3}};
    private static final double[] Y = {1, -1, 2};

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @Test
    void momentumDoesNotAccumulateIt() {
        MultiLayerNetwork network = regression(new HeavyBall(LEARNING_RATE, MOMENTUM), new WeightDecay(DECAY));
        double[] parameters = begin(network);
        double[] velocity = new double[3];
        for (int step = 1; step <= STEPS; step++) {
            double[] gradient = gradient(parameters);
            for (int i = 0; i < 3; i++) {
                velocity[i] = MOMENTUM * velocity[i] + LEARNING_RATE * gradient[i];
                parameters[i] -= velocity[i] + (i < 2 ? LEARNING_RATE * DECAY * parameters[i] : 0);
            }

            assertThat(next(network)).as("after step %d", step).containsExactly(parameters, within(1e-12));
        }
    }

    /**
     * The order of the paper's ε, beside the root of the second moment after or before its correction, is the framework's
     * own: it moves a step by 1e-8 of itself.
     */
    @Test
    void adamDoesNotDivideIt() {
        MultiLayerNetwork network = regression(new Adam(LEARNING_RATE), new WeightDecay(DECAY));
        double[] parameters = begin(network);
        double[] first = new double[3];
        double[] second = new double[3];
        for (int step = 1; step <= STEPS; step++) {
            double[] gradient = gradient(parameters);
            for (int i = 0; i < 3; i++) {
                first[i] = 0.9 * first[i] + 0.1 * gradient[i];
                second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
                double size = Math.sqrt(second[i] / (1 - Math.pow(0.999, step)));
                double corrected = LEARNING_RATE * first[i] / (1 - Math.pow(0.9, step)) / size;
                parameters[i] -= corrected + (i < 2 ? LEARNING_RATE * DECAY * parameters[i] : 0);
            }

            assertThat(next(network)).as("after step %d", step).containsExactly(parameters, within(1e-6));
        }
    }

    /** Without a gradient a step is the decay alone: inputs of 0, labels that are what the network puts out. */
    @Test
    void reachesEveryWeightAndNoBias() {
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE).updater(new HeavyBall(LEARNING_RATE, MOMENTUM)),
                        InputType.convolutional(5, 4, 2),
                        List.of(new WeightDecay(DECAY)))
                .convolution(new ConvolutionLayer.Builder(2, 2).nOut(3))
                .hidden(new DenseLayer.Builder().nOut(4))
                .output(output()));
        network.init();
        network.params().addi(0.1);
        INDArray before = network.params().dup();
        INDArray inputs = Nd4j.zeros(DataType.DOUBLE, 3, 2, 5, 4);

        network.fit(inputs, network.output(inputs, false).dup());

        MultiLayerNetwork expected = network.clone();
        expected.setParams(before);
        expected.paramTable().forEach((name, parameter) -> {
            if (name.endsWith("_W")) {
                parameter.muli(1 - LEARNING_RATE * DECAY);
            }
        });
        assertThat(network.params().toDoubleVector())
                .containsExactly(expected.params().toDoubleVector(), within(1e-12));
    }

    @Test
    void saysWhatItIs() {
        assertThat(new WeightDecay(5e-4).describe()).isEqualTo("weight decay 0.0005 on all weights");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesACoefficientThatIsNotAPositiveNumber(double coefficient) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightDecay(coefficient))
                .withMessageContaining("the weight decay coefficient must be a positive number, in (0, ∞), not");
    }

    private static double[] gradient(double[] parameters) {
        double[] gradient = new double[3];
        for (int example = 0; example < 3; example++) {
            double error = parameters[0] * X[example][0] + parameters[1] * X[example][1] + parameters[2] - Y[example];
            gradient[0] += 2 * error * X[example][0] / 3;
            gradient[1] += 2 * error * X[example][1] / 3;
            gradient[2] += 2 * error / 3;
        }
        return gradient;
    }

    private static double[] begin(MultiLayerNetwork network) {
        double[] parameters = {0.8, -0.5, 0.25};
        network.setParams(Nd4j.createFromArray(parameters));
        return parameters;
    }

    private static double[] next(MultiLayerNetwork network) {
        network.fit(Nd4j.createFromArray(X), Nd4j.createFromArray(Y).reshape(3, 1));
        return network.params().toDoubleVector();
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY);
    }

    private static MultiLayerNetwork regression(IUpdater updater, Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE).updater(updater),
                        InputType.feedForward(2),
                        List.of(regularizers))
                .output(output()));
        network.init();
        return network;
    }
}
