package org.dropoutlab.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a trial went, epoch by epoch. Every measurement is made with dropout and every other noise off.
 *
 * @param points one per finished epoch, in order
 * @param endsAt epoch whose weights early stopping has kept and gives the network in the end, one of the points'; empty if
 *     the network ends with the weights of the last one
 */
public record LearningCurve(List<Point> points, OptionalInt endsAt) {
    public LearningCurve {
        points = List.copyOf(points);
        if (endsAt.isPresent() && find(points, endsAt.getAsInt()).isEmpty()) {
            throw new IllegalArgumentException("nothing was measured after epoch " + endsAt.getAsInt());
        }
    }

    /** Of a network that ends with the weights of its last epoch. */
    public LearningCurve(List<Point> points) {
        this(points, OptionalInt.empty());
    }

    /**
     * The state after one epoch.
     *
     * @param epoch from 1
     * @param train score on the training data, or on a fixed sample of them where they are many
     * @param validation score on the validation data; empty if the study has none
     * @param test score on the test data
     * @param learningRate in force during the epoch
     * @param seconds wall time since training began
     */
    public record Point(
            int epoch, Score train, Optional<Score> validation, Score test, double learningRate, double seconds) {

        /** Whether every loss is a number. */
        public boolean isFinite() {
            return train.isFinite()
                    && test.isFinite()
                    && validation.map(Score::isFinite).orElse(true);
        }
    }

    /** The curve with one epoch more. */
    public LearningCurve with(Point point) {
        List<Point> more = new ArrayList<>(points);
        more.add(point);
        return new LearningCurve(more, endsAt);
    }

    /** The same of a network that ends with the weights of {@code epoch}. */
    public LearningCurve endingAt(int epoch) {
        return new LearningCurve(points, OptionalInt.of(epoch));
    }

    /** The state after the last epoch that was trained. */
    public Point last() {
        if (points.isEmpty()) {
            throw new IllegalStateException("no epoch was finished");
        }
        return points.get(points.size() - 1);
    }

    /** The state that the network ends in: that after the last epoch, or after the one that early stopping goes back to. */
    public Point end() {
        return endsAt.isPresent() ? find(points, endsAt.getAsInt()).orElseThrow() : last();
    }

    private static Optional<Point> find(List<Point> points, int epoch) {
        return points.stream().filter(point -> point.epoch() == epoch).findFirst();
    }

    /** The state after the epoch with the lowest validation loss, the first of equals; empty without validation data. */
    public Optional<Point> best() {
        return points.stream()
                .filter(point -> point.validation().isPresent())
                .min(Comparator.comparingDouble(
                        point -> point.validation().orElseThrow().loss()));
    }
}
