package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dropoutlab.experiment.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacksTest {
    private static final List<Trial> TRIALS = Trials.sonar(20);

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "16, 32", "100, 200", "1000, 200"})
    void theFirstWaveHasATrialOfEachArmAndTwoForEachCore(int cores, int expected) {
        List<List<Trial>> first = Packs.first(TRIALS, cores);

        assertThat(first).hasSize(expected).allMatch(pack -> pack.size() == 1);
        assertThat(first).doesNotHaveDuplicates();
        assertThat(first.stream().map(pack -> pack.get(0).id().arm())).contains("plain-slow", "hidden-slow");
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.01, 4", "0.5, 2", "10, 2", "0, 3"})
    void eachTrialIsInOnePackAndInOrder(double seconds, int cores) {
        List<List<Trial>> packs = Packs.rest(TRIALS, Map.of("plain-slow", seconds, "hidden-slow", seconds), cores);

        List<Trial> all = new ArrayList<>();
        packs.forEach(all::addAll);
        assertThat(all).isEqualTo(TRIALS);
        assertThat(packs).noneMatch(List::isEmpty);
    }

    /** 200 trials of a second: 3 in a pack fill it. */
    @Test
    void aPackTakesAFewSeconds() {
        List<List<Trial>> packs = Packs.rest(TRIALS, Map.of("plain-slow", 1.0, "hidden-slow", 1.0), 2);

        assertThat(packs).hasSize(67).allMatch(pack -> pack.size() <= 3);
    }

    @Test
    void longTrialsHaveTasksOfTheirOwn() {
        assertThat(Packs.rest(TRIALS, Map.of("plain-slow", 4.0, "hidden-slow", 60.0), 2))
                .hasSameSizeAs(TRIALS);
    }

    /** So that executors end at about the same time: 200 trials of 10 ms are 2 s, or 1/32 s for each of 8 tasks on 8 cores. */
    @Test
    void shortTrialsAreSpreadOverTheCores() {
        assertThat(Packs.rest(TRIALS, Map.of("plain-slow", 0.01, "hidden-slow", 0.01), 8))
                .hasSizeBetween(8 * 4, 8 * 8);
    }

    @Test
    void anArmOfUnknownDurationIsExpectedToTakeAsLongAsTheLongest() {
        assertThat(Packs.rest(TRIALS, Map.of("plain-slow", 5.0), 2)).hasSameSizeAs(TRIALS);
    }
}
