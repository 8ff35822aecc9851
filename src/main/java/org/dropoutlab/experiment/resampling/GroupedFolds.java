package org.dropoutlab.experiment.resampling;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Repeated, stratified k-fold cross-validation of groups of examples: a group is as a whole in the training, validation or
 * test data of a fold, and each group is in the test data of one fold. Class shares are as even as the groups allow.
 *
 * @param column the column whose equal values make a group; empty if groups are copies of a row
 * @param plan folds, repeats and shares of examples
 */
public record GroupedFolds(Optional<String> column, CrossValidation plan) implements Resampling {
    /** Folds that keep copies of a row together. */
    public static GroupedFolds ofCopies(CrossValidation plan) {
        return new GroupedFolds(Optional.empty(), plan);
    }

    private GroupedFolds with(CrossValidation other) {
        return new GroupedFolds(column, other);
    }

    @Override
    public int repeats() {
        return plan.repeats();
    }

    @Override
    public int splits() {
        return plan.folds();
    }

    @Override
    public OptionalInt numberOfFolds() {
        return plan.numberOfFolds();
    }

    @Override
    public OptionalInt trainSize() {
        return plan.trainSize();
    }

    @Override
    public OptionalDouble heldBack() {
        return plan.heldBack();
    }

    @Override
    public Pairing pairing() {
        return Pairing.FOLDS;
    }

    @Override
    public GroupedFolds withRepeats(int newRepeats) {
        return with(plan.withRepeats(newRepeats));
    }

    @Override
    public GroupedFolds withFolds(int newFolds) {
        return with(plan.withFolds(newFolds));
    }

    @Override
    public GroupedFolds withTrainSize(int examples) {
        return with(plan.withTrainSize(examples));
    }

    @Override
    public GroupedFolds withValidation(double share) {
        return with(plan.withValidation(share));
    }

    @Override
    public GroupedFolds withoutValidation() {
        return with(plan.withoutValidation());
    }

    @Override
    public String describe() {
        return plan.describe() + ", with "
                + column.map(name -> "all rows of one " + name).orElse("all copies of a row") + " on the same side";
    }
}
