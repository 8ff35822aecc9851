package org.dropoutlab.data;

import java.util.List;

/** A classification or regression data set in memory, before scaling. */
public sealed interface Examples permits Table, Images {
    /** Number of target groups that stratify the splits of a regression data set. */
    int TARGET_GROUPS = 5;

    /** Class of each example, an index into {@link #classes}; for regression its target group. */
    int[] labels();

    /** Names of the classes; none for regression. */
    List<String> classes();

    /** Whether the target is a number and not a class. */
    default boolean isRegression() {
        return classes().isEmpty();
    }

    /** Number of training examples, which come first; all examples if there is no separate test set. */
    int trainExamples();

    /** Whether there is a separate test set. */
    default boolean hasTestData() {
        return trainExamples() < size();
    }

    /** Number of strata: classes or, for regression, fifths of the targets. */
    default int groups() {
        return isRegression() ? TARGET_GROUPS : classes().size();
    }

    /** Number of examples. */
    default int size() {
        return labels().length;
    }

    /** Number of examples of each class or, for regression, in each target group. */
    default int[] classCounts() {
        int[] counts = new int[groups()];
        for (int label : labels()) {
            counts[label]++;
        }
        return counts;
    }
}
