package org.dropoutlab.experiment;

import java.util.OptionalInt;

/** How a study divides its examples into training and test data, and how often it starts anew with other seeds. */
public sealed interface Resampling permits CrossValidation, HeldOutTest {

    /** Times that everything is done, with other random numbers. */
    int repeats();

    /** Divisions within a repeat, numbered from 0; each is a trial of every arm. */
    int splits();

    /** Examples taken for training, stratified; all that there are if empty. */
    OptionalInt trainSize();

    /** Whether some of the training data is held back to choose by. */
    boolean hasValidation();

    /** The same with another number of repeats. */
    Resampling withRepeats(int newRepeats);

    /**
     * The same with another number of folds.
     *
     * @throws IllegalArgumentException if there are no folds
     */
    Resampling withFolds(int newFolds);

    /** The same with {@code examples} for training. */
    Resampling withTrainSize(int examples);

    /**
     * The same with a share of the training examples held back as validation data.
     *
     * @param share greater than 0 and less than 1
     */
    Resampling withValidation(double share);

    /**
     * The same with all training examples to train on.
     *
     * @throws IllegalArgumentException if some are always held back
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
                    "the validation data's share must be greater than 0 and less than 1, not " + validationShare);
        }
    }

    /** Fails if {@code trainSize} is there and less than {@code least}. */
    static void requireTrainSize(OptionalInt trainSize, int least) {
        if (trainSize.isPresent() && trainSize.getAsInt() < least) {
            throw new IllegalArgumentException(
                    "train size must be at least %d, not %d".formatted(least, trainSize.getAsInt()));
        }
    }
}
