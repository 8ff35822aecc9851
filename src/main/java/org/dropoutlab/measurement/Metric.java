package org.dropoutlab.measurement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a trial, the same in every file and figure. Accuracies are fractions, losses are nats per example
 * unless a user's network has another loss; regression has R² and squared errors of standardized targets instead ({@link Measures}). With early stopping, the
 * last epoch means the restored one.
 */
public enum Metric {
    /** Fraction of the training data classified correctly after the last epoch, dropout off. */
    TRAIN_ACCURACY(
            "training accuracy",
            Unit.FRACTION,
            Wanted.NEITHER,
            0,
            1,
            accuracy(p -> p.train().accuracy(), scores -> scores.train().get(FinalScore.ACCURACY))),
    /** Fraction of the test data classified correctly after the last epoch. */
    TEST_ACCURACY(
            "test accuracy",
            Unit.FRACTION,
            Wanted.MORE,
            0,
            1,
            accuracy(p -> p.test().accuracy(), scores -> scores.test().get(FinalScore.ACCURACY))),
    /** Cross-entropy over the training data after the last epoch, dropout off. */
    TRAIN_LOSS("training loss", Unit.NATS, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.train()
            .loss())),
    /** Cross-entropy over the test data after the last epoch. */
    TEST_LOSS("test loss", Unit.NATS, Wanted.LESS, 0, Double.POSITIVE_INFINITY, end(p -> p.test()
            .loss())),
    /** Train − test accuracy after the last epoch. */
    ACCURACY_GAP(
            "accuracy gap",
            Unit.FRACTION,
            Wanted.LESS,
            -1,
            1,
            accuracy(
                    Metric::accuracyGap,
                    scores -> scores.train().get(FinalScore.ACCURACY)
                            - scores.test().get(FinalScore.ACCURACY))),
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
                            - reading.of(UncertaintyReading.SHUFFLED).onceDetection())),

    /** Mean recall of all classes on the test data; see {@link FinalScore#BALANCED_ACCURACY}. */
    TEST_BALANCED_ACCURACY(
            "test balanced accuracy", Unit.FRACTION, Wanted.MORE, 0, 1, test(FinalScore.BALANCED_ACCURACY)),
    /** The same on the training data, dropout off. */
    TRAIN_BALANCED_ACCURACY(
            "training balanced accuracy", Unit.FRACTION, Wanted.NEITHER, 0, 1, train(FinalScore.BALANCED_ACCURACY)),
    /** Train − test balanced accuracy. */
    BALANCED_ACCURACY_GAP(
            "balanced accuracy gap", Unit.FRACTION, Wanted.LESS, -1, 1, more(FinalScore.BALANCED_ACCURACY)),
    /** Mean F1 of all classes on the test data; see {@link FinalScore#MACRO_F1}. */
    TEST_MACRO_F1("test macro F1", Unit.SCORE, Wanted.MORE, 0, 1, test(FinalScore.MACRO_F1)),
    /** The same on the training data, dropout off. */
    TRAIN_MACRO_F1("training macro F1", Unit.SCORE, Wanted.NEITHER, 0, 1, train(FinalScore.MACRO_F1)),
    /** Train − test macro F1. */
    MACRO_F1_GAP("macro F1 gap", Unit.SCORE, Wanted.LESS, -1, 1, more(FinalScore.MACRO_F1)),
    /** F1 of the positive one of two classes on the test data; see {@link FinalScore#POSITIVE_F1}. */
    TEST_POSITIVE_F1("test F1 of the positive class", Unit.SCORE, Wanted.MORE, 0, 1, test(FinalScore.POSITIVE_F1)),
    /** The same on the training data, dropout off. */
    TRAIN_POSITIVE_F1(
            "training F1 of the positive class", Unit.SCORE, Wanted.NEITHER, 0, 1, train(FinalScore.POSITIVE_F1)),
    /** Train − test F1 of the positive class. */
    POSITIVE_F1_GAP("F1 of the positive class gap", Unit.SCORE, Wanted.LESS, -1, 1, more(FinalScore.POSITIVE_F1)),
    /** Matthews' correlation coefficient on the test data; see {@link FinalScore#MATTHEWS}. */
    TEST_MATTHEWS("test Matthews coefficient", Unit.SCORE, Wanted.MORE, -1, 1, test(FinalScore.MATTHEWS)),
    /** The same on the training data, dropout off. */
    TRAIN_MATTHEWS("training Matthews coefficient", Unit.SCORE, Wanted.NEITHER, -1, 1, train(FinalScore.MATTHEWS)),
    /** Train − test Matthews coefficient. */
    MATTHEWS_GAP("Matthews coefficient gap", Unit.SCORE, Wanted.LESS, -2, 2, more(FinalScore.MATTHEWS)),
    /** Area under the ROC curve on the test data; see {@link FinalScore#ROC_AUC}. */
    TEST_ROC_AUC("test ROC AUC", Unit.SCORE, Wanted.MORE, 0, 1, test(FinalScore.ROC_AUC)),
    /** The same on the training data, dropout off. */
    TRAIN_ROC_AUC("training ROC AUC", Unit.SCORE, Wanted.NEITHER, 0, 1, train(FinalScore.ROC_AUC)),
    /** Train − test ROC AUC. */
    ROC_AUC_GAP("ROC AUC gap", Unit.SCORE, Wanted.LESS, -1, 1, more(FinalScore.ROC_AUC)),
    /** Average precision on the test data; see {@link FinalScore#AVERAGE_PRECISION}. */
    TEST_AVERAGE_PRECISION("test average precision", Unit.SCORE, Wanted.MORE, 0, 1, test(FinalScore.AVERAGE_PRECISION)),
    /** The same on the training data, dropout off. */
    TRAIN_AVERAGE_PRECISION(
            "training average precision", Unit.SCORE, Wanted.NEITHER, 0, 1, train(FinalScore.AVERAGE_PRECISION)),
    /** Train − test average precision. */
    AVERAGE_PRECISION_GAP("average precision gap", Unit.SCORE, Wanted.LESS, -1, 1, more(FinalScore.AVERAGE_PRECISION)),
    /** Mean −log of the probability of the true class on the test data; see {@link FinalScore#LOG_LOSS}. */
    TEST_LOG_LOSS("test log loss", Unit.NATS, Wanted.LESS, 0, Double.POSITIVE_INFINITY, test(FinalScore.LOG_LOSS)),
    /** The same on the training data, dropout off. */
    TRAIN_LOG_LOSS(
            "training log loss", Unit.NATS, Wanted.NEITHER, 0, Double.POSITIVE_INFINITY, train(FinalScore.LOG_LOSS)),
    /** Test − train log loss. */
    LOG_LOSS_GAP(
            "log loss gap",
            Unit.NATS,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            less(FinalScore.LOG_LOSS)),
    /** Brier score on the test data; see {@link FinalScore#BRIER}. */
    TEST_BRIER("test Brier score", Unit.SCORE, Wanted.LESS, 0, 2, test(FinalScore.BRIER)),
    /** The same on the training data, dropout off. */
    TRAIN_BRIER("training Brier score", Unit.SCORE, Wanted.NEITHER, 0, 2, train(FinalScore.BRIER)),
    /** Test − train Brier score. */
    BRIER_GAP("Brier score gap", Unit.SCORE, Wanted.LESS, -2, 2, less(FinalScore.BRIER)),
    /** Root of the mean squared error, in the unit of the target on the test data; see {@link FinalScore#RMSE}. */
    TEST_RMSE(
            "test root mean squared error",
            Unit.TARGET,
            Wanted.LESS,
            0,
            Double.POSITIVE_INFINITY,
            test(FinalScore.RMSE)),
    /** The same on the training data, dropout off. */
    TRAIN_RMSE(
            "training root mean squared error",
            Unit.TARGET,
            Wanted.NEITHER,
            0,
            Double.POSITIVE_INFINITY,
            train(FinalScore.RMSE)),
    /** Test − train root mean squared error. */
    RMSE_GAP(
            "root mean squared error gap",
            Unit.TARGET,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            less(FinalScore.RMSE)),
    /** Mean absolute error, in the unit of the target on the test data; see {@link FinalScore#MAE}. */
    TEST_MAE("test mean absolute error", Unit.TARGET, Wanted.LESS, 0, Double.POSITIVE_INFINITY, test(FinalScore.MAE)),
    /** The same on the training data, dropout off. */
    TRAIN_MAE(
            "training mean absolute error",
            Unit.TARGET,
            Wanted.NEITHER,
            0,
            Double.POSITIVE_INFINITY,
            train(FinalScore.MAE)),
    /** Test − train mean absolute error. */
    MAE_GAP(
            "mean absolute error gap",
            Unit.TARGET,
            Wanted.LESS,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            less(FinalScore.MAE));

    /** Whether it is the loss that training minimizes, or a difference of such losses. */
    public boolean isOfLoss() {
        return switch (this) {
            case TRAIN_LOSS, TEST_LOSS, LOSS_GAP, TEST_LOSS_RISE, TRAIN_MSE, TEST_MSE, MSE_GAP, TEST_MSE_RISE -> true;
            default -> false;
        };
    }

    /** The unit of a metric. */
    public enum Unit {
        /** A fraction of examples; differences are shown as percentage points. */
        FRACTION,
        /** Nats per example. */
        NATS,
        /** R²: a share of the variance, without unit or lower bound. */
        R2,
        /** A number of at most 1 or 2, without unit. */
        SCORE,
        /** The unit of the target. */
        TARGET,
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
            INFORMATION,
            TEST_BALANCED_ACCURACY,
            TEST_MACRO_F1,
            TEST_POSITIVE_F1,
            TEST_MATTHEWS,
            TEST_ROC_AUC,
            TEST_AVERAGE_PRECISION,
            TEST_LOG_LOSS,
            TEST_BRIER,
            TEST_RMSE,
            TEST_MAE,
            BALANCED_ACCURACY_GAP,
            MACRO_F1_GAP,
            POSITIVE_F1_GAP,
            MATTHEWS_GAP,
            ROC_AUC_GAP,
            AVERAGE_PRECISION_GAP,
            LOG_LOSS_GAP,
            BRIER_GAP,
            RMSE_GAP,
            MAE_GAP);

    private static final String TEST = "TEST_";

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
     * @param reading the reading that it is taken from; empty for others
     * @param score the score of final outputs that it is taken from; empty for others
     */
    private record Value(
            ToDoubleFunction<TrialResult> of, Optional<Class<? extends Reading>> reading, Optional<FinalScore> score) {}

    private static Value curve(ToDoubleFunction<LearningCurve> value) {
        return new Value(result -> value.applyAsDouble(result.curve()), Optional.empty(), Optional.empty());
    }

    private static Value end(ToDoubleFunction<LearningCurve.Point> value) {
        return curve(curve -> value.applyAsDouble(curve.end()));
    }

    /** Of final decisions, which may have a threshold of their own; of older records and larger data, of the curve. */
    private static Value accuracy(ToDoubleFunction<LearningCurve.Point> end, ToDoubleFunction<FinalScores> decided) {
        return new Value(
                result -> result.scores()
                        .map(decided::applyAsDouble)
                        .orElseGet(() -> end.applyAsDouble(result.curve().end())),
                Optional.empty(),
                Optional.empty());
    }

    private static Value best(ToDoubleFunction<LearningCurve.Point> value) {
        return curve(curve -> value.applyAsDouble(curve.best().orElseThrow()));
    }

    private static <R extends Reading> Value read(Class<R> reading, ToDoubleFunction<R> value) {
        return new Value(
                result -> value.applyAsDouble(result.reading(reading)
                        .orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(result.id(), reading)))),
                Optional.of(reading),
                Optional.empty());
    }

    private static Value test(FinalScore score) {
        return score(score, scores -> scores.test().get(score));
    }

    private static Value train(FinalScore score) {
        return score(score, scores -> scores.train().get(score));
    }

    /** Of a score that should be high. */
    private static Value more(FinalScore score) {
        return score(score, scores -> scores.train().get(score) - scores.test().get(score));
    }

    /** Of a score that should be low. */
    private static Value less(FinalScore score) {
        return score(score, scores -> scores.test().get(score) - scores.train().get(score));
    }

    private static Value score(FinalScore score, ToDoubleFunction<FinalScores> value) {
        return new Value(
                result -> value.applyAsDouble(result.scores()
                        .orElseThrow(() -> new IllegalStateException("%s has no scores".formatted(result.id())))),
                Optional.empty(),
                Optional.of(score));
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

    /** The metric's value for a completed trial; {@code NaN} if its data lack what the metric needs. */
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

    /** The score of final outputs that the metric is taken from; empty if it comes from elsewhere. */
    public Optional<FinalScore> score() {
        return value.score();
    }

    /** Whether a completed trial has what the metric is taken from: trials of earlier versions have no scores. */
    public boolean isOf(TrialResult result) {
        return score().isEmpty()
                || result.scores()
                        .filter(scores -> scores.test().containsKey(score().get()))
                        .isPresent();
    }

    /** Whether the metric can judge arms: a quality or an error on the test data after the last epoch. */
    public boolean canJudge() {
        return wanted != Wanted.NEITHER && name().startsWith(TEST) && !needsValidation();
    }

    /**
     * The metric's generalization gap: how much worse it is on the test data than on the training data.
     *
     * @throws IllegalStateException unless the metric {@link #canJudge}
     */
    public Metric gap() {
        return switch (this) {
            case TEST_ACCURACY -> ACCURACY_GAP;
            case TEST_LOSS -> LOSS_GAP;
            default -> related("", "_GAP");
        };
    }

    /**
     * The same on the training data.
     *
     * @throws IllegalStateException unless the metric {@link #canJudge}
     */
    public Metric onTrainingData() {
        return related("TRAIN_", "");
    }

    private Metric related(String before, String after) {
        if (!canJudge()) {
            throw new IllegalStateException(this + " does not judge arms");
        }
        return valueOf(before + name().substring(TEST.length()) + after);
    }

    /** Whether the metric is a difference between training and test data. */
    public boolean isGap() {
        return name().endsWith("_GAP");
    }

    /** The metric's name in names of files, without the data that it is measured on: that of a test metric. */
    public String shortKey() {
        return key().substring(TEST.length()).replace('_', '-');
    }

    /** The metric without the word for the data that it is measured on. */
    public String shortWords() {
        return words.startsWith("test ") ? words.substring("test ".length()) : words;
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
