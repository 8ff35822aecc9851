package org.dropoutlab.experiment.resampling;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Repeated, stratified k-fold cross-validation: every repeat reshuffles the examples, and each of its folds is the
 * test data once.
 *
 * @param folds k, at least 2
 * @param repeats 1 to 1,000
 * @param trainSize training examples used, stratified, validation data included; the whole training fold if empty
 * @param validationShare share of these held back, stratified, to choose an epoch, greater than 0 and less than 1; no
 *     validation data if empty
 */
public record CrossValidation(int folds, int repeats, OptionalInt trainSize, OptionalDouble validationShare)
        implements Resampling {
    public CrossValidation {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, not " + folds);
        }
        Resampling.requireRepeats(repeats);
        Resampling.requireTrainSize(trainSize, 2);
        validationShare.ifPresent(Resampling::requireShare);
    }

    /** Cross-validation without validation data. */
    public CrossValidation(int folds, int repeats, OptionalInt trainSize) {
        this(folds, repeats, trainSize, OptionalDouble.empty());
    }

    @Override
    public CrossValidation withValidation(double share) {
        return new CrossValidation(folds, repeats, trainSize, OptionalDouble.of(share));
    }

    @Override
    public int splits() {
        return folds;
    }

    @Override
    public OptionalInt numberOfFolds() {
        return OptionalInt.of(folds);
    }

    @Override
    public OptionalDouble heldBack() {
        return validationShare;
    }

    @Override
    public Pairing pairing() {
        return Pairing.FOLDS;
    }

    @Override
    public CrossValidation withFolds(int newFolds) {
        return new CrossValidation(newFolds, repeats, trainSize, validationShare);
    }

    @Override
    public CrossValidation withRepeats(int newRepeats) {
        return new CrossValidation(folds, newRepeats, trainSize, validationShare);
    }

    @Override
    public CrossValidation withTrainSize(int examples) {
        return new CrossValidation(folds, repeats, OptionalInt.of(examples), validationShare);
    }

    @Override
    public CrossValidation withoutValidation() {
        return new CrossValidation(folds, repeats, trainSize);
    }

    @Override
    public String describe() {
        String cut = trainSize.isPresent() ? ", %,d training examples".formatted(trainSize.getAsInt()) : "";
        String heldBack = validationShare.isPresent()
                ? (trainSize.isPresent() ? " with %.0f%% of them" : " with %.0f%% of the training examples")
                                .formatted(100 * validationShare.getAsDouble())
                        + " held out for validation"
                : "";
        return (repeats == 1
                                ? "stratified %d-fold cross-validation"
                                : "%2$d repeats of stratified %1$d-fold cross-validation")
                        .formatted(folds, repeats)
                + cut
                + heldBack;
    }
}
