package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Test;

class StratifiedFoldsTest {

    @Property(tries = 200, seed = "20040603")
    void testFoldsPartitionTheExamplesAndTrainingDataIsTheRest(
            @ForAll @IntRange(min = 2, max = 12) int folds,
            @ForAll @IntRange(min = 12, max = 60) int ones,
            @ForAll @IntRange(min = 12, max = 60) int zeros,
            @ForAll long seed) {
        Table table = table(zeros, ones, seed);
        List<Fold> split = StratifiedFolds.of(table, Resampling.of(folds, 1), seed);

        int[] allTests = split.stream()
                .flatMapToInt(f -> Arrays.stream(f.test()))
                .sorted()
                .toArray();
        assertThat(allTests).isEqualTo(IntStream.range(0, table.size()).toArray());
        for (Fold fold : split) {
            int[] both = IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.test()))
                    .sorted()
                    .toArray();
            assertThat(both).isEqualTo(IntStream.range(0, table.size()).toArray());
        }
    }

    @Property(tries = 200, seed = "20040603")
    void sizesAndClassCountsDifferByAtMostOne(
            @ForAll @IntRange(min = 2, max = 12) int folds,
            @ForAll @IntRange(min = 12, max = 60) int ones,
            @ForAll @IntRange(min = 12, max = 60) int zeros,
            @ForAll long seed) {
        Table table = table(zeros, ones, seed);
        List<Fold> split = StratifiedFolds.of(table, Resampling.of(folds, 1), seed);

        assertSpreadAtMostOne(split.stream().mapToInt(f -> f.test().length).toArray());
        assertSpreadAtMostOne(split.stream()
                .mapToInt(
                        f -> Arrays.stream(f.test()).map(i -> table.labels()[i]).sum())
                .toArray());
    }

    @Property(tries = 100, seed = "20040603")
    void aTrainSizeKeepsASubsetOfTheTrainingDataInTheSameProportions(
            @ForAll @IntRange(min = 10, max = 80) int trainSize, @ForAll long seed) {
        Table table = table(60, 60, seed);
        List<Fold> whole = StratifiedFolds.of(table, Resampling.of(5, 1), seed);
        List<Fold> cut = StratifiedFolds.of(table, Resampling.of(5, 1).withTrainSize(trainSize), seed);

        for (int i = 0; i < whole.size(); i++) {
            assertThat(cut.get(i).test()).isEqualTo(whole.get(i).test());
            assertThat(whole.get(i).train()).contains(cut.get(i).train());
            assertThat(cut.get(i).train()).hasSize(trainSize);
            int ones = Arrays.stream(cut.get(i).train())
                    .map(e -> table.labels()[e])
                    .sum();
            assertThat(Math.abs(2 * ones - trainSize)).as("imbalance").isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theSeedDecides() {
        Table table = table(30, 30, 1);
        CrossValidation five = Resampling.of(5, 1);

        assertThat(StratifiedFolds.of(table, five, 7).get(0).test())
                .isEqualTo(StratifiedFolds.of(table, five, 7).get(0).test());
        assertThat(StratifiedFolds.of(table, five, 7).get(0).test())
                .isNotEqualTo(StratifiedFolds.of(table, five, 8).get(0).test());
    }

    @Test
    void refusesMoreFoldsThanAClassHasExamples() {
        assertThatThrownBy(() -> StratifiedFolds.of(table(30, 4, 1), Resampling.of(5, 1), 1))
                .isInstanceOf(InputException.class)
                .hasMessage("5 folds need at least 5 examples of each class, but class one has 4");
    }

    @Test
    void refusesMoreTrainingExamplesThanThereAre() {
        assertThatThrownBy(() -> StratifiedFolds.check(
                        table(30, 31, 1), Resampling.of(5, 1).withTrainSize(49)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exceeds the 48 examples");
    }

    private static void assertSpreadAtMostOne(int[] numbers) {
        assertThat(Arrays.stream(numbers).max().orElseThrow()
                        - Arrays.stream(numbers).min().orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    private static Table table(int zeros, int ones, long seed) {
        int[] labels = new int[zeros + ones];
        Arrays.fill(labels, 0, ones, 1);
        Random random = new Random(seed);
        for (int i = labels.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = labels[i];
            labels[i] = labels[j];
            labels[j] = swap;
        }
        return new Table(new double[labels.length][1], labels, List.of("zero", "one"));
    }
}
