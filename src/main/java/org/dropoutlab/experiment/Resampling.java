package org.dropoutlab.experiment;

import java.util.OptionalInt;

/**
 * Repeated, stratified k-fold cross-validation: every repeat shuffles the examples anew and each of its folds is the
 * test data once.
 *
 * @param folds k, at least 2
 * @param repeats 1 to 1,000
 * @param trainSize examples of the training fold that are used, stratified; all of them if empty
 */
public record Resampling(int folds, int repeats, OptionalInt trainSize) {
    private static final int MOST_REPEATS = 1000;

    public Resampling {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, not " + folds);
        }
        if (repeats < 1 || repeats > MOST_REPEATS) {
            throw new IllegalArgumentException("repeats must be from 1 to %d, not %d".formatted(MOST_REPEATS, repeats));
        }
        if (trainSize.isPresent() && trainSize.getAsInt() < 2) {
            throw new IllegalArgumentException("train size must be at least 2, not " + trainSize.getAsInt());
        }
    }

    /** {@code repeats} times {@code folds} folds with whole training folds. */
    public static Resampling of(int folds, int repeats) {
        return new Resampling(folds, repeats, OptionalInt.empty());
    }

    /** The same with another number of folds. */
    public Resampling withFolds(int newFolds) {
        return new Resampling(newFolds, repeats, trainSize);
    }

    /** The same with another number of repeats. */
    public Resampling withRepeats(int newRepeats) {
        return new Resampling(folds, newRepeats, trainSize);
    }

    /** The same with training folds cut to {@code examples}. */
    public Resampling withTrainSize(int examples) {
        return new Resampling(folds, repeats, OptionalInt.of(examples));
    }

    /** One line for reports. */
    public String describe() {
        String cut = trainSize.isPresent() ? ", %d training examples".formatted(trainSize.getAsInt()) : "";
        return (repeats == 1
                                ? "stratified %d-fold cross-validation"
                                : "%2$d repeats of stratified %1$d-fold cross-validation")
                        .formatted(folds, repeats)
                + cut;
    }
}
