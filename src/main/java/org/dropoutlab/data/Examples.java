package org.dropoutlab.data;

import java.util.List;

/** A classification problem in memory, before any scaling. */
public sealed interface Examples permits Table, Images {

    /** Class of each example, an index into {@link #classes}. */
    int[] labels();

    /** Names of the classes. */
    List<String> classes();

    /** Number of examples. */
    default int size() {
        return labels().length;
    }

    /** Number of examples of each class. */
    default int[] classCounts() {
        int[] counts = new int[classes().size()];
        for (int label : labels()) {
            counts[label]++;
        }
        return counts;
    }
}
