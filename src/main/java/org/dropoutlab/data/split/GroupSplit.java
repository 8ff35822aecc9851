package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.GroupedFolds;

/** Folds and validation data that keep groups of examples together. */
final class GroupSplit {
    private GroupSplit() {}

    /**
     * The folds of one repeat.
     *
     * @param seed of the shuffling of groups; the same seed gives the same folds
     * @throws InputException if there are more folds than groups, a training fold is smaller than the train size, or all
     *     targets in the training or test data of a fold are the same
     */
    static List<Fold> of(Examples examples, GroupedFolds resampling, long seed) {
        int folds = resampling.splits();
        int[] groups = groups(examples);
        int[] all = IntStream.range(0, examples.size()).toArray();
        int count = GroupDeal.groups(all, groups);
        if (count < folds) {
            throw new InputException("%d folds need at least %1$d groups, but there are %d%s%s"
                    .formatted(
                            folds,
                            count,
                            resampling
                                    .column()
                                    .map(name -> " in column " + name)
                                    .orElse(" of equal rows"),
                            count < 2 ? "" : "; use at most %d folds".formatted(count)));
        }
        int[] foldOf = GroupDeal.equal(all, groups, examples.labels(), examples.groups(), folds, new Random(seed));
        Strata strata = Strata.of(examples, 0, examples.size()).shuffle(new Random(seed));
        List<Fold> split = IntStream.range(0, folds)
                .mapToObj(fold -> new Fold(
                        train(examples, resampling, strata, foldOf, fold),
                        new int[0],
                        IntStream.of(all)
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

    private static int[] train(Examples examples, GroupedFolds resampling, Strata strata, int[] foldOf, int fold) {
        int[] train = IntStream.range(0, examples.size())
                .filter(example -> foldOf[example] != fold)
                .toArray();
        if (resampling.trainSize().isEmpty()) {
            return train;
        }
        int wanted = resampling.trainSize().getAsInt();
        if (wanted > train.length) {
            throw new InputException(
                    "train size %d exceeds the %d examples of a training fold".formatted(wanted, train.length));
        }
        int[] used = Arrays.copyOf(strata.interleaved(example -> foldOf[example] != fold), wanted);
        Arrays.sort(used);
        return used;
    }

    /**
     * The same split with whole groups of its training examples as validation examples.
     *
     * @param share of the training examples, as close as the groups allow
     * @throws InputException if all training examples are one group; for regression, if all targets of a part would be the same
     */
    static Fold heldBack(Examples examples, Fold fold, double share, long seed) {
        int[] groups = groups(examples);
        if (GroupDeal.groups(fold.train(), groups) < 2) {
            throw new InputException(
                    "all training examples of a fold are one group, which leaves none for validation; use --validation 0");
        }
        int[] sizes = Strata.of(examples, fold.train()).sizes();
        int[] wanted = Arrays.stream(sizes)
                .map(size -> Math.toIntExact(Math.round(share * size)))
                .toArray();
        int[] rest = IntStream.range(0, sizes.length)
                .map(label -> sizes[label] - wanted[label])
                .toArray();
        int[] part =
                GroupDeal.into(new int[][] {rest, wanted}, fold.train(), groups, examples.labels(), new Random(seed));
        Fold held = new Fold(part(fold.train(), part, 0), part(fold.train(), part, 1), fold.test());
        ValidationShare.requireVarying(examples, held, share);
        return held;
    }

    private static int[] part(int[] examples, int[] part, int wanted) {
        return IntStream.range(0, examples.length)
                .filter(i -> part[i] == wanted)
                .map(i -> examples[i])
                .toArray();
    }

    /** Groups of a data set that is to be split by them. */
    private static int[] groups(Examples examples) {
        return examples.keys().groups().orElseThrow(() -> new InputException("the data have no groups to split by"));
    }

    /** Whether an example's group matters. */
    static boolean hasGroups(Examples examples) {
        return examples.keys().groups().isPresent();
    }
}
