package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.probing.Subjects.classifier;
import static org.dropoutlab.probing.Subjects.dense;
import static org.dropoutlab.probing.Subjects.dropout;
import static org.dropoutlab.probing.Subjects.subject;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.EnumerationReading.Sample;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.montecarlo.EnsemblePrediction;
import org.dropoutlab.montecarlo.ExactEnsemble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnumerationProbingTest {
    private static final int EXAMPLES = 200;
    /** Of probabilities in single precision. */
    private static final double ROUNDING = 1e-6;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /**
     * Oracle: the renormalized geometric mean is the softmax of the mean logits, and these are linear in the mask of the
     * layer in front of them (Goodfellow et al. 2016, §7.12). Behind another layer they are not.
     */
    @Test
    void weightScalingIsTheGeometricMeanWhereTheDroppedUnitsFeedTheSoftmax() {
        EnumerationReading one = read(classifier(dense(6), dropout()), List.of(1));
        EnumerationReading two = read(classifier(dense(4), dropout(), dense(4), dropout()), List.of(1));

        assertThat(one.masks()).isEqualTo(1 << 6);
        assertThat(one.scalingToGeometric()).isLessThan(ROUNDING);
        assertThat(one.scalingToArithmetic()).isGreaterThan(100 * ROUNDING);
        assertThat(one.scaling().loss()).isCloseTo(one.geometric().loss(), within(10 * ROUNDING));
        assertThat(two.masks()).isEqualTo(1 << 8);
        assertThat(two.scalingToGeometric()).isGreaterThan(100 * ROUNDING);
    }

    /** Oracle: where nothing is dropped there is one network, whatever the mean. */
    @Test
    void withoutDroppedUnitsAllPredictionsAreOne() {
        EnumerationReading reading = read(classifier(dense(6)), List.of(1, 3));

        assertThat(reading.masks()).isEqualTo(1);
        assertThat(reading.scalingToArithmetic()).isLessThan(ROUNDING);
        assertThat(reading.scalingToGeometric()).isLessThan(ROUNDING);
        assertThat(reading.samples())
                .allSatisfy(sample -> assertThat(sample.distance()).isLessThan(ROUNDING));
    }

    /** Oracle: the scores of the exact means, by a plain count and sum. */
    @Test
    void scoresAreThoseOfTheExactMeans() {
        MultiLayerNetwork network = classifier(dense(6), dropout());
        Subject.Inputs inputs = Subjects.inputs(EXAMPLES);
        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs.features());
        double loss = 0;
        int right = 0;
        double distance = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            double[] p = exact.arithmeticMean()[i];
            loss -= Math.log(p[inputs.labels()[i]]) / EXAMPLES;
            boolean largest = true;
            for (int c = 0; c < p.length; c++) {
                largest &= c == inputs.labels()[i] || p[c] < p[inputs.labels()[i]];
                distance += Math.abs(p[c] - exact.weightScaling()[i][c]) / EXAMPLES / p.length;
            }
            right += largest ? 1 : 0;
        }

        EnumerationReading reading = read(network, List.of(1));

        assertThat(reading.arithmetic().loss()).isCloseTo(loss, within(1e-12));
        assertThat(reading.arithmetic().accuracy()).isEqualTo((double) right / EXAMPLES);
        assertThat(reading.scalingToArithmetic()).isCloseTo(distance, within(1e-12));
        assertThat(reading.examples()).isEqualTo(EXAMPLES);
    }

    /**
     * Oracle: the mean of k passes has variance v/k around the exact mean. The mean over n independent examples of its
     * squared distance, itself a mean over classes, has expectation s = mean v/k; of normal deviations its variance is at most
     * 2/n² · Σ sᵢ² (that is when classes go together), and averages of 100 are close to normal. Five standard deviations, and
     * a tenth more for how close.
     */
    @Test
    void monteCarloAveragesAreAsFarFromTheExactOneAsItsVarianceSays() {
        MultiLayerNetwork network = classifier(dense(6), dropout());
        Subject.Inputs inputs = Subjects.inputs(EXAMPLES);
        double[][] variance =
                ExactEnsemble.of(network).predict(inputs.features()).variance();

        EnumerationReading reading = read(network, List.of(100, 400));

        for (Sample sample : reading.samples()) {
            double mean = 0;
            double squares = 0;
            for (double[] row : variance) {
                double s = 0;
                for (double v : row) {
                    s += v / row.length / sample.passes();
                }
                mean += s / EXAMPLES;
                squares += s * s;
            }
            assertThat(sample.expected()).isCloseTo(Math.sqrt(mean), within(1e-12));
            assertThat(sample.distance() * sample.distance())
                    .as("squared distance of averages of %d", sample.passes())
                    .isCloseTo(mean, within(1.1 * 5 * Math.sqrt(2 * squares) / EXAMPLES));
        }
    }

    private static EnumerationReading read(MultiLayerNetwork network, List<Integer> samples) {
        return (EnumerationReading)
                Probing.read(new Probe.Enumeration(samples, EXAMPLES), subject(network, EXAMPLES, 3));
    }
}
