package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.CrossValidation;

/**
 * Stratified folds: every example is in the test data of exactly one fold, fold sizes differ by at most one, and so do
 * the numbers of each class in them.
 */
final class StratifiedFolds {
    private StratifiedFolds() {}

    /**
     * The folds of one repeat.
     *
     * @param examples the examples to split
     * @param resampling number of folds and train size
     * @param seed of the shuffling; the same seed gives the same folds
     * @throws InputException if a class has fewer examples than there are folds, a training fold is smaller than the train
     *     size, or all targets in the training or test data of a fold are the same
     */
    static List<Fold> of(Examples examples, CrossValidation resampling, long seed) {
        check(examples, resampling);
        int folds = resampling.folds();
        Strata strata = Strata.of(examples, 0, examples.size()).shuffle(new Random(seed));
        int[] foldOf = new int[examples.size()];
        int[] inOrder = strata.inOrder().toArray();
        for (int dealt = 0; dealt < inOrder.length; dealt++) {
            foldOf[inOrder[dealt]] = dealt % folds;
        }
        List<Fold> split = IntStream.range(0, folds)
                .mapToObj(fold -> new Fold(
                        train(strata, example -> foldOf[example] != fold, examples, resampling),
                        new int[0],
                        IntStream.range(0, examples.size())
                                .filter(example -> foldOf[example] == fold)
                                .toArray()))
                .toList();
        if (examples.isRegression()) {
            for (Fold fold : split) {
                examples.requireVaryingTargets(fold.train(), "training examples of a fold");
                examples.requireVaryingTargets(fold.test(), "test examples of a fold");
            }
        }
        return split;
    }

    private static int[] train(Strata strata, IntPredicate outside, Examples examples, CrossValidation resampling) {
        if (resampling.trainSize().isEmpty()) {
            return IntStream.range(0, examples.size()).filter(outside).toArray();
        }
        int[] train = Arrays.copyOf(
                strata.interleaved(outside), resampling.trainSize().getAsInt());
        Arrays.sort(train);
        return train;
    }

    /** Fails as {@link #of} would, without making the folds. */
    static void check(Examples examples, CrossValidation resampling) {
        int[] counts = examples.classCounts();
        if (examples.strata().isEmpty() && examples.size() < 2 * resampling.folds()) {
            throw new InputException("%d folds need at least %d examples, two in each, but there are %d"
                    .formatted(resampling.folds(), 2 * resampling.folds(), examples.size()));
        }
        for (int label = 0; label < examples.strata().size(); label++) {
            if (counts[label] < resampling.folds()) {
                throw new InputException("%d folds need at least %1$d examples of each class, but class %s has %d"
                        .formatted(resampling.folds(), examples.strata().get(label), counts[label]));
            }
        }
        int smallestFold = examples.size() - (examples.size() + resampling.folds() - 1) / resampling.folds();
        resampling.trainSize().ifPresent(wanted -> {
            if (wanted > smallestFold) {
                throw new InputException(
                        "train size %d exceeds the %d examples of a training fold".formatted(wanted, smallestFold));
            }
            if (wanted < examples.strata().size()) {
                throw new InputException("train size %d is smaller than the number of classes, %d"
                        .formatted(wanted, examples.strata().size()));
            }
        });
    }
}
