package org.dropoutlab.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;

/** What trials train on, choose by and are tested on never meets, whatever a study's resampling is. */
class SplitsTest {

    @Property(tries = 200, seed = "20060223")
    void validationExamplesOfFoldsMeetNeitherTrainingNorTestExamples(
            @ForAll @IntRange(min = 2, max = 8) int folds,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 40, max = 90) Integer> counts,
            @ForAll @IntRange(min = 10, max = 60) int percent,
            @ForAll @IntRange(min = 0, max = 20) int less,
            @ForAll long seed) {
        int[] labels = labels(counts, seed);
        Table table = new Table(new double[labels.length][1], labels, classes(counts));
        int smallestFold = labels.length - (labels.length + folds - 1) / folds;
        for (Resampling plan :
                List.of(Resampling.of(folds, 1), Resampling.of(folds, 1).withTrainSize(smallestFold - less))) {
            for (Fold fold : asTrialsHaveThem(table, plan.withValidation(percent / 100.0), seed)) {
                assertNoneTwice(fold, labels.length);
            }
        }
    }

    @Property(tries = 200, seed = "20060223")
    void validationExamplesBesideTestDataAreTrainingExamplesThatNothingIsTrainedOn(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 40, max = 90) Integer> counts,
            @ForAll @IntRange(min = 10, max = 90) int percent,
            @ForAll @IntRange(min = 1, max = 20) int less,
            @ForAll boolean all,
            @ForAll long seed) {
        int[] labels = labels(counts, seed);
        int trainExamples = labels.length - labels.length / 4;
        Images images = new Images(
                new byte[labels.length][1], labels, classes(counts), new Images.Shape(1, 1, 1), trainExamples);
        HeldOutTest plan = new HeldOutTest(
                2,
                all ? OptionalInt.empty() : OptionalInt.of(trainExamples - less),
                all ? OptionalInt.empty() : OptionalInt.of(less),
                percent / 100.0);

        for (Fold fold : asTrialsHaveThem(images, plan, seed)) {
            assertNoneTwice(fold, labels.length);
            assertThat(Arrays.stream(fold.train())).allMatch(example -> example < trainExamples);
            assertThat(Arrays.stream(fold.validation())).allMatch(example -> example < trainExamples);
            assertThat(Arrays.stream(fold.test())).allMatch(example -> example >= trainExamples);
        }
    }

    /** With a seed for the splits and another for the validation examples, as trials take them. */
    private static List<Fold> asTrialsHaveThem(Examples examples, Resampling plan, long seed) {
        List<Fold> folds = Splits.of(examples, plan, seed).stream()
                .map(fold -> Splits.withValidation(examples, plan, fold, ~seed))
                .toList();
        assertThat(folds).hasSize(plan.splits());
        return folds;
    }

    private static void assertNoneTwice(Fold fold, int examples) {
        assertThat(fold.train()).isNotEmpty();
        assertThat(fold.validation()).isNotEmpty();
        assertThat(fold.test()).isNotEmpty();
        int[] used = Stream.of(fold.train(), fold.validation(), fold.test())
                .flatMapToInt(Arrays::stream)
                .toArray();
        assertThat(used).doesNotHaveDuplicates();
        assertThat(Arrays.stream(used)).allMatch(example -> example >= 0 && example < examples);
    }

    private static int[] labels(List<Integer> counts, long seed) {
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < counts.size(); label++) {
            labels.addAll(Collections.nCopies(counts.get(label), label));
        }
        Collections.shuffle(labels, new Random(seed));
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<String> classes(List<Integer> counts) {
        return IntStream.range(0, counts.size()).mapToObj(i -> "c" + i).toList();
    }
}
