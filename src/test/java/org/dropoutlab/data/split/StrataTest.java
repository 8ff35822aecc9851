package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.data.Table;
import org.junit.jupiter.api.Test;

/** The draws decide which examples are in which fold of every run that was ever made. */
class StrataTest {
    private static final int[] LABELS =
            new Random(1).ints(1000, 0, 3).map(i -> i * i % 3).toArray();
    private static final Table TABLE = new Table(new double[LABELS.length][1], LABELS, List.of("a", "b", "c"));

    /** Oracle: {@link Collections#shuffle}. */
    @Test
    void shufflesAsCollectionsDo() {
        Random random = new Random(4);
        List<Integer> expected = new ArrayList<>();
        for (int label = 0; label < 3; label++) {
            List<Integer> members = new ArrayList<>(members(label));
            Collections.shuffle(members, random);
            expected.addAll(members);
        }

        assertThat(Strata.of(TABLE, 0, LABELS.length)
                        .shuffle(new Random(4))
                        .inOrder()
                        .boxed())
                .isEqualTo(expected);
    }

    /** Oracle: a stable sort by rank. */
    @Test
    void interleavesAsAStableSortDoes() {
        record Ranked(int example, double rank) {}
        List<Ranked> ranked = new ArrayList<>();
        for (int label = 0; label < 3; label++) {
            List<Integer> kept =
                    members(label).stream().filter(example -> example % 5 > 0).toList();
            for (int i = 0; i < kept.size(); i++) {
                ranked.add(new Ranked(kept.get(i), (i + 0.5) / kept.size()));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::rank));

        assertThat(Strata.of(TABLE, 0, LABELS.length).interleaved(example -> example % 5 > 0))
                .containsExactly(ranked.stream().mapToInt(Ranked::example).toArray());
    }

    private static List<Integer> members(int label) {
        return IntStream.range(0, LABELS.length)
                .filter(example -> LABELS[example] == label)
                .boxed()
                .toList();
    }
}
