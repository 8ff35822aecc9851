package org.dropoutlab.regularization;

import java.io.Serializable;

/**
 * The probability that a unit is <em>dropped</em>, as PyTorch and Keras have it. Deeplearning4j wants the probability of
 * retaining a unit; {@link #retain()} is the only conversion between the two.
 *
 * @param value in [0, 1)
 */
public record DropProbability(double value) implements Serializable {
    private static final long serialVersionUID = 1L;

    public DropProbability {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("drop probability must be in [0, 1), not " + value);
        }
    }

    /** 1 − value, the number that Deeplearning4j's {@code Dropout} takes. */
    public double retain() {
        return 1 - value;
    }

    /** Variance of the factor of inverted dropping, 0 with this probability and else 1/(1 − value): value/(1 − value). */
    public double varianceOfFactor() {
        return value / retain();
    }

    /** Whether nothing is dropped, so that no layer is needed. */
    public boolean isZero() {
        return value == 0;
    }
}
