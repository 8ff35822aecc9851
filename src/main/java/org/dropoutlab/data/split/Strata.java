package org.dropoutlab.data.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;

/** Examples by class or, for regression, by quintile of the target. */
final class Strata {
    private final List<List<Integer>> byClass;

    private Strata(List<List<Integer>> byClass) {
        this.byClass = byClass;
    }

    /** The examples from {@code from} to before {@code to}, each class in the order of the data set. */
    static Strata of(Examples examples, int from, int to) {
        return of(examples, IntStream.range(from, to));
    }

    /** The {@code chosen} examples, each class in their order. */
    static Strata of(Examples examples, IntStream chosen) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int label = 0; label < examples.groups(); label++) {
            byClass.add(new ArrayList<>());
        }
        chosen.forEach(example -> byClass.get(examples.labels()[example]).add(example));
        return new Strata(byClass);
    }

    /** Shuffles each class. */
    Strata shuffle(Random random) {
        byClass.forEach(members -> Collections.shuffle(members, random));
        return this;
    }

    /** Number of examples of each class. */
    int[] sizes() {
        return byClass.stream().mapToInt(List::size).toArray();
    }

    /** The first {@code wanted[label]} examples of each class. */
    IntStream first(int[] wanted) {
        return IntStream.range(0, wanted.length)
                .flatMap(label ->
                        byClass.get(label).stream().limit(wanted[label]).mapToInt(Integer::intValue));
    }

    /** All examples, class by class. */
    IntStream inOrder() {
        return byClass.stream().flatMap(List::stream).mapToInt(Integer::intValue);
    }

    /**
     * The examples accepted by {@code wanted}, ordered by relative rank in their class, which makes every prefix stratified.
     */
    int[] interleaved(IntPredicate wanted) {
        record Ranked(int example, double rank) {}
        List<Ranked> ranked = new ArrayList<>();
        for (List<Integer> members : byClass) {
            List<Integer> kept = members.stream().filter(wanted::test).toList();
            for (int i = 0; i < kept.size(); i++) {
                ranked.add(new Ranked(kept.get(i), (i + 0.5) / kept.size()));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::rank));
        return ranked.stream().mapToInt(Ranked::example).toArray();
    }
}
