package org.dropoutlab.evaluation.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * Curves averaged at fixed places of the horizontal axis ("vertical averaging", Fawcett 2006, §8.1), with their spread: first over the
 * classes of a trial, then over trials.
 *
 * @param points from left to right; two where curves can jump: coming from the left, and going to the right
 * @param area mean of the areas below the curves themselves
 * @param areaSd standard deviation of the trials' areas; 0 for one trial
 * @param trials number of trials with a curve
 */
public record MeanCurve(List<Point> points, double area, double areaSd, int trials) {
    /** Steps of the horizontal axis: shares of up to six examples, and of 8, 10, 12, 15, 20, 24, … lie on them. */
    private static final int STEPS = 120;

    public MeanCurve {
        points = List.copyOf(points);
    }

    /**
     * A point of the mean.
     *
     * @param place on the horizontal axis
     * @param mean mean value over trials
     * @param sd standard deviation over trials; 0 for one trial
     */
    public record Point(double place, double mean, double sd) {}

    /** {@link #of(List, List)} at 121 places. */
    public static MeanCurve of(List<List<ThresholdCurve>> trials) {
        return of(
                trials,
                IntStream.rangeClosed(0, STEPS)
                        .mapToObj(i -> (double) i / STEPS)
                        .toList());
    }

    /**
     * The mean of the trials' means.
     *
     * @param trials curves of each trial, one for each class, at least one
     * @param places places at which curves are averaged, from 0 to 1, ascending. Where they include all places of the curves, the mean is
     *     exact everywhere
     * @throws IllegalArgumentException if there are no trials
     */
    public static MeanCurve of(List<List<ThresholdCurve>> trials, List<Double> places) {
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("a mean needs at least one trial");
        }
        List<Point> points = new ArrayList<>();
        for (double place : places) {
            points.add(point(place, trials, curve -> curve.left(place)));
            points.add(point(place, trials, curve -> curve.right(place)));
        }
        Point area = point(0, trials, ThresholdCurve::area);
        return new MeanCurve(points, area.mean(), area.sd(), trials.size());
    }

    private static Point point(
            double place, List<List<ThresholdCurve>> trials, ToDoubleFunction<ThresholdCurve> value) {
        double[] values = trials.stream()
                .mapToDouble(
                        curves -> curves.stream().mapToDouble(value).average().orElseThrow())
                .toArray();
        double sum = 0;
        for (double one : values) {
            sum += one;
        }
        return new Point(
                place,
                sum / values.length,
                values.length < 2 ? 0 : StandardDeviation.of(values).getAsDouble());
    }
}
