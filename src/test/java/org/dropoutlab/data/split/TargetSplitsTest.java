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

/** How tables with targets are split. */
class TargetSplitsTest {

    /** Distinct targets have five groups whose sizes differ by one at the most, in the order of the targets. */
    @Property(tries = 100, seed = "20040603")
    void groupsAreFifths(@ForAll @IntRange(min = 5, max = 200) int examples, @ForAll long seed) {
        double[] targets = new Random(seed).doubles(examples).toArray();

        Table table = table(targets);

        assertThat(Arrays.stream(table.classCounts())).hasSize(5).allSatisfy(count -> assertThat(count)
                .isBetween(examples / 5, (examples + 4) / 5));
        int[] ascending = IntStream.range(0, examples)
                .boxed()
                .sorted((a, b) -> Double.compare(targets[a], targets[b]))
                .mapToInt(i -> table.labels()[i])
                .toArray();
        assertThat(ascending).isSorted();
    }

    /** By hand: four zeros have ranks 0 to 4, the middle is 2 of 10, in the second fifth; 7s are at 8 of 10, the fifth. */
    @Test
    void equalTargetsShareAFifth() {
        assertThat(table(0, -0.0, 7, 5, 0, 7, 0, 6, 7, 7).labels()).containsExactly(1, 1, 4, 2, 1, 4, 1, 2, 4, 4);
    }

    @Property(tries = 200, seed = "20040603")
    void foldsHaveOfEachFifthAsMany(
            @ForAll @IntRange(min = 2, max = 10) int folds,
            @ForAll @IntRange(min = 60, max = 200) int examples,
            @ForAll long seed) {
        Table table = table(new Random(seed).doubles(examples).toArray());

        List<Fold> split = Splits.of(table, Resampling.of(folds, 1), seed);

        assertThat(split.stream()
                        .flatMapToInt(fold -> Arrays.stream(fold.test()))
                        .sorted())
                .containsExactly(IntStream.range(0, examples).boxed().toArray(Integer[]::new));
        int[] counts = table.classCounts();
        for (Fold fold : split) {
            int[] inTest = new int[5];
            Arrays.stream(fold.test()).forEach(example -> inTest[table.labels()[example]]++);
            for (int group = 0; group < 5; group++) {
                assertThat(Math.abs(inTest[group] - (double) counts[group] / folds))
                        .isLessThan(1);
            }
        }
    }

    @Test
    void needsTwoExamplesInAFold() {
        CrossValidation ten = Resampling.of(10, 1);
        Splits.check(table(IntStream.range(0, 20).mapToDouble(i -> i).toArray()), ten);

        assertThatThrownBy(() -> Splits.check(
                        table(IntStream.range(0, 19).mapToDouble(i -> i).toArray()), ten))
                .isInstanceOf(InputException.class)
                .hasMessage("10 folds need at least 20 examples, two in each, but there are 19");
    }

    /** 38 zeros and two others cannot be in each of ten folds. */
    @Test
    void refusesFoldsWithoutAnythingToExplain() {
        double[] targets = new double[40];
        targets[3] = 1;
        targets[5] = 2;

        assertThatThrownBy(() -> Splits.check(table(targets), Resampling.of(10, 1)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "all 4 test examples of a fold have the same target, 0.0; use fewer folds or more examples");
    }

    @Test
    void holdsValidationExamplesBack() {
        Table table = table(new Random(1).doubles(100).toArray());
        CrossValidation plan = Resampling.of(5, 1).withValidation(0.25);
        Splits.check(table, plan);
        Fold fold = Splits.withValidation(table, plan, Splits.of(table, plan, 3).get(0), 4);

        assertThat(fold.validation()).hasSize(20);
        assertThat(Arrays.stream(fold.validation()).map(i -> table.labels()[i]).sorted())
                .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4);

        assertThatThrownBy(() -> Splits.check(table, Resampling.of(5, 1).withValidation(0.01)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "with a validation fraction of 0.01 of the 80 examples in a training fold, all training or all validation targets are the same");
    }

    @Test
    void aTableHasClassesOrTargets() {
        assertThatThrownBy(() -> new Table(new double[2][1], new int[2], List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Table.ofTargets(new double[2][1], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Table table(double... targets) {
        return Table.ofTargets(new double[targets.length][1], targets);
    }
}
