package org.dropoutlab.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a study judges final outputs, declared before training.
 *
 * @param primary the metric on test data by which arms are judged; the task's usual one (accuracy, or R²) if empty
 * @param positive number of the positive class of two; the rarer one if empty
 * @param kept the most test examples whose outputs a trial keeps; 0 for none
 * @param own metrics that the calling program computes for each trial, each with a name of its own
 */
public record Judgement(Optional<Metric> primary, OptionalInt positive, int kept, List<OwnMetric> own) {
    public Judgement {
        own = List.copyOf(own);
        Objects.requireNonNull(primary);
        Objects.requireNonNull(positive);
        if (kept < 0) {
            throw new IllegalArgumentException("the number of kept outputs must be at least 0, not " + kept);
        }
        if (own.stream().map(OwnMetric::name).distinct().count() != own.size()) {
            throw new IllegalArgumentException("two metrics have the same name: " + own);
        }
    }

    /** By the task's usual metric; trials keep no outputs. */
    public static Judgement usual() {
        return new Judgement(Optional.empty(), OptionalInt.empty(), 0, List.of());
    }

    /** By the task's usual metric; trials keep the outputs for up to {@link TestOutputs#MOST_EXAMPLES} test examples. */
    public static Judgement keeping() {
        return new Judgement(Optional.empty(), OptionalInt.empty(), TestOutputs.MOST_EXAMPLES, List.of());
    }

    /**
     * Number of the positive class of two: the declared one, otherwise the rarer, the second in a tie.
     *
     * @param counts examples of each class
     * @return without meaning unless there are two classes
     */
    public int positive(int... counts) {
        return positive.orElse(counts.length == 2 && counts[0] < counts[1] ? 0 : 1);
    }

    /** The same by another metric. */
    public Judgement by(Metric metric) {
        return new Judgement(Optional.of(metric), positive, kept, own);
    }

    /** The same with this class as the positive one of two. */
    public Judgement withPositive(int ofTwo) {
        if (ofTwo != 0 && ofTwo != 1) {
            throw new IllegalArgumentException("the positive class is one of two, not number " + ofTwo);
        }
        return new Judgement(primary, OptionalInt.of(ofTwo), kept, own);
    }

    /** The same with these metrics of the calling program's own. */
    public Judgement withOwn(List<OwnMetric> metrics) {
        return new Judgement(primary, positive, kept, metrics);
    }
}
