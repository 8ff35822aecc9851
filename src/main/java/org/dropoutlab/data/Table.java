package org.dropoutlab.data;

import java.util.List;

/**
 * A classification problem in numbers, before any scaling.
 *
 * @param features [example, feature]
 * @param labels class of each example, an index into {@code classes}
 * @param classes names of the classes
 */
public record Table(double[][] features, int[] labels, List<String> classes) {
    public Table {
        if (features.length != labels.length) {
            throw new IllegalArgumentException(features.length + " rows but " + labels.length + " labels");
        }
        classes = List.copyOf(classes);
    }

    /** Number of examples. */
    public int size() {
        return labels.length;
    }

    /** Number of examples of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes.size()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }
}
