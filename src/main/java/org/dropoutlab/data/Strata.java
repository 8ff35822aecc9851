package org.dropoutlab.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Examples by class. */
final class Strata {
    private final List<List<Integer>> byClass;

    private Strata(List<List<Integer>> byClass) {
        this.byClass = byClass;
    }

    /** The examples from {@code from} to before {@code to}, each class in the order of the data set. */
    static Strata of(Examples examples, int from, int to) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int label = 0; label < examples.classes().size(); label++) {
            byClass.add(new ArrayList<>());
        }
        for (int example = from; example < to; example++) {
            byClass.get(examples.labels()[example]).add(example);
        }
        return new Strata(byClass);
    }

    /** Shuffles each class. */
    Strata shuffle(Random random) {
        byClass.forEach(members -> Collections.shuffle(members, random));
        return this;
    }

    /** All examples, class by class. */
    IntStream inOrder() {
        return byClass.stream().flatMap(List::stream).mapToInt(Integer::intValue);
    }

    /**
     * The examples that {@code wanted} takes, in the order of their relative rank in their class, so that every prefix is
     * stratified.
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
