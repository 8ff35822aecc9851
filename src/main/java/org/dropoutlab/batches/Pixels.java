package org.dropoutlab.batches;

import java.util.Arrays;
import org.dropoutlab.data.Images;

/** Image transformations, [channel, row, column], each into a new array. */
public final class Pixels {
    private Pixels() {}

    /** The image shifted down and right, filled with 0. */
    public static float[] shifted(float[] image, Images.Shape shape, int down, int right) {
        float[] shifted = new float[image.length];
        int columns = shape.width() - Math.abs(right);
        for (int channel = 0; channel < shape.channels() && columns > 0; channel++) {
            for (int row = Math.max(0, down); row < shape.height() + Math.min(0, down); row++) {
                int into = (channel * shape.height() + row) * shape.width();
                System.arraycopy(
                        image,
                        into - down * shape.width() + Math.max(0, -right),
                        shifted,
                        into + Math.max(0, right),
                        columns);
            }
        }
        return shifted;
    }

    /** The mirror image, left to right. */
    public static float[] flipped(float[] image, Images.Shape shape) {
        float[] flipped = new float[image.length];
        for (int row = 0; row < image.length; row += shape.width()) {
            for (int column = 0; column < shape.width(); column++) {
                flipped[row + column] = image[row + shape.width() - 1 - column];
            }
        }
        return flipped;
    }

    /**
     * The image with a square set to 0 in all channels, clipped at the border. A square of even side starts half a side
     * before its centre.
     *
     * @param row row of the centre
     * @param column column of the centre
     */
    static float[] cutOut(float[] image, Images.Shape shape, int row, int column, int size) {
        float[] cut = image.clone();
        int top = Math.max(0, row - size / 2);
        int bottom = Math.min(shape.height(), row - size / 2 + size);
        int left = Math.max(0, column - size / 2);
        int right = Math.min(shape.width(), column - size / 2 + size);
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = top; y < bottom; y++) {
                int line = (channel * shape.height() + y) * shape.width();
                Arrays.fill(cut, line + left, line + right, 0);
            }
        }
        return cut;
    }
}
