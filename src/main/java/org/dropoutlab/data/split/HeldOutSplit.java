package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.Random;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.HeldOutTest;

/** Draws training and validation examples from the published training set and keeps the published test set. */
final class HeldOutSplit {
    private HeldOutSplit() {}

    /**
     * The split of one repeat.
     *
     * @param seed of the drawing; the same seed gives the same split
     * @throws InputException if there is no test set, if there are too few examples, or if all targets of a part are the same
     */
    static Fold of(Examples examples, HeldOutTest resampling, long seed) {
        check(examples, resampling);
        int trainSize = resampling.trainSize().orElse(examples.trainExamples());
        int[] drawn = Strata.of(examples, 0, examples.trainExamples())
                .shuffle(new Random(seed))
                .interleaved(example -> true);
        int validation = validationSize(resampling, trainSize);
        int[] test =
                Strata.of(examples, examples.trainExamples(), examples.size()).interleaved(example -> true);
        int[] tested = sorted(test, 0, resampling.testSize().orElse(test.length));
        Fold fold = GroupSplit.hasGroups(examples) && resampling.hasValidation()
                ? GroupSplit.heldBack(
                        examples,
                        new Fold(sorted(drawn, 0, trainSize), new int[0], tested),
                        resampling.validationShare(),
                        seed)
                : new Fold(sorted(drawn, validation, trainSize), sorted(drawn, 0, validation), tested);
        if (examples.isRegression()) {
            examples.requireVaryingTargets(fold.train(), "training examples");
            if (resampling.hasValidation()) {
                examples.requireVaryingTargets(fold.validation(), "validation examples");
            }
            examples.requireVaryingTargets(fold.test(), "test examples");
        }
        return fold;
    }

    /** Fails as {@link #of} would, without drawing. */
    static void check(Examples examples, HeldOutTest resampling) {
        if (!examples.hasTestData()) {
            throw new InputException("this data set has no separate test set; use cross-validation");
        }
        int classes = examples.strata().size();
        int leastValidation = examples.strata().isEmpty() ? 2 : classes;
        int trainSize = resampling.trainSize().orElse(examples.trainExamples());
        if (trainSize > examples.trainExamples()) {
            throw new InputException("train size %d exceeds the %d training examples of the data set"
                    .formatted(trainSize, examples.trainExamples()));
        }
        if (resampling.hasValidation() && validationSize(resampling, trainSize) < leastValidation) {
            throw new InputException("train size %d leaves %d examples for validation, fewer than %s%d"
                    .formatted(
                            trainSize,
                            validationSize(resampling, trainSize),
                            examples.strata().isEmpty() ? "" : "the number of classes, ",
                            leastValidation));
        }
        int tests = examples.size() - examples.trainExamples();
        if (resampling.testSize().orElse(tests) > tests) {
            throw new InputException("test size %d exceeds the %d test examples of the data set"
                    .formatted(resampling.testSize().orElseThrow(), tests));
        }
    }

    private static int validationSize(HeldOutTest resampling, int trainSize) {
        return Math.toIntExact(Math.round(resampling.validationShare() * trainSize));
    }

    private static int[] sorted(int[] examples, int from, int to) {
        int[] part = Arrays.copyOfRange(examples, from, to);
        Arrays.sort(part);
        return part;
    }
}
