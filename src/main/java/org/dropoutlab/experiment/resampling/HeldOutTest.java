package org.dropoutlab.experiment.resampling;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Repeated training with new seeds, tested on the publisher's test data. Every repeat draws new training examples,
 * stratified, and may hold a share of them back as validation data for choosing an epoch.
 *
 * @param repeats 1 to 1,000
 * @param trainSize training examples of a repeat, validation data included; all if empty
 * @param testSize test examples, stratified, the same in every repeat; all if empty
 * @param validationShare share of the training examples held back, less than 1; 0 for none
 */
public record HeldOutTest(int repeats, OptionalInt trainSize, OptionalInt testSize, double validationShare)
        implements Resampling {
    public HeldOutTest {
        Resampling.requireRepeats(repeats);
        Resampling.requireTrainSize(trainSize, 2);
        if (testSize.isPresent() && testSize.getAsInt() < 1) {
            throw new IllegalArgumentException("test size must be at least 1, not " + testSize.getAsInt());
        }
        if (validationShare != 0) {
            Resampling.requireShare(validationShare);
        }
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
        return validationShare == 0 ? OptionalDouble.empty() : OptionalDouble.of(validationShare);
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
        Resampling.requireShare(share);
        return new HeldOutTest(repeats, trainSize, testSize, share);
    }

    @Override
    public HeldOutTest withoutValidation() {
        return new HeldOutTest(repeats, trainSize, testSize, 0);
    }

    @Override
    public String describe() {
        return "%s, %s training examples%s, %s test examples"
                .formatted(
                        repeats == 1 ? "one seed" : repeats + " seeds",
                        amount(trainSize),
                        validationShare == 0
                                ? ""
                                : " with %.0f%% of them held out for validation".formatted(100 * validationShare),
                        amount(testSize));
    }

    private static String amount(OptionalInt size) {
        return size.isPresent() ? "%,d".formatted(size.getAsInt()) : "all";
    }
}
