package org.dropoutlab.measurement;

import java.util.Arrays;
import java.util.List;
import org.dropoutlab.measurement.LearningCurve.Point;

/**
 * The metrics of a study, for classification or regression. Summaries, comparisons and figures take their metrics from
 * here.
 */
public enum Measures {
    /** Classification: accuracy, and cross-entropy in nats. */
    CLASSIFICATION(
            "accuracy",
            "accuracy",
            "loss",
            "loss",
            Metric.TRAIN_ACCURACY,
            Metric.TEST_ACCURACY,
            Metric.TRAIN_LOSS,
            Metric.TEST_LOSS,
            Metric.ACCURACY_GAP,
            Metric.LOSS_GAP,
            Metric.BEST_TEST_ACCURACY,
            Metric.TEST_LOSS_RISE),
    /** Regression: R², and the squared error of standardized targets. */
    REGRESSION(
            "R²",
            "r2",
            "squared error",
            "mse",
            Metric.TRAIN_R2,
            Metric.TEST_R2,
            Metric.TRAIN_MSE,
            Metric.TEST_MSE,
            Metric.R2_GAP,
            Metric.MSE_GAP,
            Metric.BEST_TEST_R2,
            Metric.TEST_MSE_RISE);

    private final String qualityWords;
    private final String qualityKey;
    private final String lossWords;
    private final String lossKey;
    private final Metric trainQuality;
    private final Metric quality;
    private final Metric trainLoss;
    private final Metric loss;
    private final Metric gap;
    private final Metric lossGap;
    private final Metric bestQuality;
    private final Metric lossRise;

    Measures(
            String qualityWords,
            String qualityKey,
            String lossWords,
            String lossKey,
            Metric trainQuality,
            Metric quality,
            Metric trainLoss,
            Metric loss,
            Metric gap,
            Metric lossGap,
            Metric bestQuality,
            Metric lossRise) {
        this.qualityWords = qualityWords;
        this.qualityKey = qualityKey;
        this.lossWords = lossWords;
        this.lossKey = lossKey;
        this.trainQuality = trainQuality;
        this.quality = quality;
        this.trainLoss = trainLoss;
        this.loss = loss;
        this.gap = gap;
        this.lossGap = lossGap;
        this.bestQuality = bestQuality;
        this.lossRise = lossRise;
    }

    /** Whether these are the metrics of regression. */
    public boolean isOfNumbers() {
        return this == REGRESSION;
    }

    /** Quality on the training data: accuracy or R². */
    public Metric trainQuality() {
        return trainQuality;
    }

    /** Quality on the test data, accuracy or R²: the metric by which arms are judged. */
    public Metric quality() {
        return quality;
    }

    /** Loss on the training data. */
    public Metric trainLoss() {
        return trainLoss;
    }

    /** Loss on the test data. */
    public Metric loss() {
        return loss;
    }

    /** The generalization gap: training − test quality. */
    public Metric gap() {
        return gap;
    }

    /** Test − training loss. */
    public Metric lossGap() {
        return lossGap;
    }

    /** Test quality after the best epoch. */
    public Metric bestQuality() {
        return bestQuality;
    }

    /** Rise of the test loss after the best epoch. */
    public Metric lossRise() {
        return lossRise;
    }

    /** The name of the quality in sentences. */
    public String qualityWords() {
        return qualityWords;
    }

    /** The name of the quality in fields and files. */
    public String qualityKey() {
        return qualityKey;
    }

    /** The name of the loss in sentences. */
    public String lossWords() {
        return lossWords;
    }

    /** The name of the loss in fields and files. */
    public String lossKey() {
        return lossKey;
    }

    /** Training − test quality after one epoch. */
    public double gap(Point point) {
        return Metric.accuracyGap(point);
    }

    /** Whether {@code metric} applies to this task, that is, does not belong to another one. */
    public boolean includes(Metric metric) {
        return Arrays.stream(values())
                .noneMatch(other -> other != this && other.own().contains(metric));
    }

    private List<Metric> own() {
        return List.of(trainQuality, quality, trainLoss, loss, gap, lossGap, bestQuality, lossRise);
    }
}
