package org.dropoutlab.data.split;

import java.util.List;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.CrossValidation;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Resampling;

/** Divides a data set as a study's resampling says. */
public final class Splits {
    private Splits() {}

    /**
     * The splits of one repeat; those of cross-validation before {@link #withValidation} holds examples back.
     *
     * @param seed the same seed gives the same splits
     * @throws InputException if the examples cannot be split so
     */
    public static List<Fold> of(Examples examples, Resampling resampling, long seed) {
        if (resampling instanceof CrossValidation crossValidation) {
            return StratifiedFolds.of(examples, crossValidation, seed);
        }
        return List.of(HeldOutSplit.of(examples, (HeldOutTest) resampling, seed));
    }

    /**
     * A split with the validation examples that cross-validation draws from its training fold, if it is to have any. Others
     * are returned as they are.
     *
     * @param fold one of {@link #of}'s
     * @param seed the same seed draws the same
     * @throws InputException if there would be none of a class, or nothing else of it
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
     * @throws InputException if the examples cannot be split so
     */
    public static void check(Examples examples, Resampling resampling) {
        if (resampling instanceof CrossValidation crossValidation) {
            StratifiedFolds.check(examples, crossValidation);
            if (crossValidation.hasValidation() || examples.isRegression()) {
                // How many there are of each class does not depend on the seeds.
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
