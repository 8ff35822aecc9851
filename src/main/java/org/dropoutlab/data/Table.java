package org.dropoutlab.data;

import java.util.List;

/**
 * Examples that are rows of numbers.
 *
 * @param features [example, feature]
 * @param labels class of each example, an index into {@code classes}
 * @param classes names of the classes
 */
public record Table(double[][] features, int[] labels, List<String> classes) implements Examples {
    public Table {
        if (features.length != labels.length) {
            throw new IllegalArgumentException(features.length + " rows but " + labels.length + " labels");
        }
        classes = List.copyOf(classes);
    }
}
