package org.dropoutlab.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A trial's measurements, epoch by epoch, all with dropout and other noise off.
 *
 * @param points one per finished epoch, in order
 * @param endsAt the epoch that early stopping restored, one of the points'; empty if the network keeps the weights of
 *     the last epoch
 */
public record LearningCurve(List<Point> points, OptionalInt endsAt) {
    public LearningCurve {
        points = List.copyOf(points);
        if (endsAt.isPresent() && find(points, endsAt.getAsInt()).isEmpty()) {
            throw new IllegalArgumentException("there is no measurement after epoch " + endsAt.getAsInt());
        }
    }

    /** The curve of a network that keeps the weights of its last epoch. */
    public LearningCurve(List<Point> points) {
        this(points, OptionalInt.empty());
    }

    /**
     * The state after one epoch.
     *
     * @param epoch epoch, counted from 1
     * @param train score on the training data, or on a fixed sample of large training sets
     * @param validation score on the validation data; empty if the study has none
     * @param test score on the test data
     * @param learningRate learning rate during the epoch
     * @param seconds wall time since training began
     */
    public record Point(
            int epoch, Score train, Optional<Score> validation, Score test, double learningRate, double seconds) {

        /** Whether every loss is finite. */
        public boolean isFinite() {
            return train.isFinite()
                    && test.isFinite()
                    && validation.map(Score::isFinite).orElse(true);
        }
    }

    /** The curve with one more epoch. */
    public LearningCurve with(Point point) {
        List<Point> more = new ArrayList<>(points);
        more.add(point);
        return new LearningCurve(more, endsAt);
    }

    /** The curve of a network that ends with the weights of {@code epoch}. */
    public LearningCurve endingAt(int epoch) {
        return new LearningCurve(points, OptionalInt.of(epoch));
    }

    /** The state after the last trained epoch. */
    public Point last() {
        if (points.isEmpty()) {
            throw new IllegalStateException("no epoch was finished");
        }
        return points.get(points.size() - 1);
    }

    /** The final state of the network: after the last epoch, or after the epoch that early stopping restored. */
    public Point end() {
        return endsAt.isPresent() ? find(points, endsAt.getAsInt()).orElseThrow() : last();
    }

    /** The same with another final state. */
    public LearningCurve withEnd(Point other) {
        Point end = end();
        return new LearningCurve(
                points.stream().map(point -> point.equals(end) ? other : point).toList(), endsAt);
    }

    private static Optional<Point> find(List<Point> points, int epoch) {
        return points.stream().filter(point -> point.epoch() == epoch).findFirst();
    }

    /** The state after the epoch with the lowest validation loss, the first in a tie; empty without validation data. */
    public Optional<Point> best() {
        return points.stream()
                .filter(point -> point.validation().isPresent())
                .min(Comparator.comparingDouble(
                        point -> point.validation().orElseThrow().loss()));
    }
}
