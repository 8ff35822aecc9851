package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.Configurations;
import org.dropoutlab.dl4j.layer.GradientsTest;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalization in networks of a convolution, two hidden layers and an output. Oracle: the formula in plain doubles.
 * Single precision goes through oneDNN, double precision through Deeplearning4j's own code.
 */
class BatchNormalizationTest {
    private static final int EXAMPLES = 7;
    private static final double EPSILON = 1e-5;
    private static final List<Regularizer> BOTH =
            List.of(BatchNormalization.convolution(), BatchNormalization.hidden());
    private static final Regularizer ALPHA = new AlphaDropout(Place.HIDDEN, new DropProbability(0.5));
    /** Places of the layers of {@link #network}. */
    private static final List<Integer> NORMALIZATIONS = List.of(1, 4, 7);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @Test
    void standsBetweenProductAndActivation() {
        assertThat(names(network(DataType.FLOAT, BOTH)))
                .containsExactly(
                        "ConvolutionLayer",
                        "BatchNormalization",
                        "ActivationLayer",
                        "CachingDense",
                        "BatchNormalization",
                        "ActivationLayer",
                        "CachingDense",
                        "BatchNormalization",
                        "ActivationLayer",
                        "OutputLayer");
        assertThat(names(network(DataType.FLOAT, List.of(BatchNormalization.convolution()))))
                .containsExactly(
                        "ConvolutionLayer",
                        "BatchNormalization",
                        "ActivationLayer",
                        "CachingDense",
                        "CachingDense",
                        "OutputLayer");
    }

    /** Of a layer whose activation is its network's and of one with its own. */
    @Test
    void activationsMoveBehindIt() {
        MultiLayerNetwork network = network(DataType.DOUBLE, BOTH);
        List<INDArray> activations = network.feedForward(inputs(DataType.DOUBLE), true);

        for (int layer : NORMALIZATIONS) {
            assertThat(((BaseLayer) network.getLayer(layer - 1).conf().getLayer()).getActivationFn())
                    .isEqualTo(new ActivationIdentity());
            assertThat(activations.get(layer + 2)).isEqualTo(Transforms.tanh(activations.get(layer + 1)));
        }
    }

    @Test
    void startsFromTheWeightsOfThePlainNetwork() {
        assertThat(weights(network(DataType.FLOAT, BOTH))).isDeepEqualTo(weights(network(DataType.FLOAT, List.of())));
    }

    /** Of a unit the mini-batch has mean β and variance γ²σ²/(σ² + ε), and every number is that of the formula. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void inTrainingAMiniBatchHasMeanBetaAndVarianceGammaSquared(DataType type) {
        MultiLayerNetwork network = scattered(network(type, BOTH));
        List<INDArray> activations = network.feedForward(inputs(type), true);

        for (int layer : NORMALIZATIONS) {
            double[][] below = units(activations.get(layer));
            double[][] normalized = units(activations.get(layer + 1));
            for (int unit = 0; unit < below.length; unit++) {
                double gamma = parameter(network, layer, "gamma")[unit];
                double beta = parameter(network, layer, "beta")[unit];
                double variance = variance(below[unit]);
                assertThat(mean(normalized[unit])).isCloseTo(beta, within(1e-4));
                assertThat(variance(normalized[unit]))
                        .isCloseTo(gamma * gamma * variance / (variance + EPSILON), within(1e-4));
                assertThat(normalized[unit])
                        .containsExactly(formula(below[unit], mean(below[unit]), variance, gamma, beta), within(1e-4));
            }
        }
    }

    /** Oracle: averages kept by hand, a tenth of each mini-batch's, where the weights stay as they are. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void atInferenceItNormalizesByTheRunningAverages(DataType type) {
        MultiLayerNetwork network = scattered(network(type, BOTH));
        double[][] means = new double[NORMALIZATIONS.size()][];
        double[][] variances = new double[NORMALIZATIONS.size()][];
        for (int batch = 0; batch < 3; batch++) {
            INDArray inputs = inputs(type).muli(batch + 1);
            List<INDArray> activations = network.feedForward(inputs.dup(), true);
            for (int i = 0; i < means.length; i++) {
                double[][] below = units(activations.get(NORMALIZATIONS.get(i)));
                if (batch == 0) {
                    means[i] = new double[below.length];
                    variances[i] = new double[below.length];
                    Arrays.fill(variances[i], 1);
                }
                for (int unit = 0; unit < below.length; unit++) {
                    means[i][unit] = 0.9 * means[i][unit] + 0.1 * mean(below[unit]);
                    variances[i][unit] = 0.9 * variances[i][unit] + 0.1 * variance(below[unit]);
                }
            }

            network.fit(inputs, labels(type, EXAMPLES));
        }

        List<INDArray> activations = network.feedForward(inputs(type), false);
        for (int i = 0; i < means.length; i++) {
            int layer = NORMALIZATIONS.get(i);
            assertThat(parameter(network, layer, "mean")).containsExactly(means[i], within(1e-4));
            assertThat(parameter(network, layer, "var")).containsExactly(variances[i], within(1e-3));
            // Activation layers write over what they are given: their outputs are looked at.
            double[][] below = units(activations.get(layer));
            double[][] above = units(activations.get(layer + 2));
            for (int unit = 0; unit < below.length; unit++) {
                double[] normalized = formula(
                        below[unit],
                        means[i][unit],
                        variances[i][unit],
                        parameter(network, layer, "gamma")[unit],
                        parameter(network, layer, "beta")[unit]);
                assertThat(above[unit])
                        .containsExactly(
                                Arrays.stream(normalized).map(Math::tanh).toArray(), within(1e-4));
            }
        }
    }

    /**
     * Oracle: central differences as in {@link GradientsTest}, of every sixth weight and of all else. Running averages are left out: what stands at their places in
     * the gradient is how they move.
     */
    @Test
    void gradientsMeetFiniteDifferences() {
        MultiLayerNetwork network = scattered(network(DataType.DOUBLE, BOTH));
        double[] analytic = gradient(network);
        double step = 1e-5;
        int place = 0;
        int compared = 0;
        for (var parameter : network.paramTable().entrySet()) {
            for (int i = 0; i < parameter.getValue().length(); i++, place++) {
                boolean average = parameter.getKey().endsWith("_mean")
                        || parameter.getKey().endsWith("_var");
                if (average || (parameter.getKey().endsWith("_W") && i % 6 != 0)) {
                    continue;
                }
                double value = network.params().getDouble(place);
                network.params().putScalar(place, value + step);
                double above = score(network);
                network.params().putScalar(place, value - step);
                double below = score(network);
                network.params().putScalar(place, value);
                assertThat(analytic[place])
                        .as(parameter.getKey())
                        .isCloseTo(EXAMPLES * (above - below) / (2 * step), within(1e-7));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(80);
    }

    /** Oracle: the same network in double precision, which finite differences confirm. */
    @Test
    void oneDnnsGradientsAreThoseOfDoublePrecision() {
        MultiLayerNetwork exact = scattered(network(DataType.DOUBLE, BOTH));
        MultiLayerNetwork quick = network(DataType.FLOAT, BOTH);
        quick.setParams(exact.params().castTo(DataType.FLOAT));

        assertThat(gradient(quick)).containsExactly(gradient(exact), within(1e-3));
    }

    /** Without oneDNN, as in double precision, Deeplearning4j cannot do it at all. */
    @Test
    void aMiniBatchOfASingleExampleLeavesFiniteNumbers() {
        MultiLayerNetwork network = scattered(network(DataType.FLOAT, BOTH));

        for (int i = 0; i < 3; i++) {
            network.fit(Nd4j.randn(DataType.FLOAT, 1, 2, 5, 4), labels(DataType.FLOAT, 1));
        }

        assertThat(network.params().toDoubleVector()).doesNotContain(Double.NaN);
        assertThat(network.output(inputs(DataType.FLOAT)).sumNumber().doubleValue())
                .isFinite();
    }

    /** A unit that never moves: its average variance becomes the smallest number there is, and then 0. */
    @Test
    void aUnitWithoutVarianceLeavesFiniteNumbers() {
        MultiLayerNetwork network = network(DataType.FLOAT, BOTH);
        network.getLayer(3).getParam("W").assign(0);
        network.getLayer(4).getParam("var").assign(Float.MIN_VALUE);

        for (int i = 0; i < 3; i++) {
            network.fit(inputs(DataType.FLOAT), labels(DataType.FLOAT, EXAMPLES));
        }

        assertThat(network.params().toDoubleVector()).doesNotContain(Double.NaN);
    }

    @Test
    void averagesAreSavedWithTheWeights(@TempDir Path directory) throws Exception {
        MultiLayerNetwork network = scattered(network(DataType.FLOAT, BOTH));
        network.fit(inputs(DataType.FLOAT), labels(DataType.FLOAT, EXAMPLES));
        File file = directory.resolve("network.zip").toFile();

        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file, true);

        assertThat(parameter(read, 1, "mean")).isEqualTo(parameter(network, 1, "mean"));
        assertThat(read.output(inputs(DataType.FLOAT))).isEqualTo(network.output(inputs(DataType.FLOAT)));
    }

    static Stream<List<Regularizer>> companions() {
        return Stream.of(
                List.of(Dropout.hidden(0.5), SpatialDropout.convolution(0.3)),
                List.of(DropConnect.hidden(0.5), DropConnect.convolution(0.3)),
                List.of(WeightNoise.hidden(0.5), WeightNoise.convolution(0.3)),
                List.of(new GaussianNoise(Place.HIDDEN, 0.1), new L2(0.01), new L1(0.01)),
                List.of(new WeightDecay(0.01)));
    }

    @ParameterizedTest
    @MethodSource("companions")
    void trainsBesideOthers(List<Regularizer> companions) {
        MultiLayerNetwork network = network(
                DataType.FLOAT,
                Stream.concat(BOTH.stream(), companions.stream()).toList());

        network.fit(inputs(DataType.FLOAT), labels(DataType.FLOAT, EXAMPLES));

        assertThat(network.score()).isFinite();
        assertThat(network.output(inputs(DataType.FLOAT)).sumNumber().doubleValue())
                .isFinite();
    }

    /** Sparsity is asked of activations, not of what is normalized; alpha dropout knows SELU though it stands apart. */
    @Test
    void whatLooksAtActivationsLooksBehindIt() {
        assertThat(names(hidden(Activation.RELU, BatchNormalization.hidden(), new KlSparsity(0.1, 1))))
                .containsExactly(
                        "CachingDense", "BatchNormalization", "ActivationLayer", "KlSparsityPenalty", "OutputLayer");
        assertThat(names(hidden(Activation.SELU, BatchNormalization.hidden(), ALPHA)))
                .hasSize(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.TANH, BatchNormalization.hidden(), new KlSparsity(0.1, 1)))
                .withMessageContaining("can be negative: use it after ReLU");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.RELU, BatchNormalization.hidden(), ALPHA))
                .withMessageContaining("a value that relu does not take");
    }

    @Test
    void refusesWhatMakesNoSense() {
        Regularizer sampled =
                new DropConnect(Place.HIDDEN, WeightMasks.of(0.5).withInference(new Inference.MomentMatching(10)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchNormalization(Place.VISIBLE))
                .withMessageContaining("the inputs have neither");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.RELU, BatchNormalization.convolution()))
                .withMessage("batch normalization of each convolution: this network has no convolutional layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.RELU, BatchNormalization.hidden(), new MaxNorm(3)))
                .withMessageContaining("max-norm would have no effect");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.RELU, BatchNormalization.hidden(), sampled))
                .withMessageContaining("use DropConnect with inference by the mean");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hidden(Activation.RELU, BatchNormalization.hidden(), BatchNormalization.hidden()))
                .withMessage("batch normalization of each hidden layer is listed twice");
    }

    private static MultiLayerNetwork hidden(Activation activation, Regularizer... regularizers) {
        return started(new RegularizedLayers(
                        Configurations.linear(DataType.FLOAT).activation(activation),
                        InputType.feedForward(4),
                        List.of(regularizers))
                .hidden(new DenseLayer.Builder().nOut(3))
                .output(output()));
    }

    private static MultiLayerNetwork network(DataType type, List<Regularizer> regularizers) {
        return started(new RegularizedLayers(
                        Configurations.linear(type).activation(Activation.TANH).updater(new Sgd(0)),
                        InputType.convolutional(5, 4, 2),
                        regularizers)
                .convolution(new ConvolutionLayer.Builder(2, 2).nOut(3))
                .hidden(new DenseLayer.Builder().nOut(6))
                .hidden(new DenseLayer.Builder().nOut(5).activation(Activation.TANH))
                .output(output()));
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(2).activation(Activation.TANH);
    }

    private static MultiLayerNetwork started(org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** With scales and shifts other than 1 and 0, and averages that are not touched. */
    private static MultiLayerNetwork scattered(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(8);
        network.paramTable().forEach((name, parameter) -> {
            if (!name.endsWith("_mean") && !name.endsWith("_var")) {
                parameter.addi(
                        Nd4j.randn(parameter.dataType(), parameter.shape()).muli(0.1));
            }
        });
        return network;
    }

    private static INDArray inputs(DataType type) {
        Nd4j.getRandom().setSeed(12);
        return Nd4j.randn(type, EXAMPLES, 2, 5, 4);
    }

    private static INDArray labels(DataType type, int examples) {
        Nd4j.getRandom().setSeed(13);
        return Nd4j.randn(type, examples, 2);
    }

    private static double[] gradient(MultiLayerNetwork network) {
        score(network);
        return network.getFlattenedGradients().dup().toDoubleVector();
    }

    private static double score(MultiLayerNetwork network) {
        DataType type = network.params().dataType();
        network.setInput(inputs(DataType.DOUBLE).castTo(type));
        network.setLabels(labels(DataType.DOUBLE, EXAMPLES).castTo(type));
        network.computeGradientAndScore();
        return network.score();
    }

    private static double[] parameter(MultiLayerNetwork network, int layer, String name) {
        return network.getLayer(layer).getParam(name).reshape(-1).toDoubleVector();
    }

    private static double[][] weights(MultiLayerNetwork network) {
        return network.paramTable().entrySet().stream()
                .filter(parameter ->
                        parameter.getKey().endsWith("_W") || parameter.getKey().endsWith("_b"))
                .map(parameter -> parameter.getValue().dup('c').reshape(-1).toDoubleVector())
                .toArray(double[][]::new);
    }

    /** [unit][example], or [map][example and place]. */
    private static double[][] units(INDArray activations) {
        int units = Math.toIntExact(activations.size(1));
        double[][] values = new double[units][];
        for (int unit = 0; unit < units; unit++) {
            values[unit] = activations.rank() == 2
                    ? activations.getColumn(unit).dup().toDoubleVector()
                    : activations.slice(unit, 1).dup('c').reshape(-1).toDoubleVector();
        }
        return values;
    }

    private static double[] formula(double[] values, double mean, double variance, double gamma, double beta) {
        return Arrays.stream(values)
                .map(value -> gamma * (value - mean) / Math.sqrt(variance + EPSILON) + beta)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }

    private static List<String> names(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer().getClass().getSimpleName())
                .toList();
    }
}
