package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Examples that are rows of numbers.
 *
 * @param features of each example
 * @param labels class of each example, an index into {@code classes}; for regression the quintile of its target, from 0 to 4
 * @param classes names of the classes; none for regression
 * @param targets for regression, the target of each example
 * @param form their form as network inputs
 * @param trainExamples number of training examples, which come first; all examples if there is no separate test set
 * @param keys which examples may be on different sides of a split
 */
public record Table(
        Features features,
        int[] labels,
        List<String> classes,
        Optional<double[]> targets,
        Form form,
        int trainExamples,
        SplitKeys keys)
        implements Examples {
    public Table {
        if (features.examples() != labels.length) {
            throw new IllegalArgumentException(features.examples() + " rows but " + labels.length + " labels");
        }
        classes = List.copyOf(classes);
        if (targets.isPresent() != classes.isEmpty()
                || targets.filter(t -> t.length != labels.length).isPresent()) {
            throw new IllegalArgumentException("each example must have a class or a target");
        }
        if (trainExamples < 1 || trainExamples > labels.length) {
            throw new IllegalArgumentException(
                    "there cannot be %d training examples out of %d".formatted(trainExamples, labels.length));
        }
        keys.requireSize(labels.length);
        if (form.size().isPresent() && form.size().getAsInt() != features.inputs()) {
            throw new IllegalArgumentException(
                    "rows of %d numbers do not have shape %s".formatted(features.inputs(), form.shape()));
        }
    }

    /**
     * The form of examples as network inputs.
     *
     * @param shape of one example, such as [channels, height, width], in this order; empty for a plain row
     * @param standardized whether features and regression targets are standardized over the training examples; otherwise
     *     they are used unchanged
     * @param oneHot whether two classes have one output each, as three or more do; otherwise they share one, the probability
     *     of the second
     */
    public record Form(List<Integer> shape, boolean standardized, boolean oneHot) {
        /** A standardized row; two classes share one output. */
        public static final Form ROW = new Form(List.of(), true, false);

        public Form {
            shape = List.copyOf(shape);
        }

        /** Number of features per example; empty for a plain row. */
        OptionalInt size() {
            return shape.stream().mapToInt(Integer::intValue).reduce(Math::multiplyExact);
        }
    }

    /**
     * Examples as rows, without a separate test set.
     *
     * @param features of each example
     * @param labels class of each example, or the quintile of its target
     * @param classes names of the classes; none for regression
     * @param targets for regression, the target of each example
     */
    public Table(Features features, int[] labels, List<String> classes, Optional<double[]> targets) {
        this(features, labels, classes, targets, Form.ROW, labels.length, SplitKeys.NONE);
    }

    /**
     * Examples to classify.
     *
     * @param features [example, feature]
     * @param labels class of each example, an index into {@code classes}
     * @param classes names of the classes
     */
    public Table(double[][] features, int[] labels, List<String> classes) {
        this(Features.of(features), labels, classes, Optional.empty());
    }

    /**
     * Examples for regression. Equal targets are in the same quintile: that of their middle rank.
     *
     * @param features [example, feature]
     * @param targets target of each example
     */
    public static Table ofTargets(double[][] features, double[] targets) {
        return ofTargets(Features.of(features), targets);
    }

    /** The same with features in blocks. */
    public static Table ofTargets(Features features, double[] targets) {
        return new Table(features, fifths(targets), List.of(), Optional.of(targets));
    }

    /** The fifth of each target, from 0 to 4; equal targets are in the same one. */
    static int[] fifths(double[] targets) {
        // Ranks start at 1: subtracting a half gives the middle of an example's place. Adding 0 makes −0 equal to 0.
        double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE)
                .apply(Arrays.stream(targets).map(target -> target + 0.0).toArray());
        return Arrays.stream(ranks)
                .mapToInt(rank -> (int) (TARGET_GROUPS * (rank - 0.5) / targets.length))
                .toArray();
    }

    /** The same examples in another form. */
    public Table in(Form other) {
        return new Table(features, labels, classes, targets, other, trainExamples, keys);
    }

    /**
     * The same examples with the last ones as the test set.
     *
     * @param first number of training examples
     */
    public Table withTrainExamples(int first) {
        return new Table(features, labels, classes, targets, form, first, keys);
    }

    /** The same examples, to be split by these keys. */
    public Table withKeys(SplitKeys others) {
        return new Table(features, labels, classes, targets, form, trainExamples, others);
    }

    /** The same examples for a network with this number of outputs: two classes have one output each, or one for both. */
    public Table forOutputs(int outputs) {
        return in(new Form(form.shape(), form.standardized(), outputs > 1));
    }

    /** Number of network outputs for a label. */
    public int outputs() {
        return classes.size() > 2 || (classes.size() == 2 && form.oneHot()) ? classes.size() : 1;
    }

    @Override
    public double[] targetsOf(int[] examples) {
        double[] all = targets.orElseThrow();
        return Arrays.stream(examples).mapToDouble(example -> all[example]).toArray();
    }
}
