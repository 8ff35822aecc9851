package org.dropoutlab.prediction;

import java.util.Optional;
import java.util.OptionalDouble;

/** What a model says of one row. */
public sealed interface Prediction {
    /** Number of the row, counted from 1 without the header. */
    long row();

    /** Over the passes, of the number or of the predicted class's probability; empty if there were none. */
    Optional<Range> interval();

    /**
     * The class of a row.
     *
     * @param predicted number of the class that is most probable, the first of equals
     * @param probabilities of the classes, means over the passes
     * @param entropy of these, in nats: the whole uncertainty
     * @param mutualInformation in nats: what of it is the sampled networks' disagreement; empty if none were sampled
     * @param interval of the predicted class's probability over the passes; empty if there were none
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
     * The number of a row, in the units of the target.
     *
     * @param predicted mean over the passes
     * @param sd standard deviation over the passes, with passes − 1 in the denominator; empty of fewer than two
     * @param interval over the passes; empty if there were none
     */
    record OfNumber(long row, double predicted, OptionalDouble sd, Optional<Range> interval) implements Prediction {}
}
