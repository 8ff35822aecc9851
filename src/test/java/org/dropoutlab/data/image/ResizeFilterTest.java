package org.dropoutlab.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeFilterTest {
    /** Sums of up to 200 weights round by less than 200 units in the last place. */
    @Property(tries = 500, seed = "20090408")
    void equalNumbersStayEqual(
            @ForAll @IntRange(min = 1, max = 200) int from, @ForAll @IntRange(min = 1, max = 200) int to) {
        double[] line = new double[from];
        Arrays.fill(line, 137);

        for (double value : applied(line, to)) {
            assertThat(value).isCloseTo(137, within(137 * 200 * 0x1p-52));
        }
    }

    @Property(tries = 200, seed = "20090408")
    void aLineThatKeepsItsLengthStaysWhatItIs(@ForAll @IntRange(min = 1, max = 200) int size, @ForAll long seed) {
        double[] line = new Random(seed).doubles(size).toArray();

        assertThat(applied(line, size)).containsExactly(line);
    }

    @Property(tries = 200, seed = "20090408")
    void aMirroredLineBecomesTheMirrorImage(
            @ForAll @IntRange(min = 1, max = 100) int from,
            @ForAll @IntRange(min = 1, max = 100) int to,
            @ForAll long seed) {
        double[] line = new Random(seed).doubles(from).toArray();

        assertThat(applied(mirrored(line), to)).containsExactly(mirrored(applied(line, to)), within(1e-12));
    }

    /** Of a line that rises evenly, away from its ends where there is nothing beyond: the place of each new number itself. */
    @Property(tries = 200, seed = "20090408")
    void aRampStaysOne(@ForAll @IntRange(min = 20, max = 200) int from, @ForAll @IntRange(min = 20, max = 200) int to) {
        double[] scaled =
                applied(IntStream.range(0, from).mapToDouble(i -> i + 0.5).toArray(), to);
        double step = (double) from / to;
        double reach = Math.max(1, step);

        for (int place = 0; place < to; place++) {
            double centre = (place + 0.5) * step;
            if (centre >= reach && centre <= from - reach && step == Math.rint(step)) {
                assertThat(scaled[place]).isCloseTo(centre, within(1e-9));
            }
        }
    }

    /** By hand: the weights of a half are 1, 3, 3, 1 of 8. */
    @Test
    void halfOfALineIsAveragedOverFourNeighbours() {
        assertThat(applied(new double[] {8, 0, 0, 0, 8, 0, 0, 0}, 4)[1]).isCloseTo(1, within(1e-12));
        assertThat(applied(new double[] {0, 8, 0, 8, 0, 0, 0, 0}, 4)[1]).isCloseTo(4, within(1e-12));
    }

    /** By hand: between 0 and 10, a quarter and three quarters of the way. */
    @Test
    void twiceALineIsInterpolated() {
        assertThat(applied(new double[] {0, 10}, 4)).containsExactly(new double[] {0, 2.5, 7.5, 10}, within(1e-12));
    }

    private static double[] mirrored(double[] line) {
        return IntStream.range(0, line.length)
                .mapToDouble(i -> line[line.length - 1 - i])
                .toArray();
    }

    private static double[] applied(double[] line, int to) {
        double[] into = new double[to];
        ResizeFilter.of(line.length, to).apply(line, into);
        return into;
    }
}
