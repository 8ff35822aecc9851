package org.dropoutlab.prediction;

import org.dropoutlab.experiment.InputException;

/**
 * How the uncertainty of predictions is found out.
 *
 * @param samples Monte-Carlo passes through the network; 0 for a single one with every noise off
 * @param seed of the passes: the same seed samples the same networks
 * @param interval share of the passes that an interval holds, such as 0.9
 */
public record Sampling(int samples, long seed, double interval) {
    private static final int MOST_SAMPLES = 10_000;

    /**
     * @throws InputException if there are too many or too few, or no interval can hold that share
     */
    public Sampling {
        if (samples < 0 || samples > MOST_SAMPLES) {
            throw new InputException("samples must be from 0 to %,d, not %d".formatted(MOST_SAMPLES, samples));
        }
        if (!(interval > 0 && interval < 1)) {
            throw new InputException("an interval holds a share of the passes between 0 and 1, not " + interval);
        }
    }
}
