package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Test;

class ValidationShareTest {

    @Property(tries = 200, seed = "20040603")
    void everyFoldDividesTheExamplesInThreeAndTestFoldsPartitionThem(
            @ForAll @IntRange(min = 2, max = 8) int folds,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 40, max = 90) Integer> counts,
            @ForAll @IntRange(min = 5, max = 60) int percent,
            @ForAll long seed) {
        Table table = table(counts, seed);
        CrossValidation plan = Resampling.of(folds, 1).withValidation(percent / 100.0);
        int[] everything = IntStream.range(0, table.size()).toArray();

        List<Fold> split = split(table, plan, seed);

        assertThat(sorted(split.stream().map(Fold::test))).isEqualTo(everything);
        assertThat(split).allSatisfy(fold -> {
            assertThat(sorted(Stream.of(fold.train(), fold.validation(), fold.test())))
                    .as("none twice, none left out")
                    .isEqualTo(everything);
            assertThat(fold.train()).isSorted();
            assertThat(fold.validation()).isSorted();
        });
    }

    /** Within one of the exact share of each class, so that the share of what is left is within one too. */
    @Property(tries = 200, seed = "20040603")
    void everyClassGivesItsShareUpToOne(
            @ForAll @IntRange(min = 2, max = 8) int folds,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 40, max = 90) Integer> counts,
            @ForAll @IntRange(min = 5, max = 60) int percent,
            @ForAll @IntRange(min = 0, max = 30) int less,
            @ForAll long seed) {
        Table table = table(counts, seed);
        int smallestFold = table.size() - (table.size() + folds - 1) / folds;
        CrossValidation plan =
                Resampling.of(folds, 1).withTrainSize(smallestFold - less / 2).withValidation(percent / 100.0);

        for (Fold fold : split(table, plan, seed)) {
            int[] train = classes(table, fold.train());
            int[] validation = classes(table, fold.validation());
            assertThat(fold.validation()).hasSize((int) Math.round(percent / 100.0 * (smallestFold - less / 2)));
            assertThat(fold.train().length + fold.validation().length).isEqualTo(smallestFold - less / 2);
            for (int label = 0; label < train.length; label++) {
                assertThat(Math.abs(validation[label] - percent / 100.0 * (train[label] + validation[label])))
                        .as("class %d", label)
                        .isLessThan(1);
            }
        }
    }

    /** Oracle: the folds of a plan without validation. */
    @Property(tries = 100, seed = "20040603")
    void foldsAreThoseOfAPlanWithoutValidation(@ForAll @IntRange(min = 2, max = 8) int folds, @ForAll long seed) {
        Table table = table(List.of(50, 60), seed);
        CrossValidation plan = Resampling.of(folds, 1);
        List<Fold> plain = Splits.of(table, plan, seed);
        List<Fold> held = split(table, plan.withValidation(0.2), seed);

        for (int i = 0; i < folds; i++) {
            assertThat(Splits.withValidation(table, plan, plain.get(i), 3)).isSameAs(plain.get(i));
            assertThat(held.get(i).test()).isEqualTo(plain.get(i).test());
            assertThat(sorted(Stream.of(held.get(i).train(), held.get(i).validation())))
                    .isEqualTo(plain.get(i).train());
        }
    }

    @Test
    void itsOwnSeedDecides() {
        Table table = table(List.of(50, 60), 1);
        CrossValidation plan = Resampling.of(5, 1).withValidation(0.2);
        Fold fold = Splits.of(table, plan, 7).get(0);

        int[] three = Splits.withValidation(table, plan, fold, 3).validation();
        assertThat(Splits.withValidation(table, plan, fold, 3).validation()).isEqualTo(three);
        assertThat(Splits.withValidation(table, plan, fold, 4).validation()).isNotEqualTo(three);
    }

    /** 20 of each class in 5 folds are 16 in a training fold. */
    @Test
    void refusesAShareThatIsAllOfAClass() {
        assertRefused(
                table(List.of(20, 20), 1),
                0.99,
                "a validation fraction of 0.99 takes 16 of the 16 examples of class c0 in a training fold; training needs at least one");
    }

    /** 6 examples in 5 folds are 4 or 5 in a training fold, a twentieth of which rounds to none; 2 in 2 folds are 1. */
    @Test
    void aRareClassIsInTheValidationDataIfItHasTwoExamples() {
        CrossValidation five = Resampling.of(5, 1).withValidation(0.05);
        Table rare = table(List.of(60, 6), 1);

        assertThat(split(rare, five, 7)).allSatisfy(fold -> assertThat(classes(rare, fold.validation())[1])
                .isEqualTo(1));

        CrossValidation two = Resampling.of(2, 1).withValidation(0.2);
        Table rarest = table(List.of(60, 2), 1);
        assertThat(split(rarest, two, 7)).allSatisfy(fold -> {
            assertThat(classes(rarest, fold.validation())[1]).isEqualTo(0);
            assertThat(classes(rarest, fold.train())[1]).isEqualTo(1);
        });
    }

    private static void assertRefused(Table table, double share, String message) {
        CrossValidation plan = Resampling.of(5, 1).withValidation(share);

        assertThatThrownBy(() -> Splits.check(table, plan))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> split(table, plan, 7))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("a validation fraction of " + share);
    }

    private static List<Fold> split(Table table, CrossValidation plan, long seed) {
        return Splits.of(table, plan, seed).stream()
                .map(fold -> Splits.withValidation(table, plan, fold, seed + 1))
                .toList();
    }

    private static int[] sorted(Stream<int[]> parts) {
        return parts.flatMapToInt(Arrays::stream).sorted().toArray();
    }

    private static int[] classes(Table table, int[] examples) {
        int[] counts = new int[table.classes().size()];
        Arrays.stream(examples).forEach(example -> counts[table.labels()[example]]++);
        return counts;
    }

    /** So many examples of each class, in random order. */
    private static Table table(List<Integer> counts, long seed) {
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < counts.size(); label++) {
            labels.addAll(Collections.nCopies(counts.get(label), label));
        }
        Collections.shuffle(labels, new Random(seed));
        return new Table(
                new double[labels.size()][1],
                labels.stream().mapToInt(Integer::intValue).toArray(),
                IntStream.range(0, counts.size()).mapToObj(i -> "c" + i).toList());
    }
}
