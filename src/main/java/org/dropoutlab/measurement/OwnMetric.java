package org.dropoutlab.measurement;

import org.dropoutlab.measurement.Metric.Wanted;

/**
 * A metric on test data that the calling program computes, by its own definition. It is compared between arms like others, and
 * judges none of them.
 *
 * @param name in files, figures and sentences
 * @param wanted its desirable direction
 */
public record OwnMetric(String name, Wanted wanted) {
    private static final int LONGEST = 100;

    public OwnMetric {
        if (name.isBlank() || name.length() > LONGEST || name.lines().count() > 1) {
            throw new IllegalArgumentException(
                    "the name of a metric is one line of 1 to %d characters, not '%s'".formatted(LONGEST, name));
        }
    }
}
