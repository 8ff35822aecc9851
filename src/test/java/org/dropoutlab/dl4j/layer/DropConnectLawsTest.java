package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.regularization.WeightMasks.MaskScope.PER_EXAMPLE;
import static org.dropoutlab.regularization.WeightMasks.MaskScope.PER_MINI_BATCH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The laws of DropConnect (Wan et al. 2013). A one-hot input reads a row of the masked weights, so that the masks can be
 * seen without looking inside.
 */
class DropConnectLawsTest {
    private static final int INPUTS = 36;
    private static final int UNITS = 50;
    /** 99.999% of a normal distribution, both sides. */
    private static final double MARGIN = 4.4;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** A kind of layer with 36 inputs and 50 units: a dense one, or a convolution whose kernel covers 9 channels of 2×2. */
    private enum Kind {
        DENSE(InputType.feedForward(INPUTS)) {
            @Override
            Layer layer(Activation activation, WeightMasks masks) {
                DenseLayer plain = new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(UNITS)
                        .activation(activation)
                        .build();
                return masks == null ? plain : new DropConnectDense(plain, masks);
            }

            @Override
            INDArray inputs(INDArray rows) {
                return rows;
            }

            @Override
            double weight(SingleLayer operator, int input, int unit) {
                return operator.parameter("W").getDouble(input, unit);
            }

            @Override
            double weightGradient(SingleLayer operator, int input, int unit) {
                return operator.gradient("W").getDouble(input, unit);
            }
        },
        CONVOLUTION(InputType.convolutional(2, 2, 9)) {
            @Override
            Layer layer(Activation activation, WeightMasks masks) {
                ConvolutionLayer plain = new ConvolutionLayer.Builder(2, 2)
                        .nOut(UNITS)
                        .activation(activation)
                        .build();
                return masks == null ? plain : new DropConnectConvolution(plain, masks);
            }

            @Override
            INDArray inputs(INDArray rows) {
                return rows.reshape('c', rows.size(0), 9, 2, 2);
            }

            @Override
            double weight(SingleLayer operator, int input, int unit) {
                return operator.parameter("W").getDouble(unit, input / 4, input % 4 / 2, input % 2);
            }

            @Override
            double weightGradient(SingleLayer operator, int input, int unit) {
                return operator.gradient("W").getDouble(unit, input / 4, input % 4 / 2, input % 2);
            }
        };

        private final InputType type;

        Kind(InputType type) {
            this.type = type;
        }

        /** The layer; plain where there are no masks. */
        abstract Layer layer(Activation activation, WeightMasks masks);

        /** Rows [example, input] as the layer wants them. */
        abstract INDArray inputs(INDArray rows);

        abstract double weight(SingleLayer operator, int input, int unit);

        abstract double weightGradient(SingleLayer operator, int input, int unit);

        SingleLayer operator(WeightMasks masks) {
            return operator(Activation.IDENTITY, masks);
        }

        SingleLayer operator(Activation activation, WeightMasks masks) {
            return SingleLayer.of(layer(activation, masks), type);
        }

        /** Training outputs [example, unit]. */
        INDArray train(SingleLayer operator, INDArray rows, long seed) {
            return operator.train(inputs(rows), seed).reshape('c', rows.size(0), UNITS);
        }

        /** Outputs at inference, [example, unit]. */
        INDArray infer(SingleLayer operator, INDArray rows) {
            return operator.infer(inputs(rows)).reshape('c', rows.size(0), UNITS);
        }

        void backward(SingleLayer operator, INDArray epsilon) {
            operator.backward(this == DENSE ? epsilon : epsilon.reshape('c', epsilon.size(0), UNITS, 1, 1));
        }
    }

    private record Case(Kind kind, MaskScope scope) {
        WeightMasks masks(double rate) {
            return WeightMasks.of(rate).withScope(scope);
        }
    }

    static Stream<Case> everyKind() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(new Case(kind, PER_EXAMPLE), new Case(kind, PER_MINI_BATCH)));
    }

    /** Oracle: the definition, with rates of which 1/(1 − rate) is a float, and the binomial distribution, 99.9%. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void keptWeightsAreExactlyTheirValueOverOneMinusRateAndTheOthersZero(Case of) {
        for (double rate : new double[] {0.2, 0.5, 0.75}) {
            SingleLayer operator = of.kind.operator(of.masks(rate));

            INDArray weights = of.kind.train(operator, Nd4j.eye(INPUTS), 1);

            int dropped = 0;
            for (int input = 0; input < INPUTS; input++) {
                for (int unit = 0; unit < UNITS; unit++) {
                    float kept = (float) (of.kind.weight(operator, input, unit) / (1 - rate));
                    assertThat(weights.getFloat(input, unit)).isIn(0f, kept);
                    dropped += weights.getFloat(input, unit) == 0 ? 1 : 0;
                }
            }
            OperatorLawsTest.assertBinomial(dropped, INPUTS * UNITS, rate);
        }
    }

    /** Oracle: for independent draws, a weight is gone for both of two examples with probability rate². */
    @ParameterizedTest
    @MethodSource("everyKind")
    void examplesShareAMaskOrDoNotAsTheScopeSays(Case of) {
        double rate = 0.5;
        int examples = 40;
        INDArray same = Nd4j.zeros(examples, INPUTS);
        same.putColumn(7, Nd4j.ones(examples));

        INDArray rows = of.kind.train(of.kind.operator(of.masks(rate)), same, 1);

        int both = 0;
        boolean alike = true;
        for (int example = 0; example < examples; example += 2) {
            for (int unit = 0; unit < UNITS; unit++) {
                boolean one = rows.getDouble(example, unit) == 0;
                boolean other = rows.getDouble(example + 1, unit) == 0;
                both += one && other ? 1 : 0;
                alike &= one == other;
            }
        }
        assertThat(alike).isEqualTo(of.scope == PER_MINI_BATCH);
        if (of.scope == PER_EXAMPLE) {
            OperatorLawsTest.assertBinomial(both, examples * UNITS / 2, rate * rate);
        }
    }

    /**
     * Oracle: with one-hot inputs and unit gradients at the outputs, the gradient of each weight is the factor that it was
     * multiplied by in the forward pass, 0 where it was dropped.
     */
    @ParameterizedTest
    @MethodSource("everyKind")
    void theGradientOfADroppedWeightIsZeroAndForwardAndBackwardPassUseOneMask(Case of) {
        SingleLayer operator = of.kind.operator(of.masks(0.5));

        INDArray weights = of.kind.train(operator, Nd4j.eye(INPUTS), 1).dup();
        of.kind.backward(operator, Nd4j.ones(INPUTS, UNITS));

        for (int input = 0; input < INPUTS; input++) {
            for (int unit = 0; unit < UNITS; unit++) {
                assertThat(of.kind.weightGradient(operator, input, unit))
                        .as("weight from input %d to unit %d", input, unit)
                        .isEqualTo(weights.getDouble(input, unit) == 0 ? 0 : 2);
            }
        }
    }

    /**
     * Oracle: a unit's input is a sum of independent Bernoulli variables with mean Wv and variance rate/(1 − rate)·(W∘W)(v∘v);
     * its average over passes lies within 4.4 standard errors.
     */
    @ParameterizedTest
    @MethodSource("everyKind")
    void trainingIsUnbiasedWithRespectToInference(Case of) {
        double rate = 0.3;
        int passes = 400;
        SingleLayer operator = of.kind.operator(of.masks(rate));
        INDArray row = random(1, INPUTS);
        INDArray sum = Nd4j.zeros(1, UNITS);
        for (int pass = 0; pass < passes; pass++) {
            sum.addi(of.kind.train(operator, row, pass));
        }

        INDArray inference = of.kind.infer(operator, row);

        for (int unit = 0; unit < UNITS; unit++) {
            double error = Math.sqrt(variance(of.kind, operator, row, unit, rate) / passes);
            assertThat(sum.getDouble(unit) / passes)
                    .as("mean input of unit %d", unit)
                    .isCloseTo(inference.getDouble(unit), within(MARGIN * error));
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isThePlainLayerAtInferenceBitForBit(Case of) {
        INDArray rows = random(10, INPUTS);
        SingleLayer plain = of.kind.operator(Activation.TANH, null);
        SingleLayer dropConnect =
                of.kind.operator(Activation.TANH, of.masks(0.5).withBiases());
        Stream.of(plain, dropConnect)
                .forEach(operator -> operator.parameter("b").assign(0.25));

        assertThat(of.kind.infer(dropConnect, rows)).isEqualTo(of.kind.infer(plain, rows));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void biasesAreDroppedIfAskedAndThenInTrainingAlone(Case of) {
        INDArray nothing = Nd4j.zeros(40, INPUTS);
        SingleLayer weightsAlone = of.kind.operator(of.masks(0.5));
        SingleLayer biasesToo = of.kind.operator(of.masks(0.5).withBiases());
        Stream.of(weightsAlone, biasesToo)
                .forEach(operator -> operator.parameter("b").assign(0.25));

        assertThat(values(of.kind.train(weightsAlone, nothing, 1))).containsOnly(0.25f);
        assertThat(values(of.kind.train(biasesToo, nothing, 1)))
                .contains(0f, 0.5f)
                .containsOnly(0f, 0.5f);
        assertThat(values(of.kind.infer(biasesToo, nothing))).containsOnly(0.25f);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void theSameSeedDrawsTheSameMaskAndAnotherSeedAnother(Case of) {
        SingleLayer operator = of.kind.operator(of.masks(0.5));
        INDArray rows = random(10, INPUTS);

        INDArray first = of.kind.train(operator, rows, 1);

        assertThat(of.kind.train(operator, rows, 2)).isNotEqualTo(first);
        assertThat(of.kind.train(operator, rows, 1)).isEqualTo(first);
    }

    /** As in a network that is trained by external errors: forward passes that no backward pass follows. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void everyForwardPassDrawsNewMasksWhateverCameBefore(Case of) {
        MultiLayerNetwork network = new MultiLayerNetwork(Configurations.linear(DataType.FLOAT)
                .list()
                .setInputType(of.kind.type)
                .layer(of.kind.layer(Activation.IDENTITY, of.masks(0.5)))
                .build());
        network.init();
        Nd4j.getRandom().setSeed(1);
        INDArray rows = of.kind.inputs(random(10, INPUTS));

        network.setInput(rows);
        INDArray first = network.feedForward(true, false).get(1).dup();
        network.setInput(rows);
        INDArray second = network.feedForward(true, false).get(1).dup();
        network.setInput(of.kind.inputs(random(3, INPUTS)));
        INDArray smaller = network.feedForward(true, false).get(1);

        assertThat(second).isNotEqualTo(first);
        assertThat(smaller.size(0)).as("masks of another batch size").isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void masksServeOneBackwardPassAndNoOther(Case of) {
        SingleLayer operator = of.kind.operator(of.masks(0.5));
        of.kind.train(operator, random(10, INPUTS), 1);
        of.kind.backward(operator, Nd4j.ones(10, UNITS));

        assertThatThrownBy(() -> of.kind.backward(operator, Nd4j.ones(10, UNITS)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run another forward pass first");
    }

    /** Oracle: the plain layer. {@code FrozenLayerWithBackprop} runs a layer as at inference, and then backwards. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void behindAForwardPassWithoutMasksComesABackwardPassWithoutMasks(Case of) {
        INDArray inputs = of.kind.inputs(random(4, INPUTS));
        List<INDArray> gradients = new ArrayList<>();
        for (WeightMasks masks : Arrays.asList(null, of.masks(0.5).withBiases())) {
            MultiLayerNetwork network = new MultiLayerNetwork(Configurations.linear(DataType.FLOAT)
                    .list()
                    .setInputType(of.kind.type)
                    .layer(new BatchNormalization())
                    .layer(new FrozenLayerWithBackprop(of.kind.layer(Activation.TANH, masks)))
                    .layer(new OutputLayer.Builder(LossFunction.MSE)
                            .nOut(1)
                            .activation(Activation.IDENTITY)
                            .build())
                    .build());
            network.init();
            network.setInput(inputs);
            network.setLabels(Nd4j.ones(4, 1));
            network.computeGradientAndScore();
            gradients.add(network.getFlattenedGradients().dup());
        }

        assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
    }

    /**
     * Oracle: for u ~ N(μ, σ²), E max(u, 0) = μΦ(μ/σ) + σφ(μ/σ); the average of S draws lies within 4.4·σ/√S of it, as
     * the rectified variable has at most the variance of u.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void momentMatchingIsTheMeanActivationOfANormalInput(boolean biases) {
        double rate = 0.4;
        int samples = 4000;
        for (Kind kind : Kind.values()) {
            WeightMasks masks = WeightMasks.of(rate).withInference(new Inference.MomentMatching(samples));
            SingleLayer operator = kind.operator(Activation.RELU, biases ? masks.withBiases() : masks);
            operator.parameter("b").assign(0.5);
            INDArray row = random(1, INPUTS);

            INDArray average = kind.infer(operator, row);

            for (int unit = 0; unit < UNITS; unit++) {
                double mean = 0.5;
                for (int input = 0; input < INPUTS; input++) {
                    mean += kind.weight(operator, input, unit) * row.getDouble(input);
                }
                double biasVariance = biases ? rate / (1 - rate) * 0.25 : 0;
                double sd = Math.sqrt(variance(kind, operator, row, unit, rate) + biasVariance);
                NormalDistribution standard = NormalDistribution.of(0, 1);
                double expected = mean * standard.cumulativeProbability(mean / sd) + sd * standard.density(mean / sd);
                assertThat(average.getDouble(unit))
                        .as("%s unit %d", kind, unit)
                        .isCloseTo(expected, within(MARGIN * sd / Math.sqrt(samples)));
            }
        }
    }

    @Test
    void momentMatchingDependsOnTheInputAloneAndLeavesTheRandomNumbersOfTrainingAlone() {
        for (Kind kind : Kind.values()) {
            SingleLayer operator =
                    kind.operator(Activation.RELU, WeightMasks.of(0.5).withInference(new Inference.MomentMatching(20)));
            INDArray rows = random(10, INPUTS);
            Nd4j.getRandom().setSeed(1);
            long state = Nd4j.getRandom().nodeState();

            INDArray all = kind.infer(operator, rows).dup();

            assertThat(kind.infer(operator, rows)).isEqualTo(all);
            assertThat(Nd4j.getRandom().nodeState()).isEqualTo(state);
            INDArray last = kind.infer(operator, rows.getRow(9, true).dup());
            assertThat(last.equalsWithEps(all.getRow(9, true), 1e-5))
                    .as("%s: whatever shares its batch, but for rounding", kind)
                    .isTrue();
        }
    }

    @Test
    void aMaskPerExampleIsTheDefaultWhereItFits() {
        assertThat(WeightMasks.of(0.5).scope()).isEqualTo(MaskScope.AUTOMATIC);
        assertThat(MaskScope.AUTOMATIC.perExample(64, 65_536)).isTrue();
        assertThat(MaskScope.AUTOMATIC.perExample(65, 65_536)).isFalse();
    }

    @Test
    void refusesWhatItCannotDo() {
        WeightMasks masks = WeightMasks.of(0.5);
        DenseLayer noisy = new DenseLayer.Builder().nIn(3).nOut(3).build();
        noisy.setWeightNoise(new org.deeplearning4j.nn.conf.weightnoise.DropConnect(0.5));
        List<Runnable> wrong = new ArrayList<>(List.of(
                () -> new DropConnectDense(
                        new DenseLayer.Builder().nOut(3).hasLayerNorm(true).build(), masks),
                () -> new DropConnectDense(noisy, masks),
                () -> new DropConnectConvolution(
                        new DepthwiseConvolution2D.Builder(2, 2).nOut(3).build(), masks)));
        wrong.add(() -> new MultiLayerNetwork(Configurations.linear(DataType.FLOAT)
                        .weightNoise(new org.deeplearning4j.nn.conf.weightnoise.DropConnect(0.5))
                        .list()
                        .layer(new DropConnectDense(
                                new DenseLayer.Builder().nIn(3).nOut(3).build(), masks))
                        .build())
                .init());
        List<String> why = List.of(
                "layer normalization",
                "not both",
                "two-dimensional convolutions, not DepthwiseConvolution2D",
                "not both");

        for (int i = 0; i < wrong.size(); i++) {
            assertThatThrownBy(wrong.get(i)::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(why.get(i));
        }
    }

    private static double variance(Kind kind, SingleLayer operator, INDArray row, int unit, double rate) {
        double sum = 0;
        for (int input = 0; input < INPUTS; input++) {
            sum += Math.pow(kind.weight(operator, input, unit) * row.getDouble(input), 2);
        }
        return rate / (1 - rate) * sum;
    }

    private static INDArray random(long... shape) {
        Nd4j.getRandom().setSeed(5);
        return Nd4j.randn(shape);
    }

    private static List<Float> values(INDArray array) {
        List<Float> values = new ArrayList<>();
        Arrays.stream(array.reshape(-1).toDoubleVector()).forEach(value -> values.add((float) value));
        return values;
    }
}
