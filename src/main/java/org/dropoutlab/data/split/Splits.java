package org.dropoutlab.data.split;

import java.util.List;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.CrossValidation;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Resampling;

/** Splits a data set according to a study's resampling. */
public final class Splits {
    private Splits() {}

    /**
     * The splits of one repeat; for cross-validation, before {@link #withValidation} holds out validation examples.
     *
     * @param seed the same seed gives the same splits
     * @throws InputException if the examples cannot be split this way
     */
    public static List<Fold> of(Examples examples, Resampling resampling, long seed) {
        if (resampling instanceof CrossValidation crossValidation) {
            return StratifiedFolds.of(examples, crossValidation, seed);
        }
        return List.of(HeldOutSplit.of(examples, (HeldOutTest) resampling, seed));
    }

    /**
     * A cross-validation split with its validation examples, if any, drawn from the training fold. Other splits are returned
     * unchanged.
     *
     * @param fold a result of {@link #of}
     * @param seed the same seed draws the same
     * @throws InputException if a class would be missing from the training or validation examples
     */
    public static Fold withValidation(Examples examples, Resampling resampling, Fold fold, long seed) {
        return resampling instanceof CrossValidation crossValidation
                        && crossValidation.validationShare().isPresent()
                ? ValidationShare.heldBack(
                        examples, fold, crossValidation.validationShare().getAsDouble(), seed)
                : fold;
    }

    /**
     * Fails as {@link #of} and {@link #withValidation} would.
     *
     * @throws InputException if the examples cannot be split this way
     */
    public static void check(Examples examples, Resampling resampling) {
        if (resampling instanceof CrossValidation crossValidation) {
            StratifiedFolds.check(examples, crossValidation);
            if (crossValidation.hasValidation() || examples.isRegression()) {
                // Class counts do not depend on the seeds.
                StratifiedFolds.of(examples, crossValidation, 0)
                        .forEach(fold -> withValidation(examples, crossValidation, fold, 0));
            }
        } else {
            HeldOutSplit.check(examples, (HeldOutTest) resampling);
            if (examples.isRegression()) {
                HeldOutSplit.of(examples, (HeldOutTest) resampling, 0);
            }
        }
    }
}
