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
public record CrossValidation(int folds, int repeats, OptionalInt trainSize) implements Resampling {
    public CrossValidation {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, not " + folds);
        }
        Resampling.requireRepeats(repeats);
        Resampling.requireTrainSize(trainSize, 2);
    }

    @Override
    public int splits() {
        return folds;
    }

    @Override
    public boolean hasValidation() {
        return false;
    }

    @Override
    public CrossValidation withFolds(int newFolds) {
        return new CrossValidation(newFolds, repeats, trainSize);
    }

    @Override
    public CrossValidation withRepeats(int newRepeats) {
        return new CrossValidation(folds, newRepeats, trainSize);
    }

    @Override
    public CrossValidation withTrainSize(int examples) {
        return new CrossValidation(folds, repeats, OptionalInt.of(examples));
    }

    @Override
    public String describe() {
        String cut = trainSize.isPresent() ? ", %,d training examples".formatted(trainSize.getAsInt()) : "";
        return (repeats == 1
                                ? "stratified %d-fold cross-validation"
                                : "%2$d repeats of stratified %1$d-fold cross-validation")
                        .formatted(folds, repeats)
                + cut;
    }
}
