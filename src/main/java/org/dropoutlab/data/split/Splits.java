package org.dropoutlab.data.split;

import java.util.List;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.GroupedFolds;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;

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
        if (resampling instanceof GroupedFolds grouped) {
            return GroupSplit.of(examples, grouped, seed);
        }
        if (resampling instanceof ForwardChaining chaining) {
            return TimeSplit.of(examples, chaining);
        }
        if (resampling instanceof GivenSplits given) {
            return GivenSplit.of(examples, given);
        }
        return List.of(HeldOutSplit.of(examples, (HeldOutTest) resampling, seed));
    }

    /**
     * A split with its validation examples, if any, taken from its training examples by the rule of the split: the latest of a
     * split by time, whole groups of a table with groups. Splits that have their validation examples are returned unchanged.
     *
     * @param fold a result of {@link #of}
     * @param seed the same seed draws the same
     * @throws InputException if the training examples cannot be divided this way
     */
    public static Fold withValidation(Examples examples, Resampling resampling, Fold fold, long seed) {
        if (resampling instanceof HeldOutTest || resampling.heldBack().isEmpty()) {
            return fold;
        }
        double share = resampling.heldBack().getAsDouble();
        if (resampling instanceof ForwardChaining chaining) {
            return TimeSplit.heldBack(examples, chaining, fold, share);
        }
        return GroupSplit.hasGroups(examples)
                ? GroupSplit.heldBack(examples, fold, share, seed)
                : ValidationShare.heldBack(examples, fold, share, seed);
    }

    /** What each test period of a split by time is called: its first and last time. */
    public static List<String> periods(Examples examples, ForwardChaining resampling) {
        return TimeSplit.periods(examples, resampling);
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
        } else if (resampling instanceof HeldOutTest heldOut) {
            HeldOutSplit.check(examples, heldOut);
            if (examples.isRegression()) {
                HeldOutSplit.of(examples, heldOut, 0);
            }
        } else {
            of(examples, resampling, 0).forEach(fold -> withValidation(examples, resampling, fold, 0));
        }
    }
}
