package org.dropoutlab.data;

import java.util.List;
import org.dropoutlab.experiment.CrossValidation;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Resampling;

/** Divides a data set as a study's resampling says. */
public final class Splits {
    private Splits() {}

    /**
     * The splits of one repeat.
     *
     * @param seed the same seed gives the same splits
     * @throws InputException if the examples cannot be split so
     */
    public static List<Fold> of(Examples examples, Resampling resampling, long seed) {
        if (resampling instanceof CrossValidation crossValidation) {
            return StratifiedFolds.of(examples, crossValidation, seed);
        }
        return List.of(HeldOutSplit.of(withTestData(examples), (HeldOutTest) resampling, seed));
    }

    /**
     * Fails as {@link #of} would, without making the splits.
     *
     * @throws InputException if the examples cannot be split so
     */
    public static void check(Examples examples, Resampling resampling) {
        if (resampling instanceof CrossValidation crossValidation) {
            StratifiedFolds.check(examples, crossValidation);
        } else {
            HeldOutSplit.check(withTestData(examples), (HeldOutTest) resampling);
        }
    }

    private static Images withTestData(Examples examples) {
        if (examples instanceof Images images) {
            return images;
        }
        throw new InputException("this data set has no test data of its own: it is for cross-validation");
    }
}
