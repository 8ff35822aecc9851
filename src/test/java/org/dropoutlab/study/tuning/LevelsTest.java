package org.dropoutlab.study.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.study.tuning.Levels.Listed;
import org.dropoutlab.study.tuning.Levels.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"0,0.1,…,0.8", "0, 0.1, ..., 0.8", "0,0.1,0.2,…,0.7,0.8", "0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8"})
    void tenthsAreTheDecimalsThatOneWouldType(String typed) {
        assertThat(Levels.of(typed)).isEqualTo(new Listed(List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)));
    }

    /** Oracle: all of the decimals, typed. */
    @Property(tries = 300, seed = "20141114")
    void whatIsLeftOutIsWhatWouldHaveBeenTyped(
            @ForAll @IntRange(min = -500, max = 500) int first,
            @ForAll @IntRange(min = 1, max = 300) int step,
            @ForAll boolean downwards,
            @ForAll @IntRange(min = 3, max = 60) int number,
            @ForAll @IntRange(min = 0, max = 6) int places) {
        List<String> all = IntStream.range(0, number)
                .mapToObj(i -> BigDecimal.valueOf(first + (long) i * (downwards ? -step : step), places)
                        .toString())
                .toList();

        assertThat(Levels.of("%s,%s,…,%s".formatted(all.get(0), all.get(1), all.get(number - 1))))
                .isEqualTo(Levels.of(String.join(",", all)))
                .isEqualTo(new Listed(all.stream().map(Double::valueOf).toList()));
    }

    @Test
    void theLastNumberCountsThoughNoStepLeadsToIt() {
        assertThat(Levels.of("0,0.3,…,0.8")).isEqualTo(new Listed(List.of(0.0, 0.3, 0.6, 0.8)));
    }

    @Test
    void singleNumbersListsAndRangesAreToldApart() {
        assertThat(Levels.of("3")).isEqualTo(new Listed(List.of(3.0)));
        assertThat(Levels.of("1e-4,1e-2")).isEqualTo(new Listed(List.of(0.0001, 0.01)));
        assertThat(Levels.of("0..0.8")).isEqualTo(new Range(0, 0.8));
        assertThat(Levels.of(" 0.001 .. 1 ")).isEqualTo(new Range(0.001, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,…,0.8 | … needs two numbers before it",
                "0,0.1,… | … needs two numbers before it",
                "0,0.1,…,-1 | starting at 0.1, steps of 0.1 never reach -1",
                "0,0,…,1 | starting at 0, steps of 0 never reach 1",
                "0,1,…,5000 | at most 1000 values",
                "0.1,0.1 | must be distinct",
                "0,,1 | '' in '0,,1' is not a number",
                "0,x | 'x' in '0,x' is not a number",
                "0.8..0 | a range must be ascending",
                "0.5..0.5 | a range must be ascending",
                "..1 | takes numbers"
            })
    void refusesWhatIsNone(String typed, String message) {
        assertThatThrownBy(() -> Levels.of(typed))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Property(tries = 300, seed = "20141114")
    void whatIsDrawnIsInTheRangeAndHasThreeDigits(
            @ForAll @IntRange(min = 1, max = 1000) int low,
            @ForAll @IntRange(min = 1, max = 100000) int more,
            @ForAll boolean logarithmic,
            @ForAll long seed) {
        Range range = new Range(low / 997.0, (low + more) / 997.0);
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < 20; i++) {
            double drawn = range.draw(random, logarithmic);
            assertThat(drawn).isBetween(range.low(), range.high());
            assertThat(drawn == range.low()
                            || drawn == range.high()
                            || BigDecimal.valueOf(drawn).stripTrailingZeros().precision() <= 3)
                    .as("%s has three digits", drawn)
                    .isTrue();
        }
    }

    /** From 0.0001 to 1, half of the logarithms lie below 0.01, and 1 % of the numbers: of 2,000 draws, up to 5 sd. */
    @Test
    void logarithmsAreDrawnWhereTheyAreAskedFor() {
        Range range = new Range(0.0001, 1);

        assertThat(shareBelow(0.01, range, true)).isBetween(0.5 - 0.056, 0.5 + 0.056);
        assertThat(shareBelow(0.01, range, false)).isLessThan(0.01 + 0.012);
    }

    private static double shareBelow(double limit, Range range, boolean logarithmic) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, 2000)
                .mapToObj(i -> range.draw(random, logarithmic) < limit)
                .collect(Collectors.averagingInt(below -> below ? 1 : 0));
    }
}
