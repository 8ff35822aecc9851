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
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.AveragingReading.Average;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.montecarlo.EnsemblePrediction;
import org.dropoutlab.montecarlo.ExactEnsemble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class AveragingProbingTest {
    /** More than go into one portion. */
    private static final int EXAMPLES = 620;
    /** Standard errors: a false alarm in a million with other seeds. */
    private static final double Z = 5;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: without noise every sampled network is the network itself. Sums of doubles of float probabilities. */
    @Test
    void withoutNoiseEveryAverageIsWeightScaling() {
        AveragingReading reading = read(classifier(dense(6)), List.of(1, 2, 7), 3, 1);

        for (Average average : reading.averages()) {
            assertThat(average.error()).isCloseTo(1 - reading.scaling().accuracy(), within(1e-12));
            assertThat(average.errorSd()).isCloseTo(0, within(1e-12));
            assertThat(average.loss()).isCloseTo(reading.scaling().loss(), within(1e-12));
        }
        assertThat(reading.averages()).extracting(Average::networks).containsExactly(1, 2, 7);
        assertThat(reading.examples()).isEqualTo(EXAMPLES);
    }

    /** Oracle: Deeplearning4j's score and evaluation of all examples at once. */
    @Test
    void weightScalingIsPlainInference() {
        MultiLayerNetwork network = classifier(dense(6), dropout());
        Subject.Inputs inputs = Subjects.inputs(EXAMPLES);
        INDArray labels = Nd4j.zeros(EXAMPLES, Subjects.CLASSES);
        for (int i = 0; i < EXAMPLES; i++) {
            labels.putScalar(i, inputs.labels()[i], 1);
        }
        Evaluation evaluation = new Evaluation(Subjects.CLASSES);
        evaluation.eval(labels, network.output(inputs.features()));

        AveragingReading reading = read(network, List.of(1), 2, 1);

        assertThat(reading.scaling().accuracy()).isCloseTo(evaluation.accuracy(), within(1e-12));
        assertThat(reading.scaling().loss())
                .isCloseTo(network.score(new DataSet(inputs.features(), labels)), within(1e-5));
    }

    /**
     * Oracle: the exact mean p and variance v over all masks of the probability of the right class. To second order in the
     * error of an average of k, its cross-entropy is −log p + v/(2kp²) on average, with variance v/(kp²); the terms left out
     * are of the order of the square of v/(kp²), over which the tolerance goes on.
     */
    @Test
    void theLossOfLargeAveragesIsThatOfTheExactAverageAndWhatTheirSpreadCosts() {
        MultiLayerNetwork network = classifier(dense(6), dropout());
        int k = 50;
        int draws = 2;
        Subject.Inputs inputs = Subjects.inputs(EXAMPLES);
        EnsemblePrediction exact = ExactEnsemble.of(network).predict(inputs.features());
        double expected = 0;
        double variance = 0;
        double leftOut = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            double p = exact.arithmeticMean()[i][inputs.labels()[i]];
            double spread = exact.variance()[i][inputs.labels()[i]] / k / (p * p);
            expected += (-Math.log(p) + spread / 2) / EXAMPLES;
            variance += spread / draws / EXAMPLES / EXAMPLES;
            leftOut += spread * spread / EXAMPLES;
        }

        AveragingReading reading = read(network, List.of(1, k), draws, 3);

        assertThat(reading.of(k).loss()).isCloseTo(expected, within(Z * Math.sqrt(variance) + 3 * leftOut));
    }

    /**
     * Oracle: Jensen's inequality. The logarithm is concave, so that averages of more networks have no larger cross-entropy
     * in expectation; with this spread each step to four times as many lowers it by several standard errors.
     */
    @Test
    void averagesOfMoreNetworksHaveALowerLoss() {
        AveragingReading reading = read(classifier(dense(6), dropout()), List.of(1, 4, 16), 2, 5);

        assertThat(reading.averages())
                .extracting(Average::loss)
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
    }

    @Test
    void theSameSeedGivesTheSameAveragesAndDrawsDiffer() {
        MultiLayerNetwork network = classifier(dense(6), dropout());

        AveragingReading reading = read(network, List.of(1, 3), 3, 8);

        assertThat(read(network, List.of(1, 3), 3, 8)).isEqualTo(reading);
        assertThat(read(network, List.of(1, 3), 3, 9).averages()).isNotEqualTo(reading.averages());
        assertThat(reading.of(1).errorSd()).isPositive();
    }

    @Test
    void asksForNoMoreExamplesThanTheProbeWants() {
        Probe.ModelAveraging probe = new Probe.ModelAveraging(List.of(1), 2, 40);

        AveragingReading reading = (AveragingReading) Probing.read(probe, subject(classifier(dense(6)), EXAMPLES, 1));

        assertThat(reading.examples()).isEqualTo(40);
    }

    private static AveragingReading read(MultiLayerNetwork network, List<Integer> networks, int draws, long seed) {
        return (AveragingReading)
                Probing.read(new Probe.ModelAveraging(networks, draws, EXAMPLES), subject(network, EXAMPLES, seed));
    }
}
