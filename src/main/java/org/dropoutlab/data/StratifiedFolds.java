package org.dropoutlab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Resampling;

/**
 * Stratified folds: every example is in the test data of exactly one fold, fold sizes differ by at most one, and so do
 * the numbers of each class in them.
 */
public final class StratifiedFolds {
    private StratifiedFolds() {}

    /**
     * The folds of one repeat.
     *
     * @param table the examples
     * @param resampling number of folds, and of training examples to keep
     * @param seed of the shuffling; the same seed gives the same folds
     * @throws InputException if a class has fewer examples than there are folds, or a training fold fewer than asked for
     */
    public static List<Fold> of(Table table, Resampling resampling, long seed) {
        check(table, resampling);
        Random random = new Random(seed);
        int folds = resampling.folds();
        int[] foldOf = new int[table.size()];
        int dealt = 0;
        List<List<Integer>> byClass = new ArrayList<>();
        for (int label = 0; label < table.classes().size(); label++) {
            List<Integer> members = new ArrayList<>();
            for (int example = 0; example < table.size(); example++) {
                if (table.labels()[example] == label) {
                    members.add(example);
                }
            }
            Collections.shuffle(members, random);
            byClass.add(members);
            for (int example : members) {
                foldOf[example] = dealt++ % folds;
            }
        }
        return IntStream.range(0, folds)
                .mapToObj(fold -> new Fold(
                        train(byClass, foldOf, fold, resampling),
                        IntStream.range(0, table.size())
                                .filter(example -> foldOf[example] == fold)
                                .toArray()))
                .toList();
    }

    /** Fails as {@link #of} would, without making the folds. */
    public static void check(Table table, Resampling resampling) {
        int[] counts = table.classCounts();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] < resampling.folds()) {
                throw new InputException("%d folds need at least %1$d examples of each class, but class %s has %d"
                        .formatted(resampling.folds(), table.classes().get(label), counts[label]));
            }
        }
        int smallestFold = table.size() - (table.size() + resampling.folds() - 1) / resampling.folds();
        resampling.trainSize().ifPresent(wanted -> {
            if (wanted > smallestFold) {
                throw new InputException("train size %d is more than the %d examples of a training fold"
                        .formatted(wanted, smallestFold));
            }
            if (wanted < counts.length) {
                throw new InputException(
                        "train size %d is less than the number of classes, %d".formatted(wanted, counts.length));
            }
        });
    }

    /**
     * The training examples of a fold. A cut to fewer takes them in the order of their relative rank in their class, so
     * that every prefix is stratified.
     */
    private static int[] train(List<List<Integer>> byClass, int[] foldOf, int fold, Resampling resampling) {
        record Ranked(int example, double rank) {}
        List<Ranked> ranked = new ArrayList<>();
        for (List<Integer> members : byClass) {
            List<Integer> kept =
                    members.stream().filter(example -> foldOf[example] != fold).toList();
            for (int i = 0; i < kept.size(); i++) {
                ranked.add(new Ranked(kept.get(i), (i + 0.5) / kept.size()));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::rank));
        int[] train = ranked.stream()
                .limit(resampling.trainSize().orElse(ranked.size()))
                .mapToInt(Ranked::example)
                .toArray();
        Arrays.sort(train);
        return train;
    }
}
