package org.dropoutlab.prediction;

import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * A central interval over the passes.
 *
 * @param lower its lower end
 * @param upper its upper end
 */
public record Range(double lower, double upper) {

    private static final Quantile QUANTILE =
            Quantile.withDefaults().with(EstimationMethod.HF7).withCopy(false);

    /**
     * The interval between two quantiles of {@code values}, interpolated between order statistics (Hyndman &amp; Fan 1996,
     * definition 7: that of R and NumPy).
     *
     * @param values one or more; sorted in place
     * @param share its coverage, such as 0.9
     */
    static Range of(double[] values, double share) {
        double tail = (1 - share) / 2;
        double[] ends = QUANTILE.evaluate(values, tail, 1 - tail);
        return new Range(ends[0], ends[1]);
    }
}
