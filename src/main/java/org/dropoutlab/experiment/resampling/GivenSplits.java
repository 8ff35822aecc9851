package org.dropoutlab.experiment.resampling;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Splits that were decided beforehand, by a column of the data or by their owner. Repeats have the same splits and differ in their
 * seeds and in the choice of validation examples.
 *
 * @param source what gives them, as a phrase, such as {@code column fold}
 * @param splits number of splits, at least 1
 * @param repeats 1 to 1,000
 * @param givenValidation whether they contain validation data
 * @param validationShare share of the training examples held back, stratified, to choose an epoch, greater than 0 and less than 1;
 *     empty if validation data are given or there are none
 * @param pairing how differences on them relate to one another
 */
public record GivenSplits(
        String source,
        int splits,
        int repeats,
        boolean givenValidation,
        OptionalDouble validationShare,
        Pairing pairing)
        implements Resampling {
    public GivenSplits {
        if (splits < 1) {
            throw new IllegalArgumentException("there must be at least one split");
        }
        Resampling.requireRepeats(repeats);
        validationShare.ifPresent(Resampling::requireShare);
        if (givenValidation && validationShare.isPresent()) {
            throw new IllegalArgumentException(
                    "the validation data are given by %s; no share of the training data can be held out"
                            .formatted(source));
        }
    }

    @Override
    public OptionalInt numberOfFolds() {
        return splits == 1 ? OptionalInt.empty() : OptionalInt.of(splits);
    }

    @Override
    public OptionalInt trainSize() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalDouble heldBack() {
        return validationShare;
    }

    @Override
    public boolean hasValidation() {
        return givenValidation || validationShare.isPresent();
    }

    @Override
    public GivenSplits withRepeats(int newRepeats) {
        return new GivenSplits(source, splits, newRepeats, givenValidation, validationShare, pairing);
    }

    /**
     * @throws IllegalArgumentException always: the number of splits is given
     */
    @Override
    public GivenSplits withFolds(int newFolds) {
        throw new IllegalArgumentException("the splits are given by %s; they cannot be other folds".formatted(source));
    }

    /**
     * @throws IllegalArgumentException always: the training examples are given
     */
    @Override
    public GivenSplits withTrainSize(int examples) {
        throw new IllegalArgumentException(
                "the training examples are given by %s; there is no train size".formatted(source));
    }

    @Override
    public GivenSplits withValidation(double share) {
        return new GivenSplits(source, splits, repeats, givenValidation, OptionalDouble.of(share), pairing);
    }

    @Override
    public GivenSplits withoutValidation() {
        if (givenValidation) {
            throw new IllegalArgumentException("the validation data are given by " + source);
        }
        return new GivenSplits(source, splits, repeats, false, OptionalDouble.empty(), pairing);
    }

    @Override
    public String describe() {
        return "%s given by %s%s%s"
                .formatted(
                        splits == 1 ? "training and test data" : "%d splits".formatted(splits),
                        source,
                        givenValidation
                                ? ", validation data included"
                                : validationShare.isPresent()
                                        ? ", with %.0f%% of the training examples held out for validation"
                                                .formatted(100 * validationShare.getAsDouble())
                                        : "",
                        repeats == 1 ? "" : ", %d seeds".formatted(repeats));
    }
}
