package org.dropoutlab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.dropoutlab.measurement.Score;
import org.junit.jupiter.api.Test;

class ScoringTest {
    /** Rounding of a few operations on numbers of order 1. */
    private static final Offset<Double> ROUNDING = within(1e-15);

    private static final Offset<Float> OF_FLOATS = within(1e-7f);

    @Test
    void thePredictedClassIsThatOfTheFirstLargestOutput() {
        assertThat(ClassProbabilities.predicted(new double[] {0.2, 0.4, 0.4})).isEqualTo(1);
        assertThat(ClassProbabilities.predicted(new float[] {-3, -1, -2, -1})).isEqualTo(1);
        assertThat(ClassProbabilities.predicted(new double[] {7, 7})).isZero();
    }

    @Test
    void aSingleOutputIsTheProbabilityOfClassOne() {
        assertThat(ClassProbabilities.predicted(new float[] {0.5f})).isZero();
        assertThat(ClassProbabilities.predicted(new float[] {Math.nextUp(0.5f)}))
                .isEqualTo(1);
        assertThat(ClassProbabilities.predicted(new double[] {Math.nextUp(0.5)}))
                .isEqualTo(1);
        assertThat(ClassProbabilities.of(new double[] {0.75})).containsExactly(0.25, 0.75);
        assertThat(ClassProbabilities.of(new double[] {0.1, 0.9})).containsExactly(0.1, 0.9);
    }

    @Test
    void aDistributionSumsToOneWithoutNegatives() {
        assertThat(ClassProbabilities.isDistribution(new double[] {0.25, 0.7501}, 1e-3))
                .isTrue();
        assertThat(ClassProbabilities.isDistribution(new double[] {0.25, 0.7501}, 1e-5))
                .isFalse();
        assertThat(ClassProbabilities.isDistribution(new double[] {1.5, -0.5}, 1e-3))
                .isFalse();
        assertThat(ClassProbabilities.isDistribution(new double[] {Double.NaN, 1}, 1e-3))
                .isFalse();
    }

    /** By hand: ½ log 2 + 2 · ¼ log 4 = 1.5 log 2. */
    @Test
    void entropyIsInNats() {
        assertThat(ClassProbabilities.entropy(new double[] {0.5, 0.25, 0.25, 0}))
                .isCloseTo(1.5 * Math.log(2), ROUNDING);
        assertThat(ClassProbabilities.entropy(new double[] {0, 1})).isZero();
    }

    /** By hand: logits that are logarithms of 1, 2 and 5, shifted by what would overflow or vanish. */
    @Test
    void softmaxIsByProportionAndNeitherOverflowsNorVanishes() {
        for (double shift : new double[] {0, 1000, -1000}) {
            double[] logits = {shift, Math.log(2) + shift, Math.log(5) + shift};
            OutputUnits.softmax(logits);
            assertThat(logits[0]).isCloseTo(0.125, within(1e-13));
            assertThat(logits[1]).isCloseTo(0.25, within(1e-13));
            assertThat(logits[2]).isCloseTo(0.625, within(1e-13));
        }
        float[] row = {9, 1024, 1024, 9};
        OutputUnits.SOFTMAX.apply(row, 1, 2);
        assertThat(row).containsExactly(9, 0.5f, 0.5f, 9);
    }

    /** By hand: a logit of log 3 is a probability of 3/4. */
    @Test
    void sigmoidIsAProbabilityByItsOdds() {
        float[] row = {9, 0, (float) Math.log(3), -(float) Math.log(3), -1000, 1000, 9};
        OutputUnits.SIGMOID.apply(row, 1, 5);
        assertThat(row).containsExactly(new float[] {9, 0.5f, 0.75f, 0.25f, 0, 1, 9}, OF_FLOATS);
    }

    /** By hand; a probability of 0 counts as 1e-10, a pixel that is wrong for certain as 1e-7. */
    @Test
    void crossEntropyOfProbabilitiesHasAFloor() {
        assertThat(CrossEntropy.of(0.25)).isCloseTo(Math.log(4), ROUNDING);
        assertThat(CrossEntropy.of(0)).isEqualTo(-Math.log(1e-10));
        assertThat(CrossEntropy.ofPixel(0.25, 0.5)).isCloseTo(-Math.log(0.25 * 0.75) / 2, ROUNDING);
        assertThat(CrossEntropy.ofPixel(0, 1)).isEqualTo(-Math.log(1e-7));
        assertThat(CrossEntropy.ofPixel(1, 0)).isCloseTo(-Math.log(1e-7), within(1e-8));
    }

    /** By hand: at a logit of log 3 the probability is 3/4; far out, the loss is the logit itself. */
    @Test
    void crossEntropyOfLogitsNeedsNoFloor() {
        assertThat(CrossEntropy.ofLogit(Math.log(3), 1)).isCloseTo(-Math.log(0.75), ROUNDING);
        assertThat(CrossEntropy.ofLogit(Math.log(3), 0)).isCloseTo(-Math.log(0.25), ROUNDING);
        assertThat(CrossEntropy.ofLogit(-2000, 1)).isEqualTo(2000);
        assertThat(OutputUnits.SOFTMAX.loss(new float[] {9, 0, 0, 9}, new float[] {9, 0, 1, 9}, 1, 2))
                .isCloseTo(Math.log(2), ROUNDING);
        assertThat(OutputUnits.SOFTMAX.loss(new float[] {2000, 0}, new float[] {0, 1}, 0, 2))
                .isEqualTo(2000);
    }

    /** Oracle: the definition, with probabilities that do not underflow. */
    @Test
    void theLossOfTheMeanIsHadFromTheLosses() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            double[] probabilities =
                    random.doubles(1 + random.nextInt(6), 1e-12, 1).toArray();
            double mean = IntStream.range(0, probabilities.length)
                    .mapToDouble(j -> probabilities[j] / probabilities.length)
                    .sum();
            double[] losses = IntStream.range(0, probabilities.length)
                    .mapToDouble(j -> -Math.log(probabilities[j]))
                    .toArray();

            assertThat(CrossEntropy.ofMean(losses)).isCloseTo(-Math.log(mean), within(1e-12));
        }
        assertThat(CrossEntropy.ofMean(2000, 2000))
                .as("probabilities below the least double")
                .isEqualTo(2000);
        assertThat(CrossEntropy.ofMean(0, 2000)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(CrossEntropy.ofMean(1, Double.NaN)).isNaN();
    }

    /** By hand: the second example is wrong, the third a tie that the first class wins. */
    @Test
    void probabilitiesAreScoredAgainstClasses() {
        double[][] probabilities = {{0.25, 0.5}, {0.25, 0.75}, {0.5, 0.5}};
        int[] labels = {1, 0, 0};

        Score score = Scores.of(probabilities, labels);

        assertThat(score.loss()).isCloseTo(Math.log(2 * 4 * 2) / 3, ROUNDING);
        assertThat(score.accuracy()).isEqualTo(2 / 3.0);
    }

    @Test
    void examplesAreScoredOneByOne() {
        Outputs outputs = new Outputs(new double[] {1, 2, 6}, new float[] {0.75f, 0.75f, 0.25f});

        float[] labels = {1, 0, 0};
        Scores scores = Scores.of(outputs, (example, into) -> into[0] = labels[example]);

        assertThat(scores.correct()).containsExactly(true, false, true);
        assertThat(scores.squaredErrors()).containsExactly(0.0625, 0.5625, 0.0625);
        assertThat(scores.of(0, 3)).isEqualTo(new Score(3, 2 / 3.0));
        assertThat(scores.of(1, 3)).isEqualTo(new Score(4, 0.5));
        assertThat(scores.squaredError(1, 3)).isEqualTo(0.3125);
    }
}
