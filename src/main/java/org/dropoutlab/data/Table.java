package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;
import org.dropoutlab.experiment.InputException;

/**
 * Examples that are rows of numbers.
 *
 * @param features [example, feature]; {@code NaN} where a number is missing
 * @param labels class of each example, an index into {@code classes}; for regression the fifth of the targets that its own
 *     is in, from 0 to 4
 * @param classes names of the classes; none for regression
 * @param targets for regression, the number to predict of each example
 * @param form how a network is given them
 * @param trainExamples how many come first, before those that were set aside as test data; all of them if none were
 */
public record Table(
        double[][] features,
        int[] labels,
        List<String> classes,
        Optional<double[]> targets,
        Form form,
        int trainExamples)
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
        if (trainExamples < 1 || trainExamples > labels.length) {
            throw new IllegalArgumentException(
                    "there cannot be %d training examples among %d".formatted(trainExamples, labels.length));
        }
        if (form.size().isPresent() && form.size().getAsInt() != features[0].length) {
            throw new IllegalArgumentException(
                    "rows of %d numbers are not %s".formatted(features[0].length, form.shape()));
        }
    }

    /**
     * How a network is given examples.
     *
     * @param shape of one, such as [channels, height, width], its numbers in this order; empty for a row as it is
     * @param standardized whether features, and the targets of regression, are standardized over the training examples; else
     *     they are what they are
     * @param oneHot whether two classes have an output each, as more classes have; else they share one, the probability of
     *     the second
     */
    public record Form(List<Integer> shape, boolean standardized, boolean oneHot) {
        /** A standardized row; two classes share an output. */
        public static final Form ROW = new Form(List.of(), true, false);

        public Form {
            shape = List.copyOf(shape);
        }

        /** Numbers of an example; empty if the shape does not say. */
        OptionalInt size() {
            return shape.stream().mapToInt(Integer::intValue).reduce(Math::multiplyExact);
        }
    }

    /**
     * Examples as rows, none of them set aside.
     *
     * @param features [example, feature]; {@code NaN} where a number is missing
     * @param labels class of each example, or fifth of the targets that its own is in
     * @param classes names of the classes; none for regression
     * @param targets for regression, the number to predict of each example
     */
    public Table(double[][] features, int[] labels, List<String> classes, Optional<double[]> targets) {
        this(features, labels, classes, targets, Form.ROW, labels.length);
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
        // Adding 0 makes −0 the equal of 0. Ranks count from 1: a half less is the middle of a place.
        double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE)
                .apply(Arrays.stream(targets).map(target -> target + 0.0).toArray());
        return Arrays.stream(ranks)
                .mapToInt(rank -> (int) (TARGET_GROUPS * (rank - 0.5) / targets.length))
                .toArray();
    }

    /** The same examples, given to a network in another way. */
    public Table in(Form other) {
        return new Table(features, labels, classes, targets, other, trainExamples);
    }

    /**
     * The same with the last examples set aside as test data.
     *
     * @param first how many come before them
     */
    public Table withTrainExamples(int first) {
        return new Table(features, labels, classes, targets, form, first);
    }

    /** Numbers in a label as a network is to put it out. */
    public int outputs() {
        return classes.size() > 2 || (classes.size() == 2 && form.oneHot()) ? classes.size() : 1;
    }

    /**
     * Refuses a part in which there is nothing to explain.
     *
     * @param name of the part, such as "test examples of a fold"
     * @throws InputException if its targets are all the same
     */
    void requireVaryingTargets(int[] part, String name) {
        if (!targetsVary(part)) {
            throw new InputException("all %d %s have the target %s: take fewer folds or more examples"
                    .formatted(part.length, name, targets.orElseThrow()[part[0]]));
        }
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
