package org.dropoutlab.experiment;

import java.util.List;

/**
 * How a trial went, epoch by epoch. Every measurement is made with dropout and every other noise off.
 *
 * @param points one per finished epoch, in order
 */
public record LearningCurve(List<Point> points) {
    public LearningCurve {
        points = List.copyOf(points);
    }

    /**
     * The state after one epoch.
     *
     * @param epoch from 1
     * @param trainLoss nats per example over the training data
     * @param testLoss nats per example over the test data
     * @param trainAccuracy fraction of the training data that is classified rightly
     * @param testAccuracy fraction of the test data that is classified rightly
     * @param learningRate in force during the epoch
     * @param seconds wall time since training began
     */
    public record Point(
            int epoch,
            double trainLoss,
            double testLoss,
            double trainAccuracy,
            double testAccuracy,
            double learningRate,
            double seconds) {}

    /** The state after the last epoch. */
    public Point last() {
        if (points.isEmpty()) {
            throw new IllegalStateException("no epoch was finished");
        }
        return points.get(points.size() - 1);
    }
}
