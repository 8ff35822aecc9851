package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.PenaltyGradientsTest;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The divergence and its layer; the gradient of the whole objective is {@link PenaltyGradientsTest}'s. */
class KlSparsityTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** By hand: 0.1·log(0.1/0.4) − 0.1 + 0.4 = 0.3 − 0.1·log 4, and 1 − 0.1/0.4 = 0.75. */
    @Test
    void isTheDivergenceOfTwoPoissonVariables() {
        KlSparsity sparsity = new KlSparsity(0.1, 2);

        assertThat(sparsity.penalty(0.4)).isCloseTo(2 * (0.3 - 0.1 * Math.log(4)), within(1e-15));
        assertThat(sparsity.slope(0.4)).isCloseTo(2 * 0.75, within(1e-15));
        assertThat(sparsity.penalty(0.1)).as("nothing at the target").isZero();
        assertThat(sparsity.slope(0.1)).isZero();
    }

    /**
     * log((1 − ρ)/(1 − ρ̂)) = ρ̂ − ρ + (ρ̂² − ρ²)/2 + …, so that the two divergences differ by terms of second order: for
     * rates r below 0.01 by less than 2r².
     */
    @Test
    void agreesWithThatOfBernoulliVariablesWhereRatesAreSmall() {
        for (double rate : new double[] {0.002, 0.005, 0.01}) {
            double target = 0.004;
            double bernoulli = target * Math.log(target / rate) + (1 - target) * Math.log((1 - target) / (1 - rate));
            double larger = Math.max(rate, target);

            assertThat(new KlSparsity(target, 1).penalty(rate)).isCloseTo(bernoulli, within(2 * larger * larger));
        }
    }

    /** At ρ/10 the divergence is ρ·log 10 − 0.9ρ with a slope of −9; down to 0 it rises by 9·ρ/10 more. */
    @Test
    void goesOnAsItsTangentNearZero() {
        KlSparsity sparsity = new KlSparsity(0.5, 1);

        assertThat(sparsity.slope(0.05)).isCloseTo(-9, within(1e-12));
        assertThat(sparsity.slope(1e-30)).isCloseTo(-9, within(1e-12));
        assertThat(sparsity.slope(0)).isCloseTo(-9, within(1e-12));
        assertThat(sparsity.penalty(0)).isCloseTo(0.5 * Math.log(10) - 0.45 + 0.45, within(1e-12));
    }

    /**
     * Mean activations 0.4, 0.005 and 0 against a target of 0.1: slopes 2·(1 − 0.1/0.4) = 1.5 and, of the tangent, 2·(−9).
     * Every example gets them whole, however many there are: parameters' gradients are divided by their number later.
     */
    @Test
    void passesActivationsOnAndAddsTheSlopeOnTheWayBack() {
        SingleLayer layer = SingleLayer.of(new KlSparsityPenalty(new KlSparsity(0.1, 2)), InputType.feedForward(3));
        INDArray two = Nd4j.createFromArray(new float[][] {{0.2f, 0.01f, 0}, {0.6f, 0, 0}});
        INDArray four = Nd4j.concat(0, two, two);

        for (INDArray activations : List.of(two, four, two)) {
            assertThat(layer.train(activations)).isEqualTo(activations);
            INDArray gradient = layer.backward(Nd4j.ones(activations.shape()));
            for (int example = 0; example < activations.rows(); example++) {
                assertThat(gradient.getRow(example).toDoubleVector())
                        .containsExactly(new double[] {1 + 1.5, 1 - 18, 1 - 18}, within(1e-5));
            }
        }
    }

    @Test
    void isNotThereBehindAForwardPassOfInference() {
        SingleLayer layer = SingleLayer.of(new KlSparsityPenalty(new KlSparsity(0.1, 2)), InputType.feedForward(3));
        INDArray activations = Nd4j.rand(4, 3);
        layer.train(activations);

        assertThat(layer.infer(activations)).isEqualTo(activations);
        assertThat(layer.backward(activations)).isEqualTo(activations);
    }

    /** Units far below 0 for every example: ReLU lets nothing through, and nothing turns into NaN. */
    @Test
    void aSilentUnitGetsNoGradient() {
        MultiLayerNetwork network = network(new KlSparsity(0.1, 1));
        network.getParam("0_b").assign(-100);
        network.setInput(Nd4j.rand(DataType.DOUBLE, 8, 4));
        network.setLabels(Nd4j.rand(DataType.DOUBLE, 8, 2));

        network.computeGradientAndScore();

        assertThat(network.score()).isFinite();
        assertThat(network.gradient().getGradientFor("0_W").amaxNumber().doubleValue())
                .isZero();
    }

    /**
     * Labels are noise, so that hardly anything but the penalty tells units how much to fire. Each that fires at the start,
     * at anything from a hundredth of the target to three times as much, must end within a fifth of it; one that is silent
     * gets no gradient and stays silent. Without the penalty units stay as far apart as they were.
     */
    @Test
    void trainingMovesMeanActivationsToTheTarget() {
        Nd4j.getRandom().setSeed(4);
        INDArray inputs = Nd4j.rand(DataType.DOUBLE, 64, 4);
        INDArray labels = Nd4j.randn(DataType.DOUBLE, 64, 2);
        MultiLayerNetwork sparse = network(new KlSparsity(0.1, 1));
        MultiLayerNetwork plain = network();
        double[] before = meanActivations(sparse, inputs);
        assertThat(Arrays.stream(before).filter(mean -> mean > 0).summaryStatistics())
                .as("units start on both sides of the target")
                .satisfies(firing -> assertThat(firing.getMin()).isLessThan(0.01))
                .satisfies(firing -> assertThat(firing.getMax()).isGreaterThan(0.3));

        for (int step = 0; step < 100; step++) {
            sparse.fit(inputs, labels);
            plain.fit(inputs, labels);
        }

        double[] after = meanActivations(sparse, inputs);
        for (int unit = 0; unit < after.length; unit++) {
            assertThat(after[unit])
                    .as("unit %d, which started at %s", unit, before[unit])
                    .isCloseTo(before[unit] > 0 ? 0.1 : 0, within(0.02));
        }
        assertThat(Arrays.stream(meanActivations(plain, inputs)).max().orElseThrow())
                .isGreaterThan(0.3);
    }

    /** Of each hidden unit. */
    private static double[] meanActivations(MultiLayerNetwork network, INDArray inputs) {
        return network.feedForward(inputs, false).get(1).mean(0).toDoubleVector();
    }

    @Test
    void deeplearning4jsFilesKeepIt() throws Exception {
        MultiLayerNetwork network = network(new KlSparsity(0.05, 0.001));
        INDArray inputs = Nd4j.rand(DataType.DOUBLE, 8, 4);
        INDArray labels = Nd4j.rand(DataType.DOUBLE, 8, 2);
        network.fit(inputs, labels);
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile());

        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
        assertThat(SerializationUtils.roundtrip(configuration)).isEqualTo(configuration);
        assertThat(((KlSparsityPenalty)
                                restored.getLayerWiseConfigurations().getConf(1).getLayer())
                        .sparsity())
                .isEqualTo(new KlSparsity(0.05, 0.001));
        MultiLayerNetwork copy = network.clone();
        for (MultiLayerNetwork each : List.of(network, restored, copy)) {
            each.fit(inputs, labels);
        }
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(copy.params()).isEqualTo(network.params());
    }

    @Test
    void equalityTellsLevelsApart() {
        assertThat(new KlSparsityPenalty(new KlSparsity(0.1, 1)))
                .isEqualTo(new KlSparsityPenalty(new KlSparsity(0.1, 1)))
                .hasSameHashCodeAs(new KlSparsityPenalty(new KlSparsity(0.1, 1)))
                .isNotEqualTo(new KlSparsityPenalty(new KlSparsity(0.2, 1)))
                .isNotEqualTo(new org.deeplearning4j.nn.conf.layers.ActivationLayer(Activation.IDENTITY));
    }

    @Test
    void saysWhatItIs() {
        assertThat(new KlSparsity(0.05, 1e-4).describe())
                .isEqualTo("KL sparsity 0.0001 towards mean activation 0.05 on each hidden layer");
    }

    @Test
    void isRefusedWhereItCouldNotAct() {
        KlSparsity sparsity = new KlSparsity(0.1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegularizedLayers(
                                Configurations.linear(DataType.FLOAT), InputType.feedForward(4), List.of(sparsity))
                        .output(output()))
                .withMessageEndingWith("on each hidden layer: this network has no hidden layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegularizedLayers(
                                Configurations.linear(DataType.FLOAT), InputType.feedForward(4), List.of(sparsity))
                        .hidden(new DenseLayer.Builder().nOut(3).activation(Activation.TANH))
                        .output(output()))
                .withMessageContaining("tanh can be negative: use it after ReLU");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiLayerNetwork(new RegularizedLayers(
                                        Configurations.linear(DataType.FLOAT)
                                                .activation(Activation.RELU)
                                                .miniBatch(false),
                                        InputType.feedForward(4),
                                        List.of(sparsity))
                                .hidden(new DenseLayer.Builder().nOut(3))
                                .output(output()))
                        .init())
                .withMessageContaining("is a sum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SingleLayer.of(new KlSparsityPenalty(sparsity), InputType.convolutional(4, 4, 2)))
                .withMessageContaining("dense layer");
        for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KlSparsity(value, 1))
                    .withMessageContaining("KL sparsity target must be a positive number, in (0, ∞)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KlSparsity(0.1, value))
                    .withMessageContaining("KL sparsity weight must be a positive number, in (0, ∞)");
        }
    }

    private static MultiLayerNetwork network(Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(
                        Configurations.linear(DataType.DOUBLE)
                                .activation(Activation.RELU)
                                .updater(new HeavyBall(0.05, 0.9)),
                        InputType.feedForward(4),
                        List.of(regularizers))
                .hidden(new DenseLayer.Builder().nOut(20))
                .output(output()));
        network.init();
        return network;
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(2).activation(Activation.IDENTITY);
    }
}
