package org.dropoutlab.evaluation.curves;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a score can tell apart, at every threshold: the ROC curve or the precision–recall curve of one class against the rest. Examples
 * with equal scores pass a threshold together, so the order of equal scores has no effect.
 *
 * <p>A curve can jump, so it has two values at each place: coming from the left and going to the right.
 */
public final class ThresholdCurve {
    private final double[] places;
    private final double[] values;
    private final boolean sloping;

    private ThresholdCurve(double[] places, double[] values, boolean sloping) {
        this.places = places;
        this.values = values;
        this.sloping = sloping;
    }

    /**
     * The ROC curve: the share of positive examples found against the share of the others taken for positive, from (0, 0) to (1, 1),
     * with straight lines between thresholds (Fawcett 2006, "An introduction to ROC analysis", Pattern Recognition Letters 27, algorithm
     * 1). The area below it is the probability that a positive example scores higher than another, ties counted by half.
     *
     * @param scores score of each example, finite, the higher the more positive
     * @param positive whether each example is positive
     * @throws IllegalArgumentException unless there are positive examples and others
     */
    public static ThresholdCurve roc(double[] scores, boolean[] positive) {
        Ranking ranking = Ranking.of(scores, positive);
        return new ThresholdCurve(shares(ranking.others), shares(ranking.positives), true);
    }

    /**
     * The precision–recall curve: the share of truly positive examples among those taken for positive, against the share of positive
     * examples found. Precision is that of the lowest number of examples that reaches a recall, without interpolation: lines between
     * thresholds would be too optimistic (Davis & Goadrich 2006). The area below it is the average precision, Σ (R_n − R_{n−1}) P_n.
     *
     * @param scores score of each example, finite, the higher the more positive
     * @param positive whether each example is positive
     * @throws IllegalArgumentException unless there are positive examples and others
     */
    public static ThresholdCurve precisionRecall(double[] scores, boolean[] positive) {
        Ranking ranking = Ranking.of(scores, positive);
        double[] precision = new double[ranking.positives.length];
        for (int i = 1; i < precision.length; i++) {
            precision[i] = (double) ranking.positives[i] / (ranking.positives[i] + ranking.others[i]);
        }
        return new ThresholdCurve(shares(ranking.positives), precision, false);
    }

    private static double[] shares(int[] counts) {
        return Arrays.stream(counts)
                .mapToDouble(count -> (double) count / counts[counts.length - 1])
                .toArray();
    }

    /** Places of the thresholds on the horizontal axis, ascending from 0 to 1; equal ones where the curve jumps or stands. */
    public double[] places() {
        return places.clone();
    }

    /** The value at each threshold. The precision without any example taken for positive, the first one, is 0 and is nowhere used. */
    public double[] values() {
        return values.clone();
    }

    /** The value coming from the left; at 0, that going to the right for precision and 0 for ROC. */
    public double left(double place) {
        int first = firstAtLeast(place);
        if (!sloping) {
            return place <= 0 ? right(0) : values[first];
        }
        return places[first] == place ? values[first] : between(first, place);
    }

    /** The value going to the right; at 1, that coming from the left for precision and 1 for ROC. */
    public double right(double place) {
        int next = firstAbove(place);
        if (!sloping) {
            return next == places.length ? left(1) : values[next];
        }
        return places[next - 1] == place ? values[next - 1] : between(next, place);
    }

    /** The area below the curve, exact. */
    public double area() {
        double area = 0;
        for (int i = 1; i < places.length; i++) {
            area += (places[i] - places[i - 1]) * (sloping ? (values[i] + values[i - 1]) / 2 : values[i]);
        }
        return area;
    }

    private double between(int next, double place) {
        double part = (place - places[next - 1]) / (places[next] - places[next - 1]);
        return values[next - 1] + part * (values[next] - values[next - 1]);
    }

    private int firstAtLeast(double place) {
        return first(at -> places[at] >= place);
    }

    private int firstAbove(double place) {
        return first(at -> places[at] > place);
    }

    /** The first threshold from which on a condition holds; the number of thresholds if there is none. */
    private int first(IntPredicate holds) {
        int low = 0;
        int high = places.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Examples that pass each threshold, from none to all.
     *
     * @param positives number of positive ones among them
     * @param others number of others among them
     */
    private record Ranking(int[] positives, int[] others) {

        static Ranking of(double[] scores, boolean[] positive) {
            if (scores.length != positive.length) {
                throw new IllegalArgumentException("%d scores but %d labels".formatted(scores.length, positive.length));
            }
            double[] found = sorted(scores, positive, true);
            double[] wrong = sorted(scores, positive, false);
            if (found.length == 0 || wrong.length == 0) {
                throw new IllegalArgumentException("a curve needs positive and other examples, not %d and %d"
                        .formatted(found.length, wrong.length));
            }
            int[] positives = new int[scores.length + 1];
            int[] others = new int[scores.length + 1];
            int groups = 0;
            while (positives[groups] < found.length || others[groups] < wrong.length) {
                double threshold = Math.max(score(found, positives[groups]), score(wrong, others[groups]));
                groups++;
                positives[groups] = passing(found, positives[groups - 1], threshold);
                others[groups] = passing(wrong, others[groups - 1], threshold);
            }
            return new Ranking(Arrays.copyOf(positives, groups + 1), Arrays.copyOf(others, groups + 1));
        }

        private static double[] sorted(double[] scores, boolean[] positive, boolean which) {
            double[] some = IntStream.range(0, scores.length)
                    .filter(i -> positive[i] == which)
                    .mapToDouble(i -> scores[i])
                    .sorted()
                    .toArray();
            if (some.length > 0 && !(Double.isFinite(some[0]) && Double.isFinite(some[some.length - 1]))) {
                throw new IllegalArgumentException("scores must be finite");
            }
            return some;
        }

        /** The score after the {@code taken} highest ones. */
        private static double score(double[] ascending, int taken) {
            return taken == ascending.length ? Double.NEGATIVE_INFINITY : ascending[ascending.length - 1 - taken];
        }

        private static int passing(double[] ascending, int taken, double threshold) {
            int passing = taken;
            while (passing < ascending.length && score(ascending, passing) >= threshold) {
                passing++;
            }
            return passing;
        }
    }
}
