package org.dropoutlab.evaluation;

import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * A metric over the completed trials of an arm, without spread and interval for fewer than two trials.
 *
 * @param mean mean over the trials
 * @param sd standard deviation over the trials
 * @param ci95 95% interval of the mean, widened for shared training data as in {@link CorrectedResampledTTest},
 *     and cut to the metric's possible range
 */
public record Estimate(double mean, Optional<Double> sd, Optional<Interval> ci95) {

    /**
     * The estimate from one value per trial, each from {@code least} to {@code most}; empty without values.
     */
    static Optional<Estimate> of(double[] values, CorrectedResampledTTest test, double least, double most) {
        return values.length == 0
                ? Optional.empty()
                : Optional.of(new Estimate(
                        Mean.of(values).getAsDouble(),
                        values.length < 2
                                ? Optional.empty()
                                : Optional.of(StandardDeviation.of(values).getAsDouble()),
                        test.ci95(values).map(interval -> interval.within(least, most))));
    }
}
