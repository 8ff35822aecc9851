package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;

/**
 * Examples by class or, for regression, by quintile of the target.
 *
 * @param byClass [class][place]
 */
record Strata(int[][] byClass) {

    /** The examples from {@code from} to before {@code to}, each class in the order of the data set. */
    static Strata of(Examples examples, int from, int to) {
        return of(examples, IntStream.range(from, to).toArray());
    }

    /** The {@code chosen} examples, each class in their order. */
    static Strata of(Examples examples, int[] chosen) {
        int[] labels = examples.labels();
        int[] sizes = new int[examples.groups()];
        for (int example : chosen) {
            sizes[labels[example]]++;
        }
        int[][] byClass = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(sizes, 0);
        for (int example : chosen) {
            int label = labels[example];
            byClass[label][sizes[label]++] = example;
        }
        return new Strata(byClass);
    }

    /** Shuffles each class, with the draws of {@link java.util.Collections#shuffle}. */
    Strata shuffle(Random random) {
        for (int[] members : byClass) {
            for (int i = members.length; i > 1; i--) {
                int j = random.nextInt(i);
                int last = members[i - 1];
                members[i - 1] = members[j];
                members[j] = last;
            }
        }
        return this;
    }

    /** Number of examples of each class. */
    int[] sizes() {
        return Arrays.stream(byClass).mapToInt(members -> members.length).toArray();
    }

    /** The first {@code wanted[label]} examples of each class. */
    IntStream first(int[] wanted) {
        return IntStream.range(0, wanted.length)
                .flatMap(label -> Arrays.stream(byClass[label]).limit(wanted[label]));
    }

    /** All examples, class by class. */
    IntStream inOrder() {
        return Arrays.stream(byClass).flatMapToInt(Arrays::stream);
    }

    /**
     * The examples accepted by {@code wanted}, ordered by relative rank in their class, which makes every prefix stratified.
     * Of equal ranks, that of the first class comes first.
     */
    int[] interleaved(IntPredicate wanted) {
        int[][] kept = Arrays.stream(byClass)
                .map(members -> Arrays.stream(members).filter(wanted).toArray())
                .toArray(int[][]::new);
        int[] next = new int[kept.length];
        int[] merged =
                new int[Arrays.stream(kept).mapToInt(members -> members.length).sum()];
        for (int i = 0; i < merged.length; i++) {
            int least = -1;
            double leastRank = Double.POSITIVE_INFINITY;
            for (int label = 0; label < kept.length; label++) {
                double rank = (next[label] + 0.5) / kept[label].length;
                if (next[label] < kept[label].length && rank < leastRank) {
                    least = label;
                    leastRank = rank;
                }
            }
            merged[i] = kept[least][next[least]++];
        }
        return merged;
    }
}
