package org.dropoutlab.prediction;

import org.dropoutlab.experiment.InputException;

/**
 * Monte-Carlo settings for the uncertainty of predictions.
 *
 * @param samples number of Monte-Carlo passes through the network; 0 for a single one without noise
 * @param seed of the passes; the same seed samples the same networks
 * @param interval coverage of intervals over the passes, such as 0.9
 */
public record Sampling(int samples, long seed, double interval) {
    private static final int MOST_SAMPLES = 10_000;

    /**
     * @throws InputException if the number of passes or the coverage is out of range
     */
    public Sampling {
        if (samples < 0 || samples > MOST_SAMPLES) {
            throw new InputException("samples must be from 0 to %,d, not %d".formatted(MOST_SAMPLES, samples));
        }
        if (!(interval > 0 && interval < 1)) {
            throw new InputException("the coverage of an interval must be between 0 and 1, not " + interval);
        }
    }
}
