package org.dropoutlab.prediction;

import java.util.Optional;
import java.util.OptionalDouble;

/** A model's prediction for one row. */
public sealed interface Prediction {
    /** Number of the row, counted from 1 without the header. */
    long row();

    /** Over the passes, of the number or of the predicted class's probability; empty if there were none. */
    Optional<Range> interval();

    /**
     * A predicted class.
     *
     * @param predicted index of the most probable class, the first in case of ties
     * @param probabilities class probabilities, averaged over the passes
     * @param entropy of these, in nats: the total uncertainty
     * @param mutualInformation in nats: the part due to disagreement between the sampled networks; empty without sampling
     * @param interval of the predicted class's probability over the passes; empty without sampling
     */
    record OfClass(
            long row,
            int predicted,
            double[] probabilities,
            double entropy,
            OptionalDouble mutualInformation,
            Optional<Range> interval)
            implements Prediction {}

    /**
     * A predicted number, in the units of the target.
     *
     * @param predicted mean over the passes
     * @param sd sample standard deviation over the passes; empty for fewer than two
     * @param interval over the passes; empty without sampling
     */
    record OfNumber(long row, double predicted, OptionalDouble sd, Optional<Range> interval) implements Prediction {}
}
