package org.dropoutlab.experiment.resampling;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Repeated training with new seeds, tested on the publisher's test data. Every repeat draws new training examples,
 * stratified, and holds a share of them back as validation data for choosing an epoch.
 *
 * @param repeats 1 to 1,000
 * @param trainSize training examples of a repeat, validation data included; all if empty
 * @param testSize test examples, stratified, the same in every repeat; all if empty
 * @param validationShare share of the training examples held back, greater than 0 and less than 1
 */
public record HeldOutTest(int repeats, OptionalInt trainSize, OptionalInt testSize, double validationShare)
        implements Resampling {
    public HeldOutTest {
        Resampling.requireRepeats(repeats);
        Resampling.requireTrainSize(trainSize, 2);
        if (testSize.isPresent() && testSize.getAsInt() < 1) {
            throw new IllegalArgumentException("test size must be at least 1, not " + testSize.getAsInt());
        }
        Resampling.requireShare(validationShare);
    }

    @Override
    public int splits() {
        return 1;
    }

    @Override
    public OptionalInt numberOfFolds() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalDouble heldBack() {
        return OptionalDouble.of(validationShare);
    }

    @Override
    public Pairing pairing() {
        return Pairing.SEEDS;
    }

    @Override
    public HeldOutTest withFolds(int newFolds) {
        throw new IllegalArgumentException(
                "this study has test data of its own and no folds; use --repeats for more trials");
    }

    @Override
    public HeldOutTest withRepeats(int newRepeats) {
        return new HeldOutTest(newRepeats, trainSize, testSize, validationShare);
    }

    @Override
    public HeldOutTest withTrainSize(int examples) {
        return new HeldOutTest(repeats, OptionalInt.of(examples), testSize, validationShare);
    }

    @Override
    public HeldOutTest withValidation(double share) {
        return new HeldOutTest(repeats, trainSize, testSize, share);
    }

    @Override
    public HeldOutTest withoutValidation() {
        throw new IllegalArgumentException(
                "studies with held-out test data always hold back training examples for validation");
    }

    @Override
    public String describe() {
        return "%s, %s training examples with %.0f%% of them held out for validation, %s test examples"
                .formatted(
                        repeats == 1 ? "one seed" : repeats + " seeds",
                        amount(trainSize),
                        100 * validationShare,
                        amount(testSize));
    }

    private static String amount(OptionalInt size) {
        return size.isPresent() ? "%,d".formatted(size.getAsInt()) : "all";
    }
}
