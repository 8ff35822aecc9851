package org.dropoutlab.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Examples that are rows of numbers.
 *
 * @param features [example, feature]; {@code NaN} where a number is missing
 * @param labels class of each example, an index into {@code classes}; for regression the fifth of the targets that its own
 *     is in, from 0 to 4
 * @param classes names of the classes; none for regression
 * @param targets for regression, the number to predict of each example
 */
public record Table(double[][] features, int[] labels, List<String> classes, Optional<double[]> targets)
        implements Examples {
    public Table {
        if (features.length != labels.length) {
            throw new IllegalArgumentException(features.length + " rows but " + labels.length + " labels");
        }
        classes = List.copyOf(classes);
        if (targets.isPresent() != classes.isEmpty()
                || targets.filter(t -> t.length != labels.length).isPresent()) {
            throw new IllegalArgumentException("each example must have a class or a target");
        }
    }

    /**
     * Examples to classify.
     *
     * @param features [example, feature]
     * @param labels class of each example, an index into {@code classes}
     * @param classes names of the classes
     */
    public Table(double[][] features, int[] labels, List<String> classes) {
        this(features, labels, classes, Optional.empty());
    }

    /**
     * Examples for regression. Equal targets are in the same fifth: that of the middle of their ranks.
     *
     * @param features [example, feature]
     * @param targets number to predict of each example
     */
    public static Table ofTargets(double[][] features, double[] targets) {
        return new Table(features, fifths(targets), List.of(), Optional.of(targets));
    }

    private static int[] fifths(double[] targets) {
        int[] ascending = IntStream.range(0, targets.length)
                .boxed()
                .sorted(Comparator.comparingDouble(example -> targets[example]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] fifths = new int[targets.length];
        for (int from = 0, to; from < ascending.length; from = to) {
            to = from + 1;
            while (to < ascending.length && targets[ascending[to]] == targets[ascending[from]]) {
                to++;
            }
            // Half of (from + to) is the middle: that of one example is half a rank above its place.
            int fifth = (int) ((long) TARGET_GROUPS * (from + to) / (2L * targets.length));
            for (int rank = from; rank < to; rank++) {
                fifths[ascending[rank]] = fifth;
            }
        }
        return fifths;
    }

    /** Whether the targets of {@code examples} are not all the same. */
    boolean targetsVary(int[] examples) {
        return Arrays.stream(examples)
                        .mapToDouble(example -> targets.orElseThrow()[example])
                        .distinct()
                        .limit(2)
                        .count()
                == 2;
    }
}
