package org.dropoutlab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dropoutlab.data.Table;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TestOutputs;
import org.junit.jupiter.api.Test;

class OwnJudgementTest {
    private static final Optional<String> USUAL = Optional.empty();

    /** 25 of 100 are half of an even share of two classes, 24 are less; 16 of 100 are less than half of 1/3, 17 are not. */
    @Test
    void aClassWithLessThanHalfOfItsEvenShareCallsForBalancedAccuracy() {
        assertThat(OwnJudgement.isImbalanced(75, 25)).isFalse();
        assertThat(OwnJudgement.isImbalanced(76, 24)).isTrue();
        assertThat(OwnJudgement.isImbalanced(42, 41, 17)).isFalse();
        assertThat(OwnJudgement.isImbalanced(42, 42, 16)).isTrue();
    }

    @Test
    void accuracyJudgesUnlessAClassIsRareAndThatIsSaid() {
        OwnJudgement even = OwnJudgement.of(classes(50, 50), USUAL, USUAL);
        OwnJudgement rare = OwnJudgement.of(classes(90, 10), USUAL, USUAL);

        assertThat(even.judgement().primary()).isEmpty();
        assertThat(even.notes()).isEmpty();
        assertThat(rare.judgement().primary()).contains(Metric.TEST_BALANCED_ACCURACY);
        assertThat(rare.notes())
                .containsExactly(
                        "arms are judged by balanced accuracy: class 'c1' has 10 of 100 examples, less than half of an even"
                                + " share (--metric accuracy judges by accuracy)");
        assertThat(rare.judgement().kept()).isEqualTo(TestOutputs.MOST_EXAMPLES);
    }

    @Test
    void theDeclaredMetricJudges() {
        OwnJudgement rare = OwnJudgement.of(classes(90, 10), Optional.of("accuracy"), USUAL);

        assertThat(rare.judgement().primary()).contains(Metric.TEST_ACCURACY);
        assertThat(rare.notes()).isEmpty();
        assertThat(OwnJudgement.of(classes(9, 9), Optional.of("roc-auc"), USUAL)
                        .judgement()
                        .primary())
                .contains(Metric.TEST_ROC_AUC);
    }

    @Test
    void thePositiveClassIsTheRarerOneUnlessDeclared() {
        assertThat(OwnJudgement.of(classes(10, 90), USUAL, USUAL).judgement().positive(10, 90))
                .isZero();
        assertThat(OwnJudgement.of(classes(50, 50), USUAL, USUAL).judgement().positive(50, 50))
                .isOne();
        assertThat(OwnJudgement.of(classes(10, 90), USUAL, Optional.of("c1"))
                        .judgement()
                        .positive(10, 90))
                .isOne();
    }

    /** Every choice can judge, and has a gap and the same on training data. */
    @Test
    void everyChoiceHasAGap() {
        for (OwnJudgement.Choice choice : OwnJudgement.Choice.values()) {
            boolean ofNumbers = List.of("r2", "rmse", "mae").contains(choice.toString());
            Metric metric = OwnJudgement.of(
                            ofNumbers ? numbers(20) : classes(10, 10), Optional.of(choice.toString()), USUAL)
                    .judgement()
                    .primary()
                    .orElseThrow();
            assertThat(metric.canJudge()).isTrue();
            assertThat(metric.gap().isGap()).isTrue();
            assertThat(metric.onTrainingData().wanted()).isEqualTo(Metric.Wanted.NEITHER);
        }
    }

    @Test
    void whatDoesNotExistIsRefusedWithWhatDoes() {
        assertThatThrownBy(() -> OwnJudgement.of(classes(5, 5, 5), Optional.of("f1"), USUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--metric: no metric 'f1' for 3 classes; metrics: accuracy, balanced-accuracy, macro-f1, mcc, roc-auc,"
                                + " average-precision, log-loss, brier");
        assertThatThrownBy(() -> OwnJudgement.of(classes(5, 5, 5), USUAL, Optional.of("c0")))
                .hasMessage("--positive needs two classes, not 3");
        assertThatThrownBy(() -> OwnJudgement.of(classes(5, 5), USUAL, Optional.of("yes")))
                .hasMessage("--positive: no class 'yes'; classes: c0, c1");
        assertThatThrownBy(() -> OwnJudgement.of(numbers(9), Optional.of("accuracy"), USUAL))
                .hasMessage("--metric: no metric 'accuracy' for numbers; metrics: r2, rmse, mae");
    }

    private static Table classes(int... counts) {
        int[] labels = IntStream.range(0, counts.length)
                .flatMap(c -> IntStream.generate(() -> c).limit(counts[c]))
                .toArray();
        return new Table(
                new double[labels.length][1],
                labels,
                IntStream.range(0, counts.length).mapToObj(c -> "c" + c).toList());
    }

    private static Table numbers(int examples) {
        return Table.ofTargets(
                new double[examples][1],
                IntStream.range(0, examples).asDoubleStream().toArray());
    }
}
