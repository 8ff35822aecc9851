package org.dropoutlab.evaluation;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.experiment.LearningCurve;
import org.dropoutlab.experiment.TrialResult;

/**
 * What is measured of a trial after its last epoch. Defined here once; every file and figure reads it from here.
 * Accuracies are fractions, losses are nats per example.
 */
public enum Metric {
    /** Fraction of the training data classified rightly, dropout off. */
    TRAIN_ACCURACY("training accuracy", Unit.FRACTION, true, LearningCurve.Point::trainAccuracy),
    /** Fraction of the test data classified rightly. */
    TEST_ACCURACY("test accuracy", Unit.FRACTION, true, LearningCurve.Point::testAccuracy),
    /** Cross-entropy over the training data, dropout off. */
    TRAIN_LOSS("training loss", Unit.NATS, false, LearningCurve.Point::trainLoss),
    /** Cross-entropy over the test data. */
    TEST_LOSS("test loss", Unit.NATS, false, LearningCurve.Point::testLoss),
    /** Train − test accuracy. */
    ACCURACY_GAP("accuracy gap", Unit.FRACTION, false, point -> point.trainAccuracy() - point.testAccuracy()),
    /** Test − train loss. */
    LOSS_GAP("loss gap", Unit.NATS, false, point -> point.testLoss() - point.trainLoss());

    /** What a metric is counted in. */
    public enum Unit {
        /** A fraction of examples; differences are shown as percentage points. */
        FRACTION,
        /** Nats per example. */
        NATS
    }

    private final String words;
    private final Unit unit;
    private final boolean higherIsBetter;
    private final ToDoubleFunction<LearningCurve.Point> value;

    Metric(String words, Unit unit, boolean higherIsBetter, ToDoubleFunction<LearningCurve.Point> value) {
        this.words = words;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
        this.value = value;
    }

    /** Its value after the last epoch of a completed trial. */
    public double of(TrialResult result) {
        return at(result.curve().last());
    }

    /** Its value after one epoch. */
    public double at(LearningCurve.Point point) {
        return value.applyAsDouble(point);
    }

    /** The part of an interval of this metric's mean in which the mean can lie at all. */
    public Interval possible(Interval interval) {
        return switch (this) {
            case TRAIN_ACCURACY, TEST_ACCURACY -> interval.within(0, 1);
            case TRAIN_LOSS, TEST_LOSS -> interval.within(0, Double.POSITIVE_INFINITY);
            case ACCURACY_GAP -> interval.within(-1, 1);
            case LOSS_GAP -> interval;
        };
    }

    /** As it is called in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it is called in sentences. */
    public String words() {
        return words;
    }

    /** What it is counted in. */
    public Unit unit() {
        return unit;
    }

    /** Whether more of it is what one wants. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }
}
