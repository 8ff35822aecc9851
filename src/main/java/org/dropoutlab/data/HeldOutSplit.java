package org.dropoutlab.data;

import java.util.Arrays;
import java.util.Random;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.InputException;

/** Draws training and validation examples from what the publisher meant for training, and takes the test data as given. */
final class HeldOutSplit {
    private HeldOutSplit() {}

    /**
     * The split of one repeat.
     *
     * @param seed of the drawing; the same seed gives the same split
     * @throws InputException if there are not as many examples as asked for
     */
    static Fold of(Images images, HeldOutTest resampling, long seed) {
        check(images, resampling);
        int trainSize = resampling.trainSize().orElse(images.trainExamples());
        int[] drawn = Strata.of(images, 0, images.trainExamples())
                .shuffle(new Random(seed))
                .interleaved(example -> true);
        int validation = validationSize(resampling, trainSize);
        int[] test = Strata.of(images, images.trainExamples(), images.size()).interleaved(example -> true);
        return new Fold(
                sorted(drawn, validation, trainSize),
                sorted(drawn, 0, validation),
                sorted(test, 0, resampling.testSize().orElse(test.length)));
    }

    /** Fails as {@link #of} would, without drawing. */
    static void check(Images images, HeldOutTest resampling) {
        int classes = images.classes().size();
        int trainSize = resampling.trainSize().orElse(images.trainExamples());
        if (trainSize > images.trainExamples()) {
            throw new InputException("train size %d is more than the %d training examples of the data set"
                    .formatted(trainSize, images.trainExamples()));
        }
        if (validationSize(resampling, trainSize) < classes) {
            throw new InputException(
                    "train size %d leaves %d examples for validation, fewer than the number of classes, %d"
                            .formatted(trainSize, validationSize(resampling, trainSize), classes));
        }
        int tests = images.size() - images.trainExamples();
        if (resampling.testSize().orElse(tests) > tests) {
            throw new InputException("test size %d is more than the %d test examples of the data set"
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
