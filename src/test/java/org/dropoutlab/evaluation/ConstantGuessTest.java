package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.scoring.ClassScores;
import org.junit.jupiter.api.Test;

/** Oracle: the scores of outputs that are the same for every example, with those shares of classes. */
class ConstantGuessTest {
    private static final double EXACT = 1e-12;

    private static double guess(Metric metric, List<Integer> counts) {
        List<String> names =
                IntStream.range(0, counts.size()).mapToObj(c -> "c" + c).toList();
        int all = counts.stream().mapToInt(Integer::intValue).sum();
        return ConstantGuess.of(
                        metric, new DataInfo("mine", Provenance.OWN, "sha256:0", all, names, counts), Judgement.usual())
                .orElseThrow()
                .value();
    }

    /** 3 of 4 examples are of the first class; sums of powers of two are exact in floats. */
    @Test
    void ofTwoClassesIsTheScoreOfConstantOutputs() {
        List<Integer> counts = List.of(48, 16);
        Map<FinalScore, Double> shares = scores(counts, 0.25f);
        Map<FinalScore, Double> positive = scores(counts, 1f);

        assertThat(guess(Metric.TEST_ACCURACY, counts)).isEqualTo(shares.get(FinalScore.ACCURACY));
        assertThat(guess(Metric.TEST_BALANCED_ACCURACY, counts)).isEqualTo(shares.get(FinalScore.BALANCED_ACCURACY));
        assertThat(guess(Metric.TEST_MACRO_F1, counts)).isCloseTo(shares.get(FinalScore.MACRO_F1), within(EXACT));
        assertThat(guess(Metric.TEST_POSITIVE_F1, counts))
                .isCloseTo(positive.get(FinalScore.POSITIVE_F1), within(EXACT));
        assertThat(guess(Metric.TEST_MATTHEWS, counts)).isEqualTo(shares.get(FinalScore.MATTHEWS));
        assertThat(guess(Metric.TEST_ROC_AUC, counts)).isEqualTo(shares.get(FinalScore.ROC_AUC));
        assertThat(guess(Metric.TEST_AVERAGE_PRECISION, counts)).isEqualTo(shares.get(FinalScore.AVERAGE_PRECISION));
        assertThat(guess(Metric.TEST_LOG_LOSS, counts)).isCloseTo(shares.get(FinalScore.LOG_LOSS), within(EXACT));
        assertThat(guess(Metric.TEST_BRIER, counts)).isCloseTo(shares.get(FinalScore.BRIER), within(EXACT));
    }

    @Test
    void ofMoreClassesIsTheScoreOfConstantOutputs() {
        List<Integer> counts = List.of(16, 32, 16);
        Map<FinalScore, Double> shares = scores(counts, 0.25f, 0.5f, 0.25f);

        assertThat(guess(Metric.TEST_ACCURACY, counts)).isEqualTo(shares.get(FinalScore.ACCURACY));
        assertThat(guess(Metric.TEST_BALANCED_ACCURACY, counts))
                .isCloseTo(shares.get(FinalScore.BALANCED_ACCURACY), within(EXACT));
        assertThat(guess(Metric.TEST_MACRO_F1, counts)).isCloseTo(shares.get(FinalScore.MACRO_F1), within(EXACT));
        assertThat(guess(Metric.TEST_AVERAGE_PRECISION, counts))
                .isCloseTo(shares.get(FinalScore.AVERAGE_PRECISION), within(EXACT));
        assertThat(guess(Metric.TEST_LOG_LOSS, counts)).isCloseTo(shares.get(FinalScore.LOG_LOSS), within(EXACT));
        assertThat(guess(Metric.TEST_BRIER, counts)).isCloseTo(shares.get(FinalScore.BRIER), within(EXACT));
    }

    private static Map<FinalScore, Double> scores(List<Integer> counts, float... constant) {
        int[] labels = IntStream.range(0, counts.size())
                .flatMap(c -> IntStream.generate(() -> c).limit(counts.get(c)))
                .toArray();
        float[] probabilities = new float[labels.length * constant.length];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = constant[i % constant.length];
        }
        assertThat(Arrays.stream(labels).max().orElseThrow()).isEqualTo(counts.size() - 1);
        return ClassScores.of(new TestOutputs.Classes(counts.size(), labels, probabilities, 0.5, labels.length), 1);
    }
}
