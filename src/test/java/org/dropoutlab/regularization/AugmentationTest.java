package org.dropoutlab.regularization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: index arithmetic, pixel by pixel. */
class AugmentationTest {
    private static final int HEIGHT = 5;
    private static final int WIDTH = 4;
    /** Every pixel its place, counted from 1: none is the 0 that enters. */
    private static final float[] IMAGE = image();

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "-1, 0", "0, 1", "0, -1", "2, 3", "-3, 1", "4, -3", "-4, -2", "5, 0", "0, 4", "-9, 9"})
    void aShiftMovesEveryPixelAndLetsZeroEnter(int down, int right) {
        float[] shifted = RandomShift.shifted(IMAGE, HEIGHT, WIDTH, down, right);

        for (int channel = 0; channel < 2; channel++) {
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 4; column++) {
                    assertThat(at(shifted, channel, row, column))
                            .as("channel %d, row %d, column %d", channel, row, column)
                            .isEqualTo(at(IMAGE, channel, row - down, column - right));
                }
            }
        }
    }

    @Test
    void aFlipMirrorsEveryRowAndTwoAreNone() {
        float[] flipped = HorizontalFlip.flipped(IMAGE, WIDTH);

        assertThat(at(flipped, 1, 3, 0)).isEqualTo(at(IMAGE, 1, 3, 3));
        assertThat(at(flipped, 0, 4, 2)).isEqualTo(at(IMAGE, 0, 4, 1));
        assertThat(flipped).isNotEqualTo(IMAGE);
        assertThat(HorizontalFlip.flipped(flipped, WIDTH)).isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 1", "2, 2, 2", "2, 2, 3", "0, 0, 3", "4, 3, 4", "0, 3, 4", "4, 0, 2"})
    void cutoutTakesASquareOutOfEveryChannelAsFarAsItLiesWithin(int row, int column, int size) {
        float[] cut = new Cutout(size).cutOut(IMAGE, HEIGHT, WIDTH, row, column);

        int area = 0;
        for (int y = row - size / 2; y < row - size / 2 + size; y++) {
            for (int x = column - size / 2; x < column - size / 2 + size; x++) {
                area += y >= 0 && y < 5 && x >= 0 && x < 4 ? 1 : 0;
            }
        }
        assertThat(IntStream.range(0, cut.length).filter(i -> cut[i] == 0).count())
                .isEqualTo(2L * area);
        assertThat(at(cut, 0, row, column)).isZero();
        assertThat(at(cut, 1, row, column)).isZero();
        assertThat(IntStream.range(0, cut.length).filter(i -> cut[i] != 0))
                .allSatisfy(i -> assertThat(cut[i]).isEqualTo(IMAGE[i]));
    }

    /** 0 outside. */
    private static float at(float[] image, int channel, int row, int column) {
        boolean inside = row >= 0 && row < 5 && column >= 0 && column < 4;
        return inside ? image[channel * 20 + row * 4 + column] : 0;
    }

    private static float[] image() {
        float[] image = new float[2 * HEIGHT * WIDTH];
        for (int i = 0; i < image.length; i++) {
            image[i] = i + 1;
        }
        return image;
    }
}
