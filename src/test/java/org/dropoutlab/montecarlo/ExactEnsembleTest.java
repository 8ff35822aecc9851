package org.dropoutlab.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.regularization.WeightMasks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class ExactEnsembleTest {
    private static final int INPUTS = 3;
    private static final int HIDDEN = 4;
    private static final double RETAINED_INPUTS = 0.8;
    private static final double RETAINED_HIDDEN = 0.4;
    /** Two orders of summation, in double precision, of a few hundred terms of order 10 at the most. */
    private static final Offset<Double> ROUNDING = within(1e-12);
    /** A false alarm in a million runs with other seeds. */
    private static final double ALPHA = 1e-6;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /**
     * Oracle: every mask in turn through the formulas of the network, in plain Java, with the mean, the variance and the
     * logarithms of the probabilities taken as they are defined.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void isTheSumOverAllMasks(int outputs) {
        MultiLayerNetwork network = droppedTwice(DataType.DOUBLE, outputs);
        INDArray inputs = inputs(DataType.DOUBLE, 5, INPUTS);

        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs);

        assertThat(exact.droppedUnits()).isEqualTo(INPUTS + HIDDEN);
        double[][] rows = inputs.toDoubleMatrix();
        for (int i = 0; i < rows.length; i++) {
            List<double[]> predictions = new ArrayList<>();
            List<Double> weights = new ArrayList<>();
            for (int mask = 0; mask < 1 << (INPUTS + HIDDEN); mask++) {
                predictions.add(masked(network, rows[i], mask, outputs));
                int keptInputs = Integer.bitCount(mask % (1 << INPUTS));
                int keptHidden = Integer.bitCount(mask >> INPUTS);
                weights.add(Math.pow(RETAINED_INPUTS, keptInputs)
                        * Math.pow(1 - RETAINED_INPUTS, INPUTS - keptInputs)
                        * Math.pow(RETAINED_HIDDEN, keptHidden)
                        * Math.pow(1 - RETAINED_HIDDEN, HIDDEN - keptHidden));
            }
            int classes = predictions.get(0).length;
            double[] geometric = new double[classes];
            for (int c = 0; c < classes; c++) {
                double mean = 0;
                double logarithm = 0;
                for (int m = 0; m < weights.size(); m++) {
                    mean += weights.get(m) * predictions.get(m)[c];
                    logarithm += weights.get(m) * Math.log(predictions.get(m)[c]);
                }
                double variance = 0;
                for (int m = 0; m < weights.size(); m++) {
                    variance += weights.get(m) * Math.pow(predictions.get(m)[c] - mean, 2);
                }
                assertThat(exact.arithmeticMean()[i][c]).isCloseTo(mean, ROUNDING);
                assertThat(exact.variance()[i][c]).isCloseTo(variance, ROUNDING);
                geometric[c] = Math.exp(logarithm);
            }
            double sum = Arrays.stream(geometric).sum();
            assertThat(exact.geometricMean()[i])
                    .containsExactly(Arrays.stream(geometric).map(g -> g / sum).toArray(), ROUNDING);
        }
    }

    /** Oracle: inference by Deeplearning4j. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void weightScalingIsPlainInference(int outputs) {
        MultiLayerNetwork network = droppedTwice(DataType.DOUBLE, outputs);
        INDArray inputs = inputs(DataType.DOUBLE, 5, INPUTS);

        PassMoments plain = new PassMoments();
        plain.add(network.output(inputs, false));

        assertClose(
                ExactEnsemble.of(network).predict(inputs).weightScaling(),
                plain.distribution().mean(),
                ROUNDING);
    }

    /** Networks with dropout of one layer, right before the softmax or sigmoid. */
    static Stream<Arguments> droppedRightBeforeTheOutput() {
        return Stream.of(DataType.DOUBLE, DataType.FLOAT)
                .flatMap(type -> Stream.of(
                        Arguments.of("softmax regression", type, new Layer[] {dropout(0.7), output(3)}),
                        Arguments.of("logistic regression", type, new Layer[] {dropout(0.7), output(1)}),
                        Arguments.of(
                                "hidden layer", type, new Layer[] {dense(6, Activation.RELU), dropout(0.5), output(3)
                                })));
    }

    /**
     * Oracle: Goodfellow et al., Deep Learning, §7.12: the logits are linear in the mask, so that the renormalized geometric
     * mean over all masks is the prediction with scaled weights. In single precision a logit is a sum of six terms of order
     * 10 at the most, which rounding moves by 6 · 10 · 6e-8, and a probability moves no further than the logits.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("droppedRightBeforeTheOutput")
    void weightScalingIsTheGeometricMeanIfDropoutIsRightBeforeTheOutput(String name, DataType type, Layer[] layers) {
        MultiLayerNetwork network = network(type, InputType.feedForward(6), layers);

        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs(type, 5, 6));

        assertClose(exact.geometricMean(), exact.weightScaling(), type == DataType.DOUBLE ? ROUNDING : within(4e-6));
        assertThat(greatestDifference(exact.arithmeticMean(), exact.weightScaling()))
                .as("the arithmetic mean is something else")
                .isGreaterThan(1e-3);
    }

    /** With something that is not linear between two dropouts, weight scaling is an approximation. */
    @Test
    void weightScalingIsNotTheGeometricMeanIfTwoLayersAreDropped() {
        EnsemblePrediction exact =
                ExactEnsemble.of(droppedTwice(DataType.DOUBLE, 3)).predict(inputs(DataType.DOUBLE, 5, INPUTS));

        assertThat(greatestDifference(exact.geometricMean(), exact.weightScaling()))
                .isGreaterThan(1e-3);
    }

    /** Oracle as before, above layers that have preprocessors and running statistics. */
    @Test
    void layersBelowTheFirstDropoutAreThoseOfInference() {
        MultiLayerNetwork network = network(
                DataType.DOUBLE,
                InputType.convolutional(4, 4, 2),
                new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                new BatchNormalization(),
                dense(5, Activation.TANH),
                dropout(0.5),
                output(3));
        INDArray inputs = inputs(DataType.DOUBLE, 4, 32).reshape(4, 2, 4, 4);
        network.getLayer(1).getParam("mean").assign(0.3);

        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs);

        assertClose(exact.weightScaling(), network.output(inputs, false).toDoubleMatrix(), ROUNDING);
        assertClose(exact.geometricMean(), exact.weightScaling(), ROUNDING);
    }

    /**
     * Oracle: by hand. Two inputs of 1, weights ±2000, rate ½: with both units or none the classes are equally probable,
     * with one of them one class has e⁻⁴⁰⁰⁰, which no number holds. The mean logits are 0.
     */
    @Test
    void survivesProbabilitiesThatAreRoundedToZero() {
        MultiLayerNetwork network = network(DataType.DOUBLE, InputType.feedForward(2), dropout(0.5), output(2));
        network.getLayer(1).getParam("W").assign(Nd4j.createFromArray(new double[][] {{0, -2000}, {0, 2000}}));
        network.getLayer(1).getParam("b").assign(0);

        EnsemblePrediction exact = ExactEnsemble.of(network).predict(Nd4j.ones(DataType.DOUBLE, 1, 2));

        assertThat(exact.geometricMean()[0]).containsExactly(0.5, 0.5);
        assertThat(exact.arithmeticMean()[0]).containsExactly(new double[] {0.5, 0.5}, ROUNDING);
        assertThat(exact.variance()[0]).containsExactly(new double[] {0.125, 0.125}, ROUNDING);
    }

    /** More examples than are computed at once, against a single one. */
    @Test
    void anExampleIsPredictedAloneAsInABatch() {
        ExactEnsemble ensemble = ExactEnsemble.of(droppedTwice(DataType.DOUBLE, 3));
        INDArray inputs = inputs(DataType.DOUBLE, 5000, INPUTS);

        EnsemblePrediction all = ensemble.predict(inputs);

        for (int example : new int[] {0, 1, 4095, 4096, 4999}) {
            EnsemblePrediction alone = ensemble.predict(inputs.getRow(example, true));
            assertThat(all.arithmeticMean()[example]).containsExactly(alone.arithmeticMean()[0], ROUNDING);
            assertThat(all.geometricMean()[example]).containsExactly(alone.geometricMean()[0], ROUNDING);
            assertThat(all.variance()[example]).containsExactly(alone.variance()[0], ROUNDING);
        }
    }

    /**
     * Deeplearning4j's {@code ActivationLayer} writes over its input. Oracle: a dense layer whose weights are the unit
     * matrix.
     */
    @Test
    void anActivationLayerIsADenseLayerOfUnitWeights() {
        MultiLayerNetwork dense =
                network(DataType.DOUBLE, InputType.feedForward(3), dropout(0.5), dense(3, Activation.TANH), output(2));
        dense.getLayer(1).getParam("W").assign(Nd4j.eye(3));
        dense.getLayer(1).getParam("b").assign(0);
        MultiLayerNetwork alone = network(
                DataType.DOUBLE,
                InputType.feedForward(3),
                dropout(0.5),
                new ActivationLayer(Activation.TANH),
                output(2));
        alone.getLayer(2).getParam("W").assign(dense.getLayer(2).getParam("W"));
        alone.getLayer(2).getParam("b").assign(dense.getLayer(2).getParam("b"));
        INDArray inputs = inputs(DataType.DOUBLE, 5, 3);
        INDArray before = inputs.dup();

        EnsemblePrediction exact = ExactEnsemble.of(alone).predict(inputs);

        assertThat(inputs).isEqualTo(before);
        EnsemblePrediction expected = ExactEnsemble.of(dense).predict(inputs);
        assertClose(exact.arithmeticMean(), expected.arithmeticMean(), ROUNDING);
        assertClose(exact.geometricMean(), expected.geometricMean(), ROUNDING);
        assertClose(exact.weightScaling(), expected.weightScaling(), ROUNDING);
    }

    private enum Masks {
        INDEPENDENT,
        SHARED;

        MonteCarlo of(MultiLayerNetwork network) {
            return this == SHARED ? MonteCarlo.ofSampledNetworks(network) : MonteCarlo.ofIndependentMasks(network);
        }
    }

    /**
     * Oracle: the central limit theorem: the mean of k passes lies within z standard errors √(variance/k) of the exact
     * mean, with the normal quantile z for all comparisons together.
     */
    @ParameterizedTest
    @EnumSource(Masks.class)
    void theMeanOfMonteCarloPassesMeetsTheExactMean(Masks masks) {
        int passes = 2000;
        int examples = 4;
        MultiLayerNetwork network = droppedTwice(DataType.FLOAT, 3);
        INDArray inputs = inputs(DataType.FLOAT, examples, INPUTS);
        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs);

        PredictiveDistribution sampled = masks.of(network).predict(inputs, passes, 1);

        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(ALPHA / (2 * examples * 3));
        boolean toldApart = false;
        for (int i = 0; i < examples; i++) {
            for (int c = 0; c < 3; c++) {
                double error = Math.sqrt(exact.variance()[i][c] / passes);
                assertThat(sampled.mean()[i][c]).isCloseTo(exact.arithmeticMean()[i][c], within(z * error));
                toldApart |= Math.abs(exact.weightScaling()[i][c] - exact.arithmeticMean()[i][c]) > 2 * z * error;
            }
        }
        assertThat(toldApart)
                .as("the test would notice if the exact mean were weight scaling")
                .isTrue();
    }

    /**
     * The squared error of the mean of k passes is variance/k. Oracle: in units of that, the sum over 500 repetitions, which
     * are copies of one example with masks of their own, has a χ² distribution with 500 degrees of freedom.
     */
    @ParameterizedTest
    @ValueSource(ints = {32, 128, 512})
    void morePassesComeCloserAtTheRateOfOneOverTheirNumber(int passes) {
        int repetitions = 500;
        MultiLayerNetwork network = droppedTwice(DataType.FLOAT, 3);
        INDArray one = inputs(DataType.FLOAT, 1, INPUTS);
        EnsemblePrediction exact = ExactEnsemble.of(network).predict(one);

        double[][] means = MonteCarlo.ofIndependentMasks(network)
                .predict(Nd4j.tile(one, repetitions, 1), passes, 2)
                .mean();

        ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(repetitions);
        for (int c = 0; c < 3; c++) {
            int k = c;
            double squares = Arrays.stream(means)
                    .mapToDouble(mean -> Math.pow(mean[k] - exact.arithmeticMean()[0][k], 2))
                    .sum();
            assertThat(squares * passes / exact.variance()[0][c])
                    .isBetween(
                            chiSquared.inverseCumulativeProbability(ALPHA / 6),
                            chiSquared.inverseSurvivalProbability(ALPHA / 6));
        }
    }

    /** Oracle: a network that drops nothing is an ensemble of one; a schedule is one of the present iteration. */
    @Test
    void followsTheNetworkAndItsSchedules() {
        MultiLayerNetwork network = network(
                DataType.DOUBLE,
                InputType.feedForward(3),
                new DropoutLayer(new Dropout(new MapSchedule.Builder(ScheduleType.ITERATION)
                        .add(0, 0.5)
                        .add(3, 1.0)
                        .build())),
                output(3));
        INDArray inputs = inputs(DataType.DOUBLE, 2, 3);
        ExactEnsemble ensemble = ExactEnsemble.of(network);
        network.setIterationCount(2);
        assertThat(ensemble.predict(inputs).droppedUnits()).isEqualTo(3);
        network.setIterationCount(3);
        network.params().muli(0.5);

        EnsemblePrediction single = ensemble.predict(inputs);

        assertThat(single.droppedUnits()).isZero();
        assertClose(single.arithmeticMean(), network.output(inputs, false).toDoubleMatrix(), ROUNDING);
        assertThat(single.geometricMean()).isDeepEqualTo(single.arithmeticMean());
        assertThat(single.variance()).isDeepEqualTo(new double[2][3]);
    }

    static Stream<Arguments> whatCannotBeEnumerated() {
        DenseLayer noisy = dense(4, Activation.TANH);
        noisy.setWeightNoise(new DropConnect(0.5));
        return Stream.of(
                refused(
                        "layer 0 (DropoutLayer) has GaussianDropout, but only masks of Dropout can be enumerated",
                        new DropoutLayer(new GaussianDropout(0.5)),
                        output(3)),
                refused(
                        "layer 0 (DenseLayer) drops units of its own input: use a DropoutLayer before it instead",
                        new DenseLayer.Builder().nOut(4).dropOut(0.5).build(),
                        output(3)),
                refused(
                        "layer 0 (DenseLayer) has weight noise, but only masks of units can be enumerated",
                        noisy,
                        output(3)),
                refused(
                        "layer 0 (DropConnectDense) drops weights, but only masks of units can be enumerated",
                        new DropConnectDense(dense(4, Activation.TANH), WeightMasks.of(0.5)),
                        output(3)),
                refused(
                        "layer 0 (FrozenLayerWithBackprop) wraps another layer, whose noise is inaccessible",
                        new FrozenLayerWithBackprop(dense(4, Activation.TANH)),
                        output(3)),
                refused(
                        "layer 0 (DenseLayer) has random slopes, but only masks of units can be enumerated",
                        dense(4, Activation.RRELU),
                        output(3)),
                refused(
                        "an ensemble of class probabilities needs a softmax or sigmoid output, not OutputLayer",
                        dropout(0.5),
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(3)
                                .activation(Activation.IDENTITY)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("whatCannotBeEnumerated")
    void refusesWhatCannotBeEnumerated(Layer[] layers, String sentence) {
        MultiLayerNetwork network = network(DataType.FLOAT, InputType.feedForward(3), layers);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactEnsemble.of(network))
                .withMessage(sentence);
    }

    @Test
    void refusesWhatOnlyTheInputsShow() {
        assertRefused(
                "at most 20 units can be enumerated, but up to layer 2 there are 21",
                inputs(DataType.FLOAT, 1, 10),
                network(
                        DataType.FLOAT,
                        InputType.feedForward(10),
                        dropout(0.5),
                        dense(11, Activation.TANH),
                        dropout(0.5),
                        output(3)));
        assertRefused(
                "dropout of layer 1 has an array of shape [2, 3, 3, 3], not one vector for each of 2 examples",
                inputs(DataType.FLOAT, 2, 16).reshape(2, 1, 4, 4),
                network(
                        DataType.FLOAT,
                        InputType.convolutional(4, 4, 1),
                        new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                        dropout(0.5),
                        output(3)));
        assertRefused(
                "class probabilities come from one sigmoid or from a softmax of several outputs, not from 3 sigmoids",
                inputs(DataType.FLOAT, 2, 3),
                network(
                        DataType.FLOAT,
                        InputType.feedForward(3),
                        dropout(0.5),
                        new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(3)
                                .activation(Activation.SIGMOID)
                                .build()));
    }

    private static void assertRefused(String sentence, INDArray inputs, MultiLayerNetwork network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactEnsemble.of(network).predict(inputs))
                .withMessage(sentence);
    }

    private static Arguments refused(String sentence, Layer... layers) {
        return Arguments.of(Named.of(sentence, layers), sentence);
    }

    /** What the network of {@link #droppedTwice} says of an input under a mask whose bits are inputs, then hidden units. */
    private static double[] masked(MultiLayerNetwork network, double[] input, int mask, int outputs) {
        double[] kept = IntStream.range(0, INPUTS)
                .mapToDouble(u -> (mask >> u) % 2 == 1 ? input[u] / RETAINED_INPUTS : 0)
                .toArray();
        double[] hidden = affine(network.getLayer(1), kept);
        for (int u = 0; u < HIDDEN; u++) {
            hidden[u] = (mask >> (INPUTS + u)) % 2 == 1 ? Math.tanh(hidden[u]) / RETAINED_HIDDEN : 0;
        }
        double[] z = affine(network.getLayer(3), hidden);
        if (outputs == 1) {
            double p = 1 / (1 + Math.exp(-z[0]));
            return new double[] {1 - p, p};
        }
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(logit -> Math.exp(logit) / sum).toArray();
    }

    private static double[] affine(org.deeplearning4j.nn.api.Layer layer, double[] input) {
        double[][] weights = layer.getParam("W").toDoubleMatrix();
        double[] result = layer.getParam("b").dup().data().asDouble();
        for (int u = 0; u < result.length; u++) {
            for (int v = 0; v < input.length; v++) {
                result[u] += input[v] * weights[v][u];
            }
        }
        return result;
    }

    private static MultiLayerNetwork droppedTwice(DataType type, int outputs) {
        return network(
                type,
                InputType.feedForward(INPUTS),
                dropout(RETAINED_INPUTS),
                dense(HIDDEN, Activation.TANH),
                dropout(RETAINED_HIDDEN),
                output(outputs));
    }

    private static DropoutLayer dropout(double retained) {
        return new DropoutLayer(new Dropout(retained));
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    private static OutputLayer output(int outputs) {
        return new OutputLayer.Builder(outputs == 1 ? LossFunction.XENT : LossFunction.MCXENT)
                .nOut(outputs)
                .activation(outputs == 1 ? Activation.SIGMOID : Activation.SOFTMAX)
                .build();
    }

    /** All parameters of a network are uniform in ±1, but for a convolution's and a normalization's own. */
    private static MultiLayerNetwork network(DataType type, InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new NoOp())
                .list()
                .setInputType(input);
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        SplittableRandom random = new SplittableRandom(2);
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof DenseLayer || layer.conf().getLayer() instanceof OutputLayer) {
                INDArray parameters = layer.params();
                parameters.assign(Nd4j.createFromArray(
                                random.doubles(parameters.length(), -1, 1).toArray())
                        .reshape(parameters.shape()));
            }
        }
        return network;
    }

    private static INDArray inputs(DataType type, int examples, int size) {
        double[] values =
                new SplittableRandom(3).doubles((long) examples * size, -2, 2).toArray();
        return Nd4j.createFromArray(values).reshape(examples, size).castTo(type);
    }

    private static void assertClose(double[][] actual, double[][] expected, Offset<Double> tolerance) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("example %d", i).containsExactly(expected[i], tolerance);
        }
    }

    private static double greatestDifference(double[][] one, double[][] other) {
        double greatest = 0;
        for (int i = 0; i < one.length; i++) {
            for (int c = 0; c < one[i].length; c++) {
                greatest = Math.max(greatest, Math.abs(one[i][c] - other[i][c]));
            }
        }
        return greatest;
    }
}
