package org.dropoutlab.experiment;

import java.util.Objects;

/**
 * A published result for an arm, shown next to the measured one.
 *
 * @param value test accuracy as a fraction
 * @param source citation, with the place in the paper and the setting
 */
public record Published(double value, String source) {
    public Published {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a published accuracy is a fraction in [0, 1], not " + value);
        }
        Objects.requireNonNull(source);
    }
}
