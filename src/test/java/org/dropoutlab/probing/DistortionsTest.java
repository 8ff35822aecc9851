package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistortionsTest {
    private static final int SIDE = 28;
    /**
     * Sine and cosine of a right angle are off by 2⁻⁵³ or so, a place at most 28 pixels away by 28 times that: the weights
     * of neighbouring pixels, which are at most 1, are of that size.
     */
    private static final Offset<Float> ROUNDING = within(1e-12f);

    private static final float[] IMAGE = image(SIDE * SIDE, 3);

    @Test
    void turningByNothingChangesNothing() {
        assertThat(turned(IMAGE, 0)).isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, -90, 270})
    void turningAllTheWayRoundGivesTheImageBack(int degrees) {
        float[] turned = IMAGE;
        for (int i = 0; i < 4; i++) {
            turned = turned(turned, degrees);
        }

        assertThat(turned).containsExactly(IMAGE, ROUNDING);
        assertThat(turned(IMAGE, degrees)).isNotEqualTo(IMAGE);
    }

    /** Oracle: an image that stands on its head is the array from behind. */
    @Test
    void halfATurnReversesTheRowOfPixels() {
        float[] reversed = new float[IMAGE.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = IMAGE[IMAGE.length - 1 - i];
        }

        assertThat(turned(IMAGE, 180)).containsExactly(reversed, ROUNDING);
    }

    /** Oracle: the corners of a square, of which the top left one goes to the bottom left. */
    @Test
    void aQuarterTurnGoesAnticlockwise() {
        assertThat(Distortions.turned(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, 2, 2, 90))
                .containsExactly(new float[] {0.2f, 0.4f, 0.1f, 0.3f}, ROUNDING);
    }

    /** Oracle: bilinear weights are at least 0 and sum to 1, and what comes from outside is black. */
    @ParameterizedTest
    @ValueSource(ints = {15, 45, 60, 135})
    void interpolationNeitherGoesBeyondThePixelsNorBringsInWhatIsOutside(int degrees) {
        float[] white = new float[SIDE * SIDE];
        Arrays.fill(white, 1);

        float[] turned = turned(white, degrees);

        for (float pixel : turned) {
            assertThat(pixel).isBetween(0f, 1 + 1e-6f);
        }
        assertThat(turned[SIDE / 2 * SIDE + SIDE / 2]).as("the centre").isCloseTo(1, within(1e-6f));
        assertThat(turned[0]).as("a corner, which comes from outside").isLessThan(1);
    }

    @Test
    void shufflingKeepsEveryPixel() {
        float[] shuffled = Distortions.shuffled(IMAGE, new SplittableRandom(1));

        assertThat(shuffled).isNotEqualTo(IMAGE).containsExactlyInAnyOrder(IMAGE);
        assertThat(Distortions.shuffled(IMAGE, new SplittableRandom(1))).isEqualTo(shuffled);
    }

    /**
     * Oracle: each of n pixels is equally likely to come to each place. The counts of one pixel's places over d shuffles,
     * divided by their expectation, make a chi-square of n − 1 degrees of freedom: mean n − 1, variance 2(n − 1).
     */
    @Test
    void shufflingPutsAPixelAnywhereEquallyOften() {
        SplittableRandom random = new SplittableRandom(2);
        int n = 9;
        int draws = 9000;
        int[] counts = new int[n];
        for (int i = 0; i < draws; i++) {
            float[] shuffled = Distortions.shuffled(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0}, random);
            counts[
                    IntStream.range(0, n)
                            .filter(place -> shuffled[place] == 1)
                            .findFirst()
                            .orElseThrow()]++;
        }

        double expected = (double) draws / n;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // Of 8 degrees of freedom one in a million is beyond 42.7.
        assertThat(chiSquare).isLessThan(42.7);
    }

    /** Oracle: a uniform variable has mean 1/2 and variance 1/12; its square has mean 1/3 and variance 4/45. */
    @Test
    void noiseIsUniform() {
        int n = 100_000;

        float[] noise = Distortions.noise(n, new SplittableRandom(5));

        double sum = 0;
        double squares = 0;
        for (float pixel : noise) {
            assertThat(pixel).isBetween(0f, 1f);
            sum += pixel;
            squares += pixel * pixel;
        }
        double z = 5;
        assertThat(sum / n).isCloseTo(0.5, within(z * Math.sqrt(1.0 / 12 / n)));
        assertThat(squares / n).isCloseTo(1.0 / 3, within(z * Math.sqrt(4.0 / 45 / n)));
    }

    private static float[] turned(float[] image, int degrees) {
        return Distortions.turned(image, SIDE, SIDE, degrees);
    }

    private static float[] image(int pixels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] image = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            image[i] = (float) random.nextDouble();
        }
        return image;
    }
}
