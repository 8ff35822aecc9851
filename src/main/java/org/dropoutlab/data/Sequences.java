package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Examples that are sequences of steps, each of its own length. One example is one sequence: folds, counts and tests are over
 * sequences, never over steps.
 *
 * @param steps features of all steps, [step, feature] in the data's units, those of one sequence after those of another
 * @param starts the first step of each sequence in {@code steps} and, at the end, the number of all steps
 * @param labels class of each sequence, an index into {@code classes}; the fifth of its number or, with a number for each
 *     step, of its mean number; 0 with a class for each step, by which sequences are not stratified
 * @param classes names of the classes; none for numbers
 * @param answers what is to be predicted
 * @param standardized whether features and numbers to predict are standardized over the steps of the training sequences;
 *     otherwise they are used unchanged
 * @param trainExamples number of training sequences, which come first; all if there is no separate test set
 * @param keys which sequences may be on different sides of a split
 */
public record Sequences(
        Features steps,
        int[] starts,
        int[] labels,
        List<String> classes,
        Answers answers,
        boolean standardized,
        int trainExamples,
        SplitKeys keys)
        implements Examples {

    public Sequences {
        classes = List.copyOf(classes);
        if (starts.length < 2 || starts[0] != 0 || starts[starts.length - 1] != steps.examples()) {
            throw new IllegalArgumentException("sequences must cover all %d steps".formatted(steps.examples()));
        }
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] <= starts[i - 1]) {
                throw new IllegalArgumentException("sequence %d has no steps".formatted(i));
            }
        }
        int size = starts.length - 1;
        if (labels.length != size) {
            throw new IllegalArgumentException(size + " sequences but " + labels.length + " labels");
        }
        if (trainExamples < 1 || trainExamples > size) {
            throw new IllegalArgumentException(
                    "there cannot be %d training sequences out of %d".formatted(trainExamples, size));
        }
        int expected = answers.eachStep() ? steps.examples() : size;
        if (answers.size() != expected) {
            throw new IllegalArgumentException(
                    "%d answers instead of one for each of %d".formatted(answers.size(), expected));
        }
        if (answers.areClasses() == classes.isEmpty()) {
            throw new IllegalArgumentException("classes have names, and numbers have none");
        }
        keys.requireSize(size);
    }

    /** What is to be predicted of a sequence. */
    public sealed interface Answers {
        /** Number of answers. */
        int size();

        /** Whether there is one for each step; otherwise one for each sequence. */
        boolean eachStep();

        /** Whether they are classes; otherwise numbers. */
        boolean areClasses();
    }

    /**
     * A class for each sequence.
     *
     * @param numbers [sequence], indices into the names of the classes
     */
    public record Classes(int[] numbers) implements Answers {
        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public boolean eachStep() {
            return false;
        }

        @Override
        public boolean areClasses() {
            return true;
        }
    }

    /**
     * A number for each sequence.
     *
     * @param targets [sequence]
     */
    public record Numbers(double[] targets) implements Answers {
        @Override
        public int size() {
            return targets.length;
        }

        @Override
        public boolean eachStep() {
            return false;
        }

        @Override
        public boolean areClasses() {
            return false;
        }
    }

    /**
     * A class for each step.
     *
     * @param numbers [step] of all sequences, indices into the names of the classes; {@link #NONE} for a step without one
     */
    public record StepClasses(int[] numbers) implements Answers {
        /** A step whose class is not known or not asked for. */
        public static final int NONE = -1;

        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public boolean eachStep() {
            return true;
        }

        @Override
        public boolean areClasses() {
            return true;
        }
    }

    /**
     * A number for each step.
     *
     * @param targets [step] of all sequences; {@code NaN} for a step without one
     */
    public record StepNumbers(double[] targets) implements Answers {
        @Override
        public int size() {
            return targets.length;
        }

        @Override
        public boolean eachStep() {
            return true;
        }

        @Override
        public boolean areClasses() {
            return false;
        }
    }

    /** Standardized sequences with these answers, without a separate test set. {@code classes} are names; none for numbers. */
    public static Sequences of(Features steps, int[] starts, Answers answers, List<String> classes) {
        int size = starts.length - 1;
        return new Sequences(steps, starts, strata(answers, starts), classes, answers, true, size, SplitKeys.NONE);
    }

    /**
     * Sequences of numbers with a class each.
     *
     * @param sequences [sequence][step][feature], each of its own number of steps
     * @param labels class of each sequence, an index into {@code classes}
     * @param classes names of the classes
     */
    public static Sequences ofClasses(double[][][] sequences, int[] labels, List<String> classes) {
        return of(joined(sequences), starts(sequences), new Classes(labels), classes);
    }

    /** The features of sequences, [sequence][step][feature]. */
    public static Features joined(double[][][] sequences) {
        return Features.of(Arrays.stream(sequences).flatMap(Arrays::stream).toArray(double[][]::new));
    }

    /** Where sequences, [sequence][step][feature], begin among all their steps. */
    public static int[] starts(double[][][] sequences) {
        int[] lengths = Arrays.stream(sequences).mapToInt(steps -> steps.length).toArray();
        return starts(lengths);
    }

    /** Where sequences of these lengths begin among all their steps. */
    public static int[] starts(int[] lengths) {
        int[] starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], lengths[i]);
        }
        return starts;
    }

    private static int[] strata(Answers answers, int[] starts) {
        int size = starts.length - 1;
        if (answers instanceof Classes known) {
            return known.numbers();
        }
        if (answers instanceof Numbers known) {
            return Table.fifths(known.targets());
        }
        if (answers instanceof StepClasses) {
            return new int[size];
        }
        double[] targets = ((StepNumbers) answers).targets();
        return Table.fifths(IntStream.range(0, size)
                .mapToDouble(sequence -> Arrays.stream(targets, starts[sequence], starts[sequence + 1])
                        .filter(target -> !Double.isNaN(target))
                        .average()
                        .orElse(0))
                .toArray());
    }

    /** The same with features and numbers to predict used unchanged. */
    public Sequences unscaled() {
        return new Sequences(steps, starts, labels, classes, answers, false, trainExamples, keys);
    }

    /**
     * The same sequences with the last ones as the test set.
     *
     * @param first number of training sequences
     */
    public Sequences withTrainExamples(int first) {
        return new Sequences(steps, starts, labels, classes, answers, standardized, first, keys);
    }

    /** The same sequences, to be split by these keys. */
    public Sequences withKeys(SplitKeys others) {
        return new Sequences(steps, starts, labels, classes, answers, standardized, trainExamples, others);
    }

    /** Number of steps of a sequence. */
    public int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }

    /** Number of steps of each sequence. */
    public int[] lengths() {
        return IntStream.range(0, size()).map(this::length).toArray();
    }

    /** If a step is a single category, or a whole number from 0, one more than the largest. */
    public OptionalInt vocabulary() {
        if (steps.categories().length != 1) {
            return OptionalInt.empty();
        }
        if (steps.categories()[0] > 0) {
            return OptionalInt.of(steps.categories()[0]);
        }
        double largest = 0;
        for (int step = 0; step < steps.examples(); step++) {
            double cell = steps.cell(step, 0);
            if (!(cell >= 0) || cell != Math.rint(cell) || cell >= Integer.MAX_VALUE) {
                return OptionalInt.empty();
            }
            largest = Math.max(largest, cell);
        }
        return OptionalInt.of((int) largest + 1);
    }

    /** The steps of some {@code sequences} as indices into {@link #steps}, in their order. */
    public int[] stepsOf(int[] sequences) {
        return Arrays.stream(sequences)
                .flatMap(sequence -> IntStream.range(starts[sequence], starts[sequence + 1]))
                .toArray();
    }

    /**
     * The answers of some {@code sequences} as indices into {@link #answers}, in their order: one of each sequence, or one of each
     * step that has one.
     */
    public int[] answered(int[] sequences) {
        if (!answers.eachStep()) {
            return sequences.clone();
        }
        return Arrays.stream(stepsOf(sequences)).filter(this::hasAnswer).toArray();
    }

    /** Whether a step, an index into {@link #steps}, has an answer. */
    public boolean hasAnswer(int step) {
        if (answers instanceof StepClasses each) {
            return each.numbers()[step] != StepClasses.NONE;
        }
        return answers instanceof StepNumbers each && !Double.isNaN(each.targets()[step]);
    }

    /** An answer that is a class, by its index into {@link #answers}. */
    public int classOf(int answer) {
        return answers instanceof Classes each ? each.numbers()[answer] : ((StepClasses) answers).numbers()[answer];
    }

    /** An answer that is a number, by its index into {@link #answers}. */
    public double targetOf(int answer) {
        return answers instanceof Numbers each ? each.targets()[answer] : ((StepNumbers) answers).targets()[answer];
    }

    /** Classes stratify if every sequence has one. */
    @Override
    public List<String> strata() {
        return answers.eachStep() ? List.of() : classes;
    }

    @Override
    public int groups() {
        return answers instanceof StepClasses ? 1 : Examples.super.groups();
    }

    /** Number of sequences of each class or, if every step has one, of steps. */
    @Override
    public int[] classCounts() {
        if (!(answers instanceof StepClasses each)) {
            return Examples.super.classCounts();
        }
        int[] counts = new int[classes.size()];
        Arrays.stream(each.numbers()).filter(label -> label != StepClasses.NONE).forEach(label -> counts[label]++);
        return counts;
    }

    /** The numbers to predict of some {@code sequences}: one of each or one of each step that has one. */
    @Override
    public double[] targetsOf(int[] sequences) {
        double[] all = answers instanceof Numbers one ? one.targets() : ((StepNumbers) answers).targets();
        return Arrays.stream(answers.eachStep() ? stepsOf(sequences) : sequences)
                .mapToDouble(i -> all[i])
                .filter(target -> !Double.isNaN(target))
                .toArray();
    }
}
