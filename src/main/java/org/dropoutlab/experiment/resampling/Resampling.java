package org.dropoutlab.experiment.resampling;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A study's splits into training and test data, and its repeats with new seeds. */
public sealed interface Resampling permits CrossValidation, GroupedFolds, ForwardChaining, GivenSplits, HeldOutTest {

    /** Number of repeats, each with its own random numbers. */
    int repeats();

    /** Number of splits in a repeat; every arm has one trial per split. */
    int splits();

    /** Number of folds; empty if there is a single test set. */
    OptionalInt numberOfFolds();

    /** Number of training examples, stratified; all if empty. */
    OptionalInt trainSize();

    /** Share of the training examples held back for validation; empty if none are. */
    OptionalDouble heldBack();

    /** Whether there are validation data. */
    default boolean hasValidation() {
        return heldBack().isPresent();
    }

    /** How the pairs of two arms' trials relate to one another. */
    Pairing pairing();

    /** A copy with another number of repeats. */
    Resampling withRepeats(int newRepeats);

    /**
     * A copy with another number of folds.
     *
     * @throws IllegalArgumentException if there are no folds
     */
    Resampling withFolds(int newFolds);

    /** A copy with {@code examples} training examples. */
    Resampling withTrainSize(int examples);

    /**
     * A copy with a share of the training examples held back as validation data.
     *
     * @param share greater than 0 and less than 1
     */
    Resampling withValidation(double share);

    /**
     * A copy without validation data.
     *
     * @throws IllegalArgumentException if validation data are always held back
     */
    Resampling withoutValidation();

    /** One line for reports. */
    String describe();

    /** {@code repeats} rounds of {@code folds}-fold cross-validation with whole training folds. */
    static CrossValidation of(int folds, int repeats) {
        return new CrossValidation(folds, repeats, OptionalInt.empty());
    }

    /** Fails if {@code repeats} is not from 1 to 1,000. */
    static void requireRepeats(int repeats) {
        int most = 1000;
        if (repeats < 1 || repeats > most) {
            throw new IllegalArgumentException("repeats must be from 1 to %d, not %d".formatted(most, repeats));
        }
    }

    /** Fails if {@code validationShare} is not greater than 0 and less than 1. */
    static void requireShare(double validationShare) {
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "the validation share must be greater than 0 and less than 1, not " + validationShare);
        }
    }

    /** Fails if {@code trainSize} is present and less than {@code least}. */
    static void requireTrainSize(OptionalInt trainSize, int least) {
        if (trainSize.isPresent() && trainSize.getAsInt() < least) {
            throw new IllegalArgumentException(
                    "train size must be at least %d, not %d".formatted(least, trainSize.getAsInt()));
        }
    }
}
