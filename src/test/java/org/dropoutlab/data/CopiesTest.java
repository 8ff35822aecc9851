package org.dropoutlab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CopiesTest {

    /** Oracle: comparison of every row with every earlier one. */
    @Property(tries = 200, seed = "18")
    void eachRowNamesTheFirstThatEqualsIt(
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns,
            @ForAll @IntRange(min = 1, max = 5) int values,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[][] features = random.ints(rows)
                .mapToObj(i -> random.ints(columns, 0, values)
                        .mapToDouble(value -> value == 0 ? Double.NaN : value)
                        .toArray())
                .toArray(double[][]::new);
        int[] labels = random.ints(rows, 0, 2).toArray();
        Table table = new Table(features, labels, List.of("a", "b"));

        assertThat(Copies.of(table).first())
                .isEqualTo(IntStream.range(0, rows)
                        .map(row -> IntStream.rangeClosed(0, row)
                                .filter(other ->
                                        labels[other] == labels[row] && Arrays.equals(features[other], features[row]))
                                .findFirst()
                                .orElseThrow())
                        .toArray());
        assertThat(Copies.ofInputs(table).first())
                .isEqualTo(IntStream.range(0, rows)
                        .map(row -> IntStream.rangeClosed(0, row)
                                .filter(other -> Arrays.equals(features[other], features[row]))
                                .findFirst()
                                .orElseThrow())
                        .toArray());
    }

    /** Every row appears twice, and a row and its copy are in different blocks. */
    @Test
    void copiesAreFoundAcrossBlocks() {
        int half = 20_000;
        double[][] once = new Random(3)
                .doubles(half)
                .mapToObj(x -> new double[] {x, -x, 7, Double.NaN})
                .toArray(double[][]::new);
        double[][] twice =
                IntStream.range(0, 2 * half).mapToObj(i -> once[i % half]).toArray(double[][]::new);
        Table table = Table.ofTargets(
                twice, IntStream.range(0, 2 * half).mapToDouble(i -> i % half).toArray());

        Copies copies = Copies.of(table);

        assertThat(copies.first())
                .isEqualTo(IntStream.range(0, 2 * half).map(i -> i % half).toArray());
        assertThat(copies.count()).isEqualTo(half);
        assertThat(copies.copied()).isEqualTo(half);
        assertThat(copies.pairs()).isEqualTo(half);
        assertThat(copies.areCoincidences(table)).isFalse();
    }

    @Test
    void minusZeroIsZeroAndAnotherTargetIsAnotherRow() {
        double[][] rows = {{0.0, 1}, {-0.0, 1}, {0.0, 1}};

        assertThat(Copies.of(Table.ofTargets(rows, new double[] {5, 5, 6})).first())
                .containsExactly(0, 0, 2);
        assertThat(Copies.ofInputs(Table.ofTargets(rows, new double[] {5, 5, 6}))
                        .first())
                .containsExactly(0, 0, 0);
    }

    /** Independent columns of two values: nearly all rows equal another, and the share of equal pairs is what chance gives. */
    @Test
    void rowsOfFewValuesAreAlikeByChance() {
        Random random = new Random(4);
        double[][] rows = random.ints(400)
                .mapToObj(i -> random.ints(4, 0, 2).asDoubleStream().toArray())
                .toArray(double[][]::new);
        Table table = new Table(rows, random.ints(400, 0, 2).toArray(), List.of("a", "b"));

        assertThat(Copies.of(table).areCoincidences(table)).isTrue();
    }

    /** Ten columns that the class decides: alike within a class, and never alike by chance if classes are ignored. */
    @Test
    void rowsOfAClassAreAlikeByChance() {
        Random random = new Random(5);
        int[] labels = random.ints(300, 0, 30).toArray();
        double[][] rows = Arrays.stream(labels)
                .mapToObj(label -> IntStream.range(0, 10)
                        .mapToDouble(column -> random.nextInt(20) == 0 ? 0 : label + column)
                        .toArray())
                .toArray(double[][]::new);
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();
        Table table = new Table(rows, labels, names);

        assertThat(Copies.of(table).count()).isGreaterThan(30);
        assertThat(Copies.of(table).areCoincidences(table)).isTrue();
    }
}
