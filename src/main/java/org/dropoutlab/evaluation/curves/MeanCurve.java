package org.dropoutlab.evaluation.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * Curves averaged at the same places of the horizontal axis ("vertical averaging", Fawcett 2006, §8.1), with their spread: first over the
 * classes of a trial, then over trials.
 *
 * @param points from left to right; two where curves can jump: coming from the left, and going to the right
 * @param area mean of the areas below the curves themselves
 * @param areaSd standard deviation of the trials' areas; 0 for one trial
 * @param trials number of trials with a curve
 */
public record MeanCurve(List<Point> points, double area, double areaSd, int trials) {
    /** With more places than this, the mean is taken at evenly spaced ones. */
    private static final int MOST_PLACES = 240;
    /** Shares of up to six examples, and of 8, 10, 12, 15, 20, 24, … lie on these steps. */
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

    /**
     * The mean of the trials' means: exact, at every place of the curves, if these have at most 240 places; otherwise at 121 evenly
     * spaced ones.
     *
     * @param trials curves of each trial, one for each class, at least one
     * @throws IllegalArgumentException if there are no trials
     */
    public static MeanCurve of(List<List<ThresholdCurve>> trials) {
        NavigableSet<Double> places = new TreeSet<>();
        for (List<ThresholdCurve> curves : trials) {
            for (ThresholdCurve curve : curves) {
                DoubleStream.of(curve.places()).forEach(places::add);
                if (places.size() > MOST_PLACES) {
                    return of(trials, evenly());
                }
            }
        }
        return of(trials, List.copyOf(places));
    }

    private static List<Double> evenly() {
        return IntStream.rangeClosed(0, STEPS).mapToObj(i -> (double) i / STEPS).toList();
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
