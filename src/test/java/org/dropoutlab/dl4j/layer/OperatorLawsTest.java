package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.SpatialDropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The laws of noise on activations: dropout and its relatives. */
class OperatorLawsTest {
    private static final int EXAMPLES = 200;
    private static final int FEATURES = 60;
    private static final int CHANNELS = 30;
    private static final InputType FLAT = InputType.feedForward(FEATURES);
    private static final InputType IMAGES = InputType.convolutional(4, 5, CHANNELS);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static List<ActivationNoise> everyNoise() {
        DropProbability rate = new DropProbability(0.3);
        return List.of(
                new Dropout(Place.VISIBLE, rate),
                new SpatialDropout(Place.VISIBLE, rate),
                new GaussianDropout(Place.VISIBLE, rate),
                new GaussianNoise(Place.VISIBLE, 0.3),
                new AlphaDropout(Place.VISIBLE, rate));
    }

    /** Oracle: the definition; 1/(1 − rate) is a float for these rates, so that the quotient is exact. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.75})
    void dropoutKeepsUnitsAtExactlyTheirValueOverOneMinusRate(double rate) {
        INDArray inputs = positive(EXAMPLES, FEATURES);

        float[] outputs = values(layer(Dropout.visible(rate), FLAT).train(inputs, 1));

        float[] given = values(inputs);
        for (int i = 0; i < outputs.length; i++) {
            assertThat(outputs[i]).as("unit %d of %s", i, given[i]).isIn(0f, (float) (given[i] / (1 - rate)));
        }
    }

    /** Oracle: the binomial distribution, 99.9%. With the factor 1/(1 − rate) of kept units this is the law of the mean. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.5, 0.75})
    void dropoutDropsWithItsRateSoThatTheMeanIsPreserved(double rate) {
        INDArray outputs = layer(Dropout.visible(rate), FLAT).train(Nd4j.ones(EXAMPLES, FEATURES), 1);

        int dropped = zeros(outputs);
        assertBinomial(dropped, outputs.length(), rate);
        double keptOverExpected = (outputs.length() - dropped) / (outputs.length() * (1 - rate));
        assertThat(Arrays.stream(outputs.reshape(-1).toDoubleVector()).average().orElseThrow())
                .isCloseTo(keptOverExpected, within(1e-6));
    }

    /** Oracle: the definition (Tompson et al. 2015, §3.2). */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.75})
    void spatialDropoutDropsWholeMaps(double rate) {
        INDArray inputs = positive(EXAMPLES, CHANNELS, 4, 5);

        INDArray outputs = spatial(rate).train(inputs, 1);

        int dropped = 0;
        for (int example = 0; example < EXAMPLES; example++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                float[] map = values(outputs.slice(example).slice(channel));
                float[] given = values(inputs.slice(example).slice(channel));
                boolean gone = map[0] == 0;
                dropped += gone ? 1 : 0;
                for (int i = 0; i < map.length; i++) {
                    assertThat(map[i])
                            .as("example %d, map %d", example, channel)
                            .isEqualTo(gone ? 0 : (float) (given[i] / (1 - rate)));
                }
            }
        }
        assertBinomial(dropped, EXAMPLES * CHANNELS, rate);
    }

    /** Oracle: for independent draws, both of two examples lack a map with probability rate². */
    @Test
    void spatialDropoutDropsMapsIndependentlyAcrossExamplesAndMaps() {
        double rate = 0.5;
        INDArray first = spatial(rate).train(Nd4j.ones(EXAMPLES, CHANNELS, 4, 5), 1);

        int acrossExamples = 0;
        int acrossMaps = 0;
        for (int example = 0; example < EXAMPLES; example++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                boolean gone = first.getDouble(example, channel, 0, 0) == 0;
                if (example % 2 == 0) {
                    acrossExamples += gone && first.getDouble(example + 1, channel, 0, 0) == 0 ? 1 : 0;
                }
                if (channel % 2 == 0) {
                    acrossMaps += gone && first.getDouble(example, channel + 1, 0, 0) == 0 ? 1 : 0;
                }
            }
        }
        assertBinomial(acrossExamples, EXAMPLES * CHANNELS / 2, rate * rate);
        assertBinomial(acrossMaps, EXAMPLES * CHANNELS / 2, rate * rate);
    }

    /** Oracle: normal and chi-squared distributions, 99.9% each (Srivastava et al. 2014, §10). */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5})
    void gaussianDropoutMultipliesByMeanOneAndTheVarianceOfDropout(double rate) {
        INDArray factors = layer(new GaussianDropout(Place.VISIBLE, new DropProbability(rate)), FLAT)
                .train(Nd4j.ones(EXAMPLES, FEATURES), 1);

        assertNormal(factors, 1, Math.sqrt(rate / (1 - rate)));
    }

    /** Oracle: normal and chi-squared distributions, 99.9% each. */
    @Test
    void gaussianNoiseAddsWithItsStandardDeviation() {
        INDArray inputs = positive(EXAMPLES, FEATURES);

        INDArray noise = layer(new GaussianNoise(Place.VISIBLE, 0.3), FLAT)
                .train(inputs, 1)
                .sub(inputs);

        assertNormal(noise, 0, 0.3);
    }

    /**
     * Oracle: Klambauer et al. 2017, §3: dropped units become a·α′ + b, the others a·x + b, and mean 0 and variance 1 stay.
     * Tolerances are 4.4 standard errors (99.999%), of the variance with the fourth moment that was measured.
     */
    @Test
    void alphaDropoutKeepsMeanZeroAndVarianceOne() {
        double rate = 0.2;
        INDArray inputs = normal(1000, FEATURES);

        float[] outputs = values(layer(new AlphaDropout(Place.VISIBLE, new DropProbability(rate)), FLAT)
                .train(inputs, 1));

        double limit = -1.0507009873554805 * 1.6732632423543772;
        double a = 1 / Math.sqrt((1 - rate) + limit * limit * rate * (1 - rate));
        double b = -a * rate * limit;
        float[] given = values(inputs);
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        int dropped = 0;
        for (int i = 0; i < outputs.length; i++) {
            boolean gone = Math.abs(outputs[i] - (a * limit + b)) < 1e-5;
            dropped += gone ? 1 : 0;
            assertThat((double) outputs[i]).isCloseTo(gone ? a * limit + b : a * given[i] + b, within(1e-5));
            sum += outputs[i];
            squares += outputs[i] * outputs[i];
            fourth += Math.pow(outputs[i], 4);
        }
        double n = outputs.length;
        assertBinomial(dropped, outputs.length, rate);
        assertThat(sum / n).isCloseTo(0, within(4.4 / Math.sqrt(n)));
        assertThat(squares / n).isCloseTo(1, within(4.4 * Math.sqrt((fourth / n - 1) / n)));
    }

    @ParameterizedTest
    @MethodSource("everyNoise")
    void isTheIdentityAtInferenceBitForBit(ActivationNoise noise) {
        INDArray inputs = positive(10, CHANNELS, 4, 5);

        assertThat(layer(noise, IMAGES).infer(inputs)).isEqualTo(inputs);
    }

    /** Oracle: the noise is affine in the input, x ↦ fx + s; the forward pass of 1 and of 0 gives f, the backward pass, too. */
    @ParameterizedTest
    @MethodSource("everyNoise")
    void forwardAndBackwardPassUseOneMask(ActivationNoise noise) {
        SingleLayer operator = layer(noise, IMAGES);
        INDArray ones = Nd4j.ones(10, CHANNELS, 4, 5);
        INDArray shift = operator.train(Nd4j.zerosLike(ones), 1).dup();
        INDArray factor = operator.train(ones, 1).sub(shift);

        INDArray gradient = operator.backward(ones.dup());

        assertThat(gradient.equalsWithEps(factor, 1e-6)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyNoise")
    void theSameSeedDrawsTheSameMaskAndAnotherSeedAnother(ActivationNoise noise) {
        SingleLayer operator = layer(noise, IMAGES);
        INDArray inputs = positive(10, CHANNELS, 4, 5);

        INDArray first = operator.train(inputs, 1).dup();

        assertThat(operator.train(inputs, 1)).isEqualTo(first);
        assertThat(operator.train(inputs, 2)).isNotEqualTo(first);
    }

    @Test
    void everyTrialAndEveryEpochHasMasksOfItsOwn() {
        SeedPlan seeds = new SeedPlan(1);
        SingleLayer operator = layer(Dropout.visible(0.5), FLAT);
        INDArray ones = Nd4j.ones(16, FEATURES);

        List<INDArray> masks = List.of(
                        seeds.noise(new TrialId("a", 0, 0), 1),
                        seeds.noise(new TrialId("a", 1, 0), 1),
                        seeds.noise(new TrialId("a", 0, 1), 1),
                        seeds.noise(new TrialId("a", 1, 1), 1),
                        seeds.noise(new TrialId("a", 0, 0), 2))
                .stream()
                .map(seed -> operator.train(ones, seed).dup())
                .toList();

        assertThat(masks).doesNotHaveDuplicates();
    }

    private static SingleLayer spatial(double rate) {
        return layer(new SpatialDropout(Place.VISIBLE, new DropProbability(rate)), IMAGES);
    }

    private static SingleLayer layer(ActivationNoise noise, InputType input) {
        return SingleLayer.of(RegularizedLayers.layer(noise), input);
    }

    private static INDArray positive(long... shape) {
        Nd4j.getRandom().setSeed(5);
        return Nd4j.rand(shape).addi(0.5);
    }

    private static INDArray normal(long... shape) {
        Nd4j.getRandom().setSeed(5);
        return Nd4j.randn(shape);
    }

    private static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static int zeros(INDArray array) {
        int zeros = 0;
        for (float value : values(array)) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    static void assertBinomial(int successes, long trials, double probability) {
        BinomialDistribution law = BinomialDistribution.of(Math.toIntExact(trials), probability);
        assertThat(successes)
                .as("successes in %d trials with probability %s", trials, probability)
                .isBetween(law.inverseCumulativeProbability(0.0005), law.inverseCumulativeProbability(0.9995));
    }

    private static void assertNormal(INDArray draws, double mean, double sd) {
        double n = draws.length();
        double margin = NormalDistribution.of(0, 1).inverseSurvivalProbability(0.0005);
        assertThat(draws.meanNumber().doubleValue()).as("mean").isCloseTo(mean, within(margin * sd / Math.sqrt(n)));
        double squares = draws.sub(mean).norm2Number().doubleValue() / sd;
        ChiSquaredDistribution law = ChiSquaredDistribution.of(n);
        assertThat(squares * squares)
                .as("sum of squared deviations over the variance")
                .isBetween(law.inverseCumulativeProbability(0.0005), law.inverseCumulativeProbability(0.9995));
    }
}
