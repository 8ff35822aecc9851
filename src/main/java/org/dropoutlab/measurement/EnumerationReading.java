package org.dropoutlab.measurement;

import java.util.List;

/**
 * The exact averages over all networks that dropout makes of one, beside what stands in for them.
 *
 * @param masks how many networks, 2 to the number of dropped units
 * @param examples test examples
 * @param scaling one pass with all units and scaled weights
 * @param arithmetic the mean of all networks' probabilities
 * @param geometric their renormalized geometric mean
 * @param scalingToGeometric mean over examples and classes of the distance between the probabilities of the two
 * @param scalingToArithmetic the same of those two
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
     * @param passes how many networks were drawn for each example
     * @param score of their arithmetic mean
     * @param distance root mean square distance of its probabilities from the exact arithmetic mean
     * @param expected what that distance is expected to be: the root mean square standard error, from the exact variance
     *     over masks
     */
    public record Sample(int passes, Score score, double distance, double expected) {}
}
