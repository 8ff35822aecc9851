package org.dropoutlab.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    /** Measured every two epochs; the validation loss is lowest after epoch 6. */
    private static final LearningCurve CURVE = new LearningCurve(List.of(
            point(2, 0.50, 0.40, 0.9, 0.50),
            point(4, 0.75, 0.60, 0.41, 0.45),
            point(6, 0.80, 0.65, 0.40, 0.46),
            point(8, 0.95, 0.55, 0.7, 0.75)));

    @Test
    void withoutEarlyStoppingANetworkEndsAfterItsLastEpoch() {
        assertThat(CURVE.end()).isEqualTo(CURVE.last());
        assertThat(Metric.TEST_ACCURACY.of(result(CURVE))).isEqualTo(0.55);
        assertThat(Metric.TEST_LOSS_RISE.of(result(CURVE))).isCloseTo(0.75 - 0.46, within(1e-12));
    }

    /** A minimum improvement of 0.02 nats leaves epoch 4 the best to go back to. Oracle: the numbers above. */
    @Test
    void metricsAreOfTheEpochThatANetworkEndsWith() {
        TrialResult result = result(CURVE.endingAt(4));

        assertThat(result.curve().end().epoch()).isEqualTo(4);
        assertThat(result.curve().last().epoch()).isEqualTo(8);
        assertThat(Metric.TRAIN_ACCURACY.of(result)).isEqualTo(0.75);
        assertThat(Metric.TEST_ACCURACY.of(result)).isEqualTo(0.60);
        assertThat(Metric.ACCURACY_GAP.of(result)).isCloseTo(0.15, within(1e-12));
        assertThat(Metric.TEST_LOSS.of(result)).isEqualTo(0.45);
        assertThat(Metric.TRAIN_LOSS.of(result)).isEqualTo(0.25);
        assertThat(Metric.LOSS_GAP.of(result)).isCloseTo(0.20, within(1e-12));
        assertThat(Metric.BEST_EPOCH.of(result)).as("lowest validation loss").isEqualTo(6);
        assertThat(Metric.BEST_TEST_ACCURACY.of(result)).isEqualTo(0.65);
        assertThat(Metric.TEST_LOSS_RISE.of(result)).isCloseTo(-0.01, within(1e-12));
    }

    @Test
    void moreEpochsLeaveItsEndWhereItIs() {
        LearningCurve longer = CURVE.endingAt(4).with(point(10, 1, 0.5, 0.9, 0.9));

        assertThat(longer.end().epoch()).isEqualTo(4);
        assertThat(longer.endingAt(10).end().epoch()).isEqualTo(10);
    }

    @Test
    void noNetworkEndsWithAnEpochThatWasNotMeasured() {
        assertThatIllegalArgumentException().isThrownBy(() -> CURVE.endingAt(5)).withMessageContaining("epoch 5");
    }

    private static LearningCurve.Point point(
            int epoch, double train, double test, double validationLoss, double testLoss) {
        return new LearningCurve.Point(
                epoch,
                new Score(1 - train, train),
                Optional.of(new Score(validationLoss, 0.5)),
                new Score(testLoss, test),
                0.1,
                epoch);
    }

    private static TrialResult result(LearningCurve curve) {
        return new TrialResult(new TrialId("arm", 0, 0), TrialResult.Status.COMPLETED, curve, 90, 10, 5, 4, List.of());
    }
}
