package org.dropoutlab.evaluation;

import java.util.Optional;

/**
 * A metric over the completed trials of an arm. With fewer than two trials there is no spread and no interval, rather
 * than a number that means nothing.
 *
 * @param mean over the trials
 * @param sd standard deviation over the trials
 * @param ci95 95% interval of the mean, widened for shared training data as in {@link CorrectedResampledTTest},
 *     and cut to what the metric can be
 */
public record Estimate(double mean, Optional<Double> sd, Optional<Interval> ci95) {}
