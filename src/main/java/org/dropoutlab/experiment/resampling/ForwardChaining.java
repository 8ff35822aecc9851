package org.dropoutlab.experiment.resampling;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Splits by time: each test period comes after all of its training data. Examples of one time are never on different sides. Repeats
 * have the same splits and differ in their seeds.
 *
 * @param column the column that says when an example is from
 * @param folds number of test periods, at least 2
 * @param gap number of distinct times left out between training and test data, and between training and validation data
 * @param repeats 1 to 1,000
 * @param validationShare share of the training examples held back, the latest, to choose an epoch, greater than 0 and less
 *     than 1; no validation data if empty
 * @param periods what each test period is called, one for each; none if they have no names yet
 */
public record ForwardChaining(
        String column, int folds, int gap, int repeats, OptionalDouble validationShare, List<String> periods)
        implements Resampling {
    public ForwardChaining {
        periods = List.copyOf(periods);
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, not " + folds);
        }
        if (gap < 0) {
            throw new IllegalArgumentException("the gap must be at least 0, not " + gap);
        }
        if (!periods.isEmpty() && periods.size() != folds) {
            throw new IllegalArgumentException("%d names for %d periods".formatted(periods.size(), folds));
        }
        Resampling.requireRepeats(repeats);
        validationShare.ifPresent(Resampling::requireShare);
    }

    /** The same with names of its test periods. */
    public ForwardChaining withPeriods(List<String> names) {
        return new ForwardChaining(column, folds, gap, repeats, validationShare, names);
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
    public OptionalInt trainSize() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalDouble heldBack() {
        return validationShare;
    }

    @Override
    public Pairing pairing() {
        return Pairing.PERIODS;
    }

    @Override
    public ForwardChaining withRepeats(int newRepeats) {
        return new ForwardChaining(column, folds, gap, newRepeats, validationShare, periods);
    }

    @Override
    public ForwardChaining withFolds(int newFolds) {
        return new ForwardChaining(column, newFolds, gap, repeats, validationShare, List.of());
    }

    /**
     * @throws IllegalArgumentException always: each period is trained on all that came before
     */
    @Override
    public ForwardChaining withTrainSize(int examples) {
        throw new IllegalArgumentException(
                "splits by time have no train size: each test period is predicted from all that came before it");
    }

    @Override
    public ForwardChaining withValidation(double share) {
        return new ForwardChaining(column, folds, gap, repeats, OptionalDouble.of(share), periods);
    }

    @Override
    public ForwardChaining withoutValidation() {
        return new ForwardChaining(column, folds, gap, repeats, OptionalDouble.empty(), periods);
    }

    @Override
    public String describe() {
        return "%d test periods by column %s, each after its training data%s%s%s"
                .formatted(
                        folds,
                        column,
                        gap == 0
                                ? ""
                                : gap == 1
                                        ? " and 1 time left out between them"
                                        : " and %d times left out between them".formatted(gap),
                        validationShare.isPresent()
                                ? ", the latest %.0f%% of which are held out for validation"
                                        .formatted(100 * validationShare.getAsDouble())
                                : "",
                        repeats == 1 ? "" : ", %d seeds".formatted(repeats));
    }
}
