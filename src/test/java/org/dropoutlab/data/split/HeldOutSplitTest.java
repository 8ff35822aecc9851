package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.junit.jupiter.api.Test;

class HeldOutSplitTest {
    private static final int CLASSES = 5;
    private static final int TRAIN = 60 * CLASSES;
    private static final int TEST = 20 * CLASSES;

    @Property(tries = 200, seed = "20090408")
    void partsAreDisjointAndExactlyAsLargeAsAskedFor(
            @ForAll @IntRange(min = 50, max = TRAIN) int trainSize,
            @ForAll @IntRange(min = 1, max = TEST) int testSize,
            @ForAll @IntRange(min = 10, max = 90) int validationPercent,
            @ForAll long seed) {
        Fold fold = HeldOutSplit.of(images(seed), plan(trainSize, testSize, validationPercent / 100.0), seed);

        int validation = (int) Math.round(validationPercent / 100.0 * trainSize);
        assertThat(fold.validation()).hasSize(validation);
        assertThat(fold.train()).hasSize(trainSize - validation);
        assertThat(fold.test()).hasSize(testSize);
        assertWithin(0, TRAIN, concatenated(fold.train(), fold.validation()));
        assertWithin(TRAIN, TRAIN + TEST, fold.test());
        for (int[] part : List.of(fold.train(), fold.validation(), fold.test())) {
            assertThat(part).isSorted();
        }
    }

    @Property(tries = 200, seed = "20090408")
    void everyPartHasAsManyOfEachClassUpToOne(
            @ForAll @IntRange(min = 50, max = TRAIN) int trainSize,
            @ForAll @IntRange(min = 1, max = TEST) int testSize,
            @ForAll @IntRange(min = 10, max = 90) int validationPercent,
            @ForAll long seed) {
        Images images = images(seed);
        Fold fold = HeldOutSplit.of(images, plan(trainSize, testSize, validationPercent / 100.0), seed);

        for (int[] part : List.of(fold.train(), fold.validation(), fold.test())) {
            int[] counts = new int[CLASSES];
            Arrays.stream(part).forEach(example -> counts[images.labels()[example]]++);
            assertThat(Arrays.stream(counts).max().orElseThrow()
                            - Arrays.stream(counts).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void withoutSizesEverythingIsUsed() {
        Fold fold = HeldOutSplit.of(images(1), new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.05), 1);

        assertThat(fold.train().length + fold.validation().length).isEqualTo(TRAIN);
        assertThat(fold.test()).hasSize(TEST);
    }

    @Test
    void withoutValidationDataAllTrainingExamplesAreTrainedOn() {
        Fold fold = HeldOutSplit.of(images(1), plan(TRAIN, TEST, 0.2).withoutValidation(), 1);

        assertThat(fold.train()).hasSize(TRAIN);
        assertThat(fold.validation()).isEmpty();
        assertThat(fold.test()).hasSize(TEST);
    }

    @Test
    void theSeedDrawsTrainingAndValidationExamplesAndNeverTestExamples() {
        Images images = images(1);
        HeldOutTest plan = plan(100, 30, 0.2);
        Fold seven = HeldOutSplit.of(images, plan, 7);
        Fold again = HeldOutSplit.of(images, plan, 7);
        Fold eight = HeldOutSplit.of(images, plan, 8);

        assertThat(again.train()).isEqualTo(seven.train());
        assertThat(again.validation()).isEqualTo(seven.validation());
        assertThat(eight.train()).isNotEqualTo(seven.train());
        assertThat(eight.validation()).isNotEqualTo(seven.validation());
        assertThat(eight.test()).isEqualTo(again.test()).isEqualTo(seven.test());
    }

    @Test
    void refusesMoreTrainingExamplesThanThereAre() {
        assertRefused(plan(TRAIN + 1, 1, 0.2), "train size 301 exceeds the 300 training examples of the data set");
    }

    @Test
    void refusesTooFewValidationExamples() {
        assertRefused(
                plan(40, 1, 0.1),
                "train size 40 leaves 4 examples for validation, fewer than the number of classes, 5");
    }

    @Test
    void refusesMoreTestExamplesThanThereAre() {
        assertRefused(plan(100, TEST + 1, 0.2), "test size 101 exceeds the 100 test examples of the data set");
    }

    @Test
    void refusesADataSetWithoutTestData() {
        Table table = new Table(new double[4][1], new int[] {0, 1, 0, 1}, List.of("zero", "one"));
        String message = "this data set has no separate test set; use cross-validation";

        assertThatThrownBy(() -> Splits.check(table, plan(4, 1, 0.5)))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Splits.of(table, plan(4, 1, 0.5), 1))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    private static int[] concatenated(int[] one, int[] other) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private static void assertWithin(int from, int to, int[] examples) {
        assertThat(examples).doesNotHaveDuplicates();
        assertThat(Arrays.stream(examples)).allMatch(example -> example >= from && example < to);
    }

    private static void assertRefused(HeldOutTest plan, String message) {
        assertThatThrownBy(() -> HeldOutSplit.check(images(1), plan))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> HeldOutSplit.of(images(1), plan, 1))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    private static HeldOutTest plan(int trainSize, int testSize, double validationShare) {
        return new HeldOutTest(3, OptionalInt.of(trainSize), OptionalInt.of(testSize), validationShare);
    }

    /** As many of each class, as in CIFAR-10, in random order. */
    private static Images images(long seed) {
        List<Integer> labels =
                IntStream.range(0, TRAIN + TEST).map(i -> i % CLASSES).boxed().collect(Collectors.toList());
        Random random = new Random(seed);
        Collections.shuffle(labels.subList(0, TRAIN), random);
        Collections.shuffle(labels.subList(TRAIN, TRAIN + TEST), random);
        return new Images(
                new byte[TRAIN + TEST][1],
                labels.stream().mapToInt(Integer::intValue).toArray(),
                List.of("a", "b", "c", "d", "e"),
                new Images.Shape(1, 1, 1),
                TRAIN);
    }
}
