package org.dropoutlab.data;

import java.util.List;

/** A problem of classification or regression in memory, before any scaling. */
public sealed interface Examples permits Table, Images {
    /** Groups by target that splits keep in proportion where there are no classes. */
    int TARGET_GROUPS = 5;

    /** Class of each example, an index into {@link #classes}; for regression its group by target. */
    int[] labels();

    /** Names of the classes; none for regression. */
    List<String> classes();

    /** Whether numbers are to be predicted, and not classes. */
    default boolean isRegression() {
        return classes().isEmpty();
    }

    /** How many come first, before those that were set aside as test data; all of them if none were. */
    int trainExamples();

    /** Whether some were set aside as test data. */
    default boolean hasTestData() {
        return trainExamples() < size();
    }

    /** Number of groups that splits keep in proportion: classes or, for regression, fifths of the targets. */
    default int groups() {
        return isRegression() ? TARGET_GROUPS : classes().size();
    }

    /** Number of examples. */
    default int size() {
        return labels().length;
    }

    /** Number of examples of each class or, for regression, in each group by target. */
    default int[] classCounts() {
        int[] counts = new int[groups()];
        for (int label : labels()) {
            counts[label]++;
        }
        return counts;
    }
}
