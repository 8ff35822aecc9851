package org.dropoutlab.measurement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a trial, the same in every file and figure. Accuracies are fractions, losses are nats per example;
 * regression has R² and squared errors of standardized targets instead ({@link Measures}). With early stopping, the
 * last epoch means the restored one.
 */
public enum Metric {
    /** Fraction of the training data classified correctly after the last epoch, dropout off. */
    TRAIN_ACCURACY("training accuracy", Unit.FRACTION, Wanted.NEITHER, 0, 1, end(p -> p.train()
            .accuracy())),
    /** Fraction of the test data classified correctly after the last epoch. */
    TEST_ACCURACY(
            "test accuracy", Unit.FRACTION, Wanted.MORE, 0, 1, end(p -> p.test().accuracy())),
    /** Cross-entropy over the training data after the last epoch, dropout off. */
    TRAIN_LOSS("training loss", Unit.NATS, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.train()
            .loss())),
    /** Cross-entropy over the test data after the last epoch. */
    TEST_LOSS("test loss", Unit.NATS, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.test()
            .loss())),
    /** Train − test accuracy after the last epoch. */
    ACCURACY_GAP("accuracy gap", Unit.FRACTION, Wanted.LESS, -1, 1, end(Metric::accuracyGap)),
    /** Test − train loss after the last epoch. */
    LOSS_GAP(
            "loss gap",
            Unit.NATS,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            end(p -> p.test().loss() - p.train().loss())),
    /** The epoch with the lowest validation loss, which early stopping with unlimited patience would restore. */
    BEST_EPOCH(
            "best epoch", Unit.EPOCHS, Wanted.NEITHER, 1, Double.POSITIVE_INFINITY, best(LearningCurve.Point::epoch)),
    /** Test accuracy after the best epoch. */
    BEST_TEST_ACCURACY("test accuracy at the best epoch", Unit.FRACTION, Wanted.MORE, 0, 1, best(p -> p.test()
            .accuracy())),
    /** Rise of the test loss from the best epoch to the last; close to 0 with early stopping. */
    TEST_LOSS_RISE(
            "rise of the test loss after the best epoch",
            Unit.NATS,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            curve(curve -> curve.end().test().loss()
                    - curve.best().orElseThrow().test().loss())),

    /** R² on the training data after the last epoch, dropout off: 1 is perfect, 0 is no better than their mean. */
    TRAIN_R2("training R²", Unit.R2, Wanted.NEITHER, Double.NEGATIVE_INFINITY, 1, end(p -> p.train()
            .accuracy())),
    /** R² on the test data after the last epoch, without a lower bound. */
    TEST_R2("test R²", Unit.R2, Wanted.MORE, Double.NEGATIVE_INFINITY, 1, end(p -> p.test()
            .accuracy())),
    /** Mean squared error over the training data after the last epoch, dropout off. */
    TRAIN_MSE("training squared error", Unit.SQUARED_ERROR, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.train()
            .loss())),
    /** Mean squared error over the test data after the last epoch. */
    TEST_MSE("test squared error", Unit.SQUARED_ERROR, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.test()
            .loss())),
    /** Train − test R² after the last epoch. */
    R2_GAP(
            "R² gap",
            Unit.R2,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            end(Metric::accuracyGap)),
    /** Test − train squared error after the last epoch. */
    MSE_GAP(
            "squared error gap",
            Unit.SQUARED_ERROR,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            end(p -> p.test().loss() - p.train().loss())),
    /** Test R² after the best epoch. */
    BEST_TEST_R2("test R² at the best epoch", Unit.R2, Wanted.MORE, Double.NEGATIVE_INFINITY, 1, best(p -> p.test()
            .accuracy())),
    /** Rise of the squared error on the test data from the best epoch to the last. */
    TEST_MSE_RISE(
            "rise of the test squared error after the best epoch",
            Unit.SQUARED_ERROR,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            curve(curve -> curve.end().test().loss()
                    - curve.best().orElseThrow().test().loss())),

    /** Squared distance between a test image and its reconstruction by an autoencoder. */
    RECONSTRUCTION_ERROR(
            "squared reconstruction error",
            Unit.NUMBER,
            Wanted.LESS,
            0,
            Double.POSITIVE_INFINITY,
            read(FeatureReading.class, FeatureReading::squaredError)),
    /** Mean activation of an autoencoder's hidden units on the test images. */
    MEAN_ACTIVATION(
            "mean activation",
            Unit.NUMBER,
            Wanted.NEITHER,
            0,
            Double.POSITIVE_INFINITY,
            read(FeatureReading.class, FeatureReading::meanActivation)),
    /** Fraction of an autoencoder's hidden activations that are 0. */
    SILENT_SHARE(
            "share of activations that are 0",
            Unit.FRACTION,
            Wanted.NEITHER,
            0,
            1,
            read(FeatureReading.class, FeatureReading::silentShare)),
    /** Roughness of an autoencoder's features; see {@link FeatureReading}. */
    FEATURE_ROUGHNESS(
            "roughness of the features",
            Unit.NUMBER,
            Wanted.NEITHER,
            0,
            Double.POSITIVE_INFINITY,
            read(FeatureReading.class, FeatureReading::roughness)),

    /** Test accuracy of the largest Monte-Carlo average minus that of weight scaling. */
    AVERAGING_GAIN(
            "accuracy of the average of networks − that of weight scaling",
            Unit.FRACTION,
            Wanted.MORE,
            -1,
            1,
            read(AveragingReading.class, reading -> averagingGain(reading, Integer.MAX_VALUE))),
    /** Test accuracy of an average of up to 50 networks minus that of weight scaling. */
    AVERAGING_GAIN_OF_50(
            "accuracy of the average of 50 networks − that of weight scaling",
            Unit.FRACTION,
            Wanted.MORE,
            -1,
            1,
            read(AveragingReading.class, reading -> averagingGain(reading, 50))),
    /** Test accuracy of a single sampled network minus that of weight scaling. */
    AVERAGING_GAIN_OF_1(
            "accuracy of one sampled network − that of weight scaling",
            Unit.FRACTION,
            Wanted.MORE,
            -1,
            1,
            read(AveragingReading.class, reading -> averagingGain(reading, 1))),

    /** Mean distance between the probabilities of weight scaling and of the exact geometric mean. */
    SCALING_TO_GEOMETRIC(
            "distance of weight scaling from the geometric mean",
            Unit.NUMBER,
            Wanted.LESS,
            0,
            1,
            read(EnumerationReading.class, EnumerationReading::scalingToGeometric)),
    /** Mean distance between the probabilities of weight scaling and of the exact arithmetic mean. */
    SCALING_TO_ARITHMETIC(
            "distance of weight scaling from the arithmetic mean",
            Unit.NUMBER,
            Wanted.LESS,
            0,
            1,
            read(EnumerationReading.class, EnumerationReading::scalingToArithmetic)),
    /** Test accuracy of the exact arithmetic mean of all networks minus that of weight scaling. */
    ARITHMETIC_GAIN(
            "accuracy of the exact average − that of weight scaling",
            Unit.FRACTION,
            Wanted.MORE,
            -1,
            1,
            read(
                    EnumerationReading.class,
                    reading ->
                            reading.arithmetic().accuracy() - reading.scaling().accuracy())),

    /** Expected calibration error of a single pass with scaled weights. */
    CALIBRATION_ERROR(
            "expected calibration error",
            Unit.FRACTION,
            Wanted.LESS,
            0,
            1,
            read(UncertaintyReading.class, reading -> reading.once().expectedError())),
    /** Expected calibration error of the mean of the Monte-Carlo passes. */
    AVERAGED_CALIBRATION_ERROR(
            "expected calibration error of the Monte-Carlo mean",
            Unit.FRACTION,
            Wanted.LESS,
            0,
            1,
            read(UncertaintyReading.class, reading -> reading.averaged().expectedError())),
    /** Cross-entropy of the Monte-Carlo mean minus that of a single pass. */
    AVERAGED_LOSS_CHANGE(
            "cross-entropy of the Monte-Carlo mean − that of a single pass",
            Unit.NATS,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            read(
                    UncertaintyReading.class,
                    reading -> reading.averaged().score().loss()
                            - reading.once().score().loss())),
    /** Mutual information between class and network on the test images. */
    INFORMATION(
            "mutual information",
            Unit.NATS,
            Wanted.NEITHER,
            0,
            Double.POSITIVE_INFINITY,
            read(UncertaintyReading.class, reading -> reading.of(UncertaintyReading.AS_THEY_ARE)
                    .information())),
    /** Rise of the mutual information on images rotated by 90°. */
    INFORMATION_RISE_ROTATED(
            "rise of the mutual information on images turned by 90°",
            Unit.NATS,
            Wanted.NEITHER,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            informationRise(UncertaintyReading.turned(90))),
    /** Rise of the mutual information on images with shuffled pixels. */
    INFORMATION_RISE_SHUFFLED(
            "rise of the mutual information on shuffled pixels",
            Unit.NATS,
            Wanted.NEITHER,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            informationRise(UncertaintyReading.SHUFFLED)),
    /**
     * ROC area for telling shuffled pixels from test images by predictive entropy, minus that by one pass's entropy.
     */
    DETECTION_GAIN(
            "area under the ROC curve for shuffled pixels, Monte-Carlo − single pass",
            Unit.NUMBER,
            Wanted.MORE,
            -1,
            1,
            read(
                    UncertaintyReading.class,
                    reading -> reading.of(UncertaintyReading.SHUFFLED).detection()
                            - reading.of(UncertaintyReading.SHUFFLED).onceDetection()));

    /** The unit of a metric. */
    public enum Unit {
        /** A fraction of examples; differences are shown as percentage points. */
        FRACTION,
        /** Nats per example. */
        NATS,
        /** R²: a share of the variance, without unit or lower bound. */
        R2,
        /** Squared error of targets standardized on the training data: predicting their mean has 1. */
        SQUARED_ERROR,
        /** Passes over the training data. */
        EPOCHS,
        /** The quantity that the metric's description names. */
        NUMBER
    }

    /** The desirable direction of a metric. */
    public enum Wanted {
        /** Higher is better. */
        MORE,
        /** Lower is better. */
        LESS,
        /** Informative, but no goal. */
        NEITHER
    }

    /** The metrics in which arms are compared, in the order of the comparisons. */
    public static final List<Metric> COMPARED = List.of(
            TEST_ACCURACY,
            ACCURACY_GAP,
            TEST_LOSS,
            LOSS_GAP,
            TRAIN_ACCURACY,
            TEST_R2,
            R2_GAP,
            TEST_MSE,
            MSE_GAP,
            TRAIN_R2,
            BEST_EPOCH,
            BEST_TEST_ACCURACY,
            BEST_TEST_R2,
            RECONSTRUCTION_ERROR,
            MEAN_ACTIVATION,
            SILENT_SHARE,
            FEATURE_ROUGHNESS,
            SCALING_TO_GEOMETRIC,
            SCALING_TO_ARITHMETIC,
            CALIBRATION_ERROR,
            AVERAGED_CALIBRATION_ERROR,
            INFORMATION);

    private final String words;
    private final Unit unit;
    private final Wanted wanted;
    private final double least;
    private final double most;
    private final Value value;

    Metric(String words, Unit unit, Wanted wanted, double least, double most, Value value) {
        this.words = words;
        this.unit = unit;
        this.wanted = wanted;
        this.least = least;
        this.most = most;
        this.value = value;
    }

    /**
     * How a metric is computed from a trial.
     *
     * @param of its value
     * @param reading the reading that it is taken from; empty if it comes from the learning curve
     */
    private record Value(ToDoubleFunction<TrialResult> of, Optional<Class<? extends Reading>> reading) {}

    private static Value curve(ToDoubleFunction<LearningCurve> value) {
        return new Value(result -> value.applyAsDouble(result.curve()), Optional.empty());
    }

    private static Value end(ToDoubleFunction<LearningCurve.Point> value) {
        return curve(curve -> value.applyAsDouble(curve.end()));
    }

    private static Value best(ToDoubleFunction<LearningCurve.Point> value) {
        return curve(curve -> value.applyAsDouble(curve.best().orElseThrow()));
    }

    private static <R extends Reading> Value read(Class<R> reading, ToDoubleFunction<R> value) {
        return new Value(
                result -> value.applyAsDouble(result.reading(reading)
                        .orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(result.id(), reading)))),
                Optional.of(reading));
    }

    private static double averagingGain(AveragingReading reading, int networks) {
        return 1 - reading.of(networks).error() - reading.scaling().accuracy();
    }

    private static Value informationRise(String inputs) {
        return read(
                UncertaintyReading.class,
                reading -> reading.of(inputs).information()
                        - reading.of(UncertaintyReading.AS_THEY_ARE).information());
    }

    /** Train − test accuracy, or R² for regression, after one epoch. */
    public static double accuracyGap(LearningCurve.Point point) {
        return point.train().accuracy() - point.test().accuracy();
    }

    /** The metric's value for a completed trial. */
    public double of(TrialResult result) {
        return value.of().applyAsDouble(result);
    }

    /** Whether the metric needs validation data. */
    public boolean needsValidation() {
        return switch (this) {
            case BEST_EPOCH, BEST_TEST_ACCURACY, TEST_LOSS_RISE, BEST_TEST_R2, TEST_MSE_RISE -> true;
            default -> false;
        };
    }

    /** The reading that the metric is taken from; empty if it comes from the learning curve. */
    public Optional<Class<? extends Reading>> reading() {
        return value.reading();
    }

    /** Whether {@code probe} measures the metric: it may cover other numbers of networks or other angles. */
    public boolean isAnsweredBy(Probe probe) {
        if (!reading().equals(Optional.of(probe.reading()))) {
            return false;
        }
        return switch (this) {
            case AVERAGING_GAIN_OF_50 -> fewestNetworks(probe) <= 50;
            case AVERAGING_GAIN_OF_1 -> fewestNetworks(probe) == 1;
            case INFORMATION_RISE_ROTATED -> probe instanceof Probe.Uncertainty asked
                    && asked.angles().contains(90);
            default -> true;
        };
    }

    private static int fewestNetworks(Probe probe) {
        return ((Probe.ModelAveraging) probe).networks().get(0);
    }

    /** The smallest possible value. */
    public double least() {
        return least;
    }

    /** The largest possible value. */
    public double most() {
        return most;
    }

    /** The metric's name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric's name in sentences. */
    public String words() {
        return words;
    }

    /** The metric's unit. */
    public Unit unit() {
        return unit;
    }

    /** The metric's desirable direction. */
    public Wanted wanted() {
        return wanted;
    }
}
