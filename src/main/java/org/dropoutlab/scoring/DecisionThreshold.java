package org.dropoutlab.scoring;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The probability of the second of two classes above which it is predicted. */
public final class DecisionThreshold {
    /** The usual threshold: the more probable class is predicted. */
    public static final double HALF = 0.5;

    private DecisionThreshold() {}

    /** What a threshold is chosen by; more is better. Of a class without examples, they are not asked for. */
    public enum Criterion {
        /** Share of correct predictions. */
        ACCURACY {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                return (tp + tn) / (tp + fp + fn + tn);
            }
        },
        /** Mean share of correct predictions over the true classes. */
        BALANCED_ACCURACY {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                return (tp / (tp + fn) + tn / (tn + fp)) / 2;
            }
        },
        /** F1 of the second class. */
        F1_OF_SECOND {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                return 2 * tp / (2 * tp + fp + fn);
            }
        },
        /** F1 of the first class. */
        F1_OF_FIRST {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                return 2 * tn / (2 * tn + fp + fn);
            }
        },
        /** Mean F1 of both classes. */
        MACRO_F1 {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                return (F1_OF_FIRST.of(tp, fp, fn, tn) + F1_OF_SECOND.of(tp, fp, fn, tn)) / 2;
            }
        },
        /** Matthews' correlation coefficient, 0 if all predictions are one class. */
        MATTHEWS {
            @Override
            double of(double tp, double fp, double fn, double tn) {
                double scale = Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
                return scale == 0 ? 0 : (tp * tn - fp * fn) / scale;
            }
        };

        /**
         * @param tp examples of the second class predicted as such
         * @param fp examples of the first class predicted as the second
         * @param fn examples of the second class predicted as the first
         * @param tn examples of the first class predicted as such
         */
        abstract double of(double tp, double fp, double fn, double tn);
    }

    /**
     * The threshold with the best predictions. Between two neighbouring probabilities it is 0.5, if that lies there, and otherwise
     * the middle; of several that are equally good, the one nearest to 0.5, and of two of these the lower.
     *
     * @param labels 0 or 1 for each example
     * @param probabilities of class 1
     * @return {@link #HALF} if a class has no examples: nothing can then be said about its errors
     */
    public static double chosen(int[] labels, float[] probabilities, Criterion by) {
        int n = labels.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long ones = IntStream.of(labels).sum();
        if (ones == 0 || ones == n) {
            return HALF;
        }
        // Everything is predicted as class 1 below the lowest probability; passing one turns its examples into class 0.
        double tp = ones;
        double fp = n - ones;
        double best = Double.NEGATIVE_INFINITY;
        double chosen = HALF;
        for (int passed = 0; ; ) {
            double low = passed == 0 ? 0 : probabilities[order[passed - 1]];
            double high = passed == n ? 1 : probabilities[order[passed]];
            double threshold = low <= HALF && HALF < high ? HALF : (low + high) / 2;
            double value = by.of(tp, fp, ones - tp, n - ones - fp);
            // A probability of exactly 0 cannot be above any threshold, nor one of 1 below.
            boolean possible = passed == 0 ? high > 0 : passed == n ? low < 1 : low < high;
            if (possible && (value > best || (value == best && Math.abs(threshold - HALF) < Math.abs(chosen - HALF)))) {
                best = value;
                chosen = threshold;
            }
            if (passed == n) {
                return chosen;
            }
            double next = probabilities[order[passed]];
            while (passed < n && probabilities[order[passed]] == next) {
                tp -= labels[order[passed]];
                fp -= 1 - labels[order[passed]];
                passed++;
            }
        }
    }
}
