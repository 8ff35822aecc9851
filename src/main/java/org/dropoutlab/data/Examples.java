package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;
import org.dropoutlab.experiment.InputException;

/** A classification or regression data set in memory, before scaling. */
public sealed interface Examples permits Table, Images, Sequences {
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

    /** Which examples may be on different sides of a split. */
    default SplitKeys keys() {
        return SplitKeys.NONE;
    }

    /** Names of the classes that stratify; none for regression, or if examples have more than one class each. */
    default List<String> strata() {
        return classes();
    }

    /** For regression, the targets of some examples. */
    default double[] targetsOf(int[] examples) {
        throw new IllegalStateException("these examples have classes");
    }

    /**
     * Rejects a part with constant targets.
     *
     * @param name of the part, such as "test examples of a fold"
     * @throws InputException if all its targets are the same
     */
    default void requireVaryingTargets(int[] part, String name) {
        if (!targetsVary(part)) {
            double[] targets = targetsOf(part);
            throw new InputException("all %d %s have the same target, %s; use fewer folds or more examples"
                    .formatted(part.length, name, targets.length == 0 ? "none" : targets[0]));
        }
    }

    /** Whether the targets of {@code examples} are not all the same. */
    default boolean targetsVary(int[] examples) {
        double[] targets = targetsOf(examples);
        return Arrays.stream(targets).anyMatch(target -> Double.compare(target, targets[0]) != 0);
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
