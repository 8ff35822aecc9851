package org.dropoutlab.experiment;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of a trial. Defined here once; every file and figure reads it from here. Accuracies are fractions,
 * losses are nats per example.
 */
public enum Metric {
    /** Fraction of the training data classified rightly after the last epoch, dropout off. */
    TRAIN_ACCURACY(
            "training accuracy", Unit.FRACTION, true, 0, 1, last(p -> p.train().accuracy())),
    /** Fraction of the test data classified rightly after the last epoch. */
    TEST_ACCURACY("test accuracy", Unit.FRACTION, true, 0, 1, last(p -> p.test().accuracy())),
    /** Cross-entropy over the training data after the last epoch, dropout off. */
    TRAIN_LOSS("training loss", Unit.NATS, false, 0, Double.POSITIVE_INFINITY, last(p -> p.train()
            .loss())),
    /** Cross-entropy over the test data after the last epoch. */
    TEST_LOSS("test loss", Unit.NATS, false, 0, Double.POSITIVE_INFINITY, last(p -> p.test()
            .loss())),
    /** Train − test accuracy after the last epoch. */
    ACCURACY_GAP("accuracy gap", Unit.FRACTION, false, -1, 1, last(Metric::accuracyGap)),
    /** Test − train loss after the last epoch. */
    LOSS_GAP(
            "loss gap",
            Unit.NATS,
            false,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            last(p -> p.test().loss() - p.train().loss())),
    /** The epoch that early stopping would choose: the one with the lowest validation loss. */
    BEST_EPOCH("best epoch", Unit.EPOCHS, false, 1, Double.POSITIVE_INFINITY, best(LearningCurve.Point::epoch)),
    /** Test accuracy after the best epoch. */
    BEST_TEST_ACCURACY("test accuracy after the best epoch", Unit.FRACTION, true, 0, 1, best(p -> p.test()
            .accuracy())),
    /** How far the test loss goes up between the best epoch and the last. */
    TEST_LOSS_RISE(
            "rise of the test loss after the best epoch",
            Unit.NATS,
            false,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            curve -> curve.last().test().loss()
                    - curve.best().orElseThrow().test().loss());

    /** What a metric is counted in. */
    public enum Unit {
        /** A fraction of examples; differences are shown as percentage points. */
        FRACTION,
        /** Nats per example. */
        NATS,
        /** Passes over the training data. */
        EPOCHS
    }

    /** Those in which arms are compared, in the order in which comparisons are listed. */
    public static final List<Metric> COMPARED =
            List.of(TEST_ACCURACY, ACCURACY_GAP, TEST_LOSS, LOSS_GAP, TRAIN_ACCURACY, BEST_EPOCH, BEST_TEST_ACCURACY);

    private final String words;
    private final Unit unit;
    private final boolean higherIsBetter;
    private final double least;
    private final double most;
    private final ToDoubleFunction<LearningCurve> value;

    Metric(
            String words,
            Unit unit,
            boolean higherIsBetter,
            double least,
            double most,
            ToDoubleFunction<LearningCurve> value) {
        this.words = words;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
        this.least = least;
        this.most = most;
        this.value = value;
    }

    private static ToDoubleFunction<LearningCurve> last(ToDoubleFunction<LearningCurve.Point> value) {
        return curve -> value.applyAsDouble(curve.last());
    }

    private static ToDoubleFunction<LearningCurve> best(ToDoubleFunction<LearningCurve.Point> value) {
        return curve -> value.applyAsDouble(curve.best().orElseThrow());
    }

    /** Train − test accuracy after one epoch. */
    public static double accuracyGap(LearningCurve.Point point) {
        return point.train().accuracy() - point.test().accuracy();
    }

    /** Its value for a completed trial. */
    public double of(TrialResult result) {
        return value.applyAsDouble(result.curve());
    }

    /** Whether it can be had only where some training data is held back for validation. */
    public boolean needsValidation() {
        return this == BEST_EPOCH || this == BEST_TEST_ACCURACY || this == TEST_LOSS_RISE;
    }

    /** The smallest value that it can have. */
    public double least() {
        return least;
    }

    /** The largest value that it can have. */
    public double most() {
        return most;
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
