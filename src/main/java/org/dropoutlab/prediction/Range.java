package org.dropoutlab.prediction;

import java.util.Arrays;

/**
 * A central interval over the passes.
 *
 * @param lower its lower end
 * @param upper its upper end
 */
public record Range(double lower, double upper) {

    /**
     * The interval between two quantiles of {@code values}, interpolated between order statistics (Hyndman &amp; Fan 1996,
     * definition 7: that of R and NumPy).
     *
     * @param values one or more; sorted in place
     * @param share its coverage, such as 0.9
     */
    static Range of(double[] values, double share) {
        Arrays.sort(values);
        double tail = (1 - share) / 2;
        return new Range(quantile(values, tail), quantile(values, 1 - tail));
    }

    private static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        return below + 1 == sorted.length
                ? sorted[below]
                : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
