package org.dropoutlab.measurement;

import java.util.List;

/**
 * Exact averages over all networks that dropout can sample, compared with their approximations.
 *
 * @param masks number of networks, 2 to the power of the number of units under dropout
 * @param examples number of test examples
 * @param scaling one pass with all units and scaled weights
 * @param arithmetic the mean of all networks' probabilities
 * @param geometric their renormalized geometric mean
 * @param scalingToGeometric mean distance, over examples and classes, between the probabilities of scaling and the
 *     geometric mean
 * @param scalingToArithmetic mean distance to the arithmetic mean, likewise
 * @param samples Monte-Carlo averages, by ascending number of passes
 */
public record EnumerationReading(
        int masks,
        int examples,
        Score scaling,
        Score arithmetic,
        Score geometric,
        double scalingToGeometric,
        double scalingToArithmetic,
        List<Sample> samples)
        implements Reading {
    public EnumerationReading {
        samples = List.copyOf(samples);
    }

    /**
     * A Monte-Carlo average.
     *
     * @param passes number of networks drawn for each example
     * @param score score of their arithmetic mean
     * @param distance root mean square distance of its probabilities from the exact arithmetic mean
     * @param expected expected value of that distance: the root mean square standard error, from the exact variance
     *     over masks
     */
    public record Sample(int passes, Score score, double distance, double expected) {}
}
