package org.dropoutlab.experiment;

import java.util.Objects;

/**
 * A number somebody published for an arm, shown beside the measured one.
 *
 * @param value test accuracy as a fraction
 * @param source who printed it, where, and what it was the result of
 */
public record Published(double value, String source) {
    public Published {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a published accuracy is a fraction in [0, 1], not " + value);
        }
        Objects.requireNonNull(source);
    }
}
