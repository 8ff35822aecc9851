package org.dropoutlab.regularization;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The probability that a unit is <em>dropped</em>, as in PyTorch and Keras. Deeplearning4j uses the probability of
 * retaining a unit; {@link #retain()} and {@link #ofRetain} are the only conversions between the two.
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

    /**
     * The drop probability for Deeplearning4j's retain probability, with its decimals: 0.2 for 0.8.
     *
     * @param retain in (0, 1]
     */
    public static DropProbability ofRetain(double retain) {
        return new DropProbability(
                BigDecimal.ONE.subtract(BigDecimal.valueOf(retain)).doubleValue());
    }

    /** 1 − value, the retain probability for Deeplearning4j's {@code Dropout}. */
    public double retain() {
        return 1 - value;
    }

    /** value/(1 − value), the variance of inverted dropout's factor: 0 if dropped, otherwise 1/(1 − value). */
    public double varianceOfFactor() {
        return value / retain();
    }

    /** Whether nothing is dropped and no layer is needed. */
    public boolean isZero() {
        return value == 0;
    }
}
