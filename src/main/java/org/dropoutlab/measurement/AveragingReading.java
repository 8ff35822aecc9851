package org.dropoutlab.measurement;

import java.util.List;

/**
 * Accuracy of the averaged probabilities of k sampled networks, compared with one pass with all units and scaled
 * weights (Srivastava et al. 2014, §7.5).
 *
 * @param examples number of test examples
 * @param scaling the pass with scaled weights
 * @param averages one per k, ascending
 */
public record AveragingReading(int examples, Score scaling, List<Average> averages) implements Reading {
    public AveragingReading {
        averages = List.copyOf(averages);
    }

    /**
     * The average of k networks, over several draws.
     *
     * @param networks k
     * @param error mean fraction of examples classified wrongly
     * @param errorSd its standard deviation over the draws
     * @param loss mean cross-entropy, in nats per example
     */
    public record Average(int networks, double error, double errorSd, double loss) {}

    /** The average of the largest number of networks up to {@code most}. */
    public Average of(int most) {
        return averages.stream()
                .filter(average -> average.networks() <= most)
                .reduce((smaller, larger) -> larger)
                .orElseThrow(() -> new IllegalArgumentException("no average of at most " + most));
    }
}
