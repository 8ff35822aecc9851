package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.junit.jupiter.api.Test;

class TimeSplitTest {

    /** Strictly: the last training time, the gap, the first validation time, the gap, the first test time. */
    @Property(tries = 300, seed = "18")
    void testDataComeAfterValidationDataAndTheseAfterTrainingData(
            @ForAll @IntRange(min = 2, max = 6) int folds,
            @ForAll @IntRange(min = 0, max = 3) int gap,
            @ForAll @IntRange(min = 90, max = 140) int times,
            @ForAll @IntRange(min = 1, max = 6) int most,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] order = shuffled(
                IntStream.range(0, times)
                        .flatMap(time -> IntStream.generate(() -> time).limit(1 + random.nextInt(most)))
                        .toArray(),
                random);
        Table table = table(order);
        ForwardChaining plan = chaining(folds, gap).withValidation(0.2);

        List<Fold> split = Splits.of(table, plan, seed);

        int last = -1;
        for (Fold whole : split) {
            assertThat(greatest(order, whole.train()) + gap).isLessThan(least(order, whole.test()));
            assertThat(least(order, whole.test()))
                    .as("periods follow one another")
                    .isGreaterThan(last);
            last = greatest(order, whole.test());
            int first = least(order, whole.test());
            assertThat(whole.train())
                    .as("all that came before")
                    .isEqualTo(IntStream.range(0, order.length)
                            .filter(example -> order[example] < first - gap)
                            .toArray());
            Fold fold = Splits.withValidation(table, plan, whole, seed);
            assertThat(fold.test()).isEqualTo(whole.test());
            assertThat(greatest(order, fold.train()) + gap).isLessThan(least(order, fold.validation()));
            assertThat(greatest(order, fold.validation()) + gap).isLessThan(least(order, fold.test()));
            assertThat(fold.train()).isNotEmpty();
            assertThat(fold.validation()).isNotEmpty();
        }
        assertThat(last).as("the last period ends the data").isEqualTo(times - 1);
        assertThat(split.stream().mapToInt(fold -> fold.test().length).sum())
                .as("all from the first test period on is tested once")
                .isEqualTo((int) Arrays.stream(order)
                        .filter(time -> time >= least(order, split.get(0).test()))
                        .count());
    }

    /**
     * Oracle: {@code [(len(a), b[0], b[-1]) for a, b in TimeSeriesSplit(4, gap=2).split(np.arange(23))]} of scikit-learn 1.2.1.
     */
    @Test
    void rowsOfDifferentTimesAreSplitAsByScikitLearn() {
        List<Fold> split = Splits.of(table(IntStream.range(0, 23).toArray()), chaining(4, 2), 1);

        assertThat(split.stream()
                        .map(fold -> List.of(fold.train().length, fold.test()[0], fold.test()[fold.test().length - 1])))
                .containsExactly(List.of(5, 7, 10), List.of(9, 11, 14), List.of(13, 15, 18), List.of(17, 19, 22));
    }

    @Test
    void noSeedChangesTheSplits() {
        Table table = table(IntStream.range(0, 40).map(i -> i / 2).toArray());
        ForwardChaining plan = chaining(3, 0).withValidation(0.3);

        for (int fold = 0; fold < 3; fold++) {
            Fold one =
                    Splits.withValidation(table, plan, Splits.of(table, plan, 1).get(fold), 1);
            Fold other =
                    Splits.withValidation(table, plan, Splits.of(table, plan, 2).get(fold), 2);
            assertThat(one.train()).isEqualTo(other.train());
            assertThat(one.validation()).isEqualTo(other.validation());
            assertThat(one.test()).isEqualTo(other.test());
        }
    }

    @Test
    void aPeriodIsCalledByItsFirstAndLastTime() {
        Table table = table(IntStream.range(0, 8).map(i -> i / 2).toArray());

        assertThat(Splits.periods(table, chaining(3, 0))).containsExactly("t1", "t2", "t3");
        assertThat(Splits.periods(table(IntStream.range(0, 9).toArray()), chaining(2, 0)))
                .containsExactly("t3 to t5", "t6 to t8");
    }

    @Test
    void tooFewTimesAreRefused() {
        Table table = table(IntStream.range(0, 40).map(i -> i / 10).toArray());

        assertRefused(
                table,
                chaining(4, 0),
                "column day has 4 different times; 4 test periods need at least 5: use --folds 3");
        assertRefused(
                table,
                chaining(3, 1),
                "the first of 3 test periods has 1 time before it, and a gap of 1 leaves none to train on; use a smaller gap or fewer folds");
        assertRefused(
                table,
                chaining(3, 0).withValidation(0.2),
                "a test period has 1 time to train on, too few to hold out validation data; use fewer folds or --validation 0");
    }

    private static void assertRefused(Table table, ForwardChaining plan, String message) {
        assertThatThrownBy(() -> Splits.check(table, plan))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    private static ForwardChaining chaining(int folds, int gap) {
        return new ForwardChaining("day", folds, gap, 1, OptionalDouble.empty(), List.of());
    }

    private static int least(int[] order, int[] part) {
        return Arrays.stream(part).map(example -> order[example]).min().orElseThrow();
    }

    private static int greatest(int[] order, int[] part) {
        return Arrays.stream(part).map(example -> order[example]).max().orElseThrow();
    }

    private static int[] shuffled(int[] numbers, Random random) {
        for (int i = numbers.length; i > 1; i--) {
            int j = random.nextInt(i);
            int last = numbers[i - 1];
            numbers[i - 1] = numbers[j];
            numbers[j] = last;
        }
        return numbers;
    }

    private static Table table(int[] order) {
        int[] labels = IntStream.range(0, order.length).map(i -> i % 2).toArray();
        List<String> moments = IntStream.rangeClosed(
                        0, Arrays.stream(order).max().orElseThrow())
                .mapToObj(time -> "t" + time)
                .toList();
        return new Table(new double[order.length][1], labels, List.of("a", "b"))
                .withKeys(SplitKeys.NONE.withTimes(new SplitKeys.Times(order, moments)));
    }
}
