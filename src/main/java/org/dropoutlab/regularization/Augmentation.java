package org.dropoutlab.regularization;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random change to training images that preserves their class, redrawn for each image in each epoch. Several
 * augmentations are applied in sequence; arms that share an augmentation get the same draws. Removed pixels become 0:
 * the background for pixels from 0 to 1, the mean for standardized channels. The target of an autoencoder is the
 * changed image.
 *
 * <p>Images are [channel, row, column].
 */
public sealed interface Augmentation extends Regularizer.OnData {

    /**
     * A randomly changed copy of an image.
     *
     * @param image the original, not modified
     * @param random random numbers from {@link #stream}
     */
    float[] changed(float[] image, int height, int width, SplittableRandom random);

    /**
     * The index of the image's random stream used by this kind of augmentation, from 0. Each kind has its own stream,
     * and its draws do not depend on the other augmentations. Indices must never change, or runs would not be
     * reproducible.
     */
    int stream();

    /** Whether an image of this size can never be erased completely. */
    boolean fits(int height, int width);

    @Override
    default Need needs() {
        return Need.IMAGES;
    }

    /**
     * Shifts each training image by a whole number of pixels, drawn uniformly from −{@code pixels} to {@code pixels},
     * independently for rows and columns; the image is padded with 0 (as in He et al. 2016, "Deep Residual Learning",
     * §4.2, who call it a crop of the padded image: 4 pixels for CIFAR-10).
     *
     * @param pixels maximum shift in each direction, at least 1
     */
    record RandomShift(int pixels) implements Augmentation {
        public RandomShift {
            if (pixels < 1) {
                throw new IllegalArgumentException("random shift must be at least 1 pixel, not " + pixels);
            }
        }

        @Override
        public float[] changed(float[] image, int height, int width, SplittableRandom random) {
            return shifted(
                    image, height, width, random.nextInt(-pixels, pixels + 1), random.nextInt(-pixels, pixels + 1));
        }

        /** The image moved {@code down} rows and {@code right} columns, padded with 0. */
        public static float[] shifted(float[] image, int height, int width, int down, int right) {
            float[] shifted = new float[image.length];
            int columns = width - Math.abs(right);
            for (int channel = 0; channel < image.length && columns > 0; channel += height * width) {
                for (int row = Math.max(0, down); row < height + Math.min(0, down); row++) {
                    int into = channel + row * width;
                    System.arraycopy(
                            image,
                            into - down * width + Math.max(0, -right),
                            shifted,
                            into + Math.max(0, right),
                            columns);
                }
            }
            return shifted;
        }

        @Override
        public int stream() {
            return 0;
        }

        @Override
        public boolean fits(int height, int width) {
            return pixels < Math.min(height, width);
        }

        @Override
        public String family() {
            return "random shift";
        }

        @Override
        public String describe() {
            return "random shift by up to %d pixel%s".formatted(pixels, pixels == 1 ? "" : "s");
        }
    }

    /**
     * Mirrors each training image, left to right, with probability one half. Suitable only if a mirror image keeps its
     * class, unlike digits.
     */
    record HorizontalFlip() implements Augmentation {

        @Override
        public float[] changed(float[] image, int height, int width, SplittableRandom random) {
            return random.nextBoolean() ? flipped(image, width) : image;
        }

        /** The mirror image, left to right. */
        public static float[] flipped(float[] image, int width) {
            float[] flipped = new float[image.length];
            for (int row = 0; row < image.length; row += width) {
                for (int column = 0; column < width; column++) {
                    flipped[row + column] = image[row + width - 1 - column];
                }
            }
            return flipped;
        }

        @Override
        public int stream() {
            return 1;
        }

        @Override
        public boolean fits(int height, int width) {
            return true;
        }

        @Override
        public String family() {
            return "horizontal flip";
        }

        @Override
        public String describe() {
            return "horizontal flip of half of the images";
        }
    }

    /**
     * Cutout (DeVries &amp; Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout"): sets
     * a square of each training image to 0 in all channels. Its centre is a uniformly random pixel, and the square may
     * extend beyond the image.
     *
     * @param size side of the square in pixels, at least 1
     */
    record Cutout(int size) implements Augmentation {
        public Cutout {
            if (size < 1) {
                throw new IllegalArgumentException("cutout size must be at least 1 pixel, not " + size);
            }
        }

        @Override
        public float[] changed(float[] image, int height, int width, SplittableRandom random) {
            return cutOut(image, height, width, random.nextInt(height), random.nextInt(width));
        }

        /**
         * A copy of the image with the square set to 0, clipped at the edges. A square of even size starts half its
         * size before its centre.
         *
         * @param row row of the centre
         * @param column column of the centre
         */
        float[] cutOut(float[] image, int height, int width, int row, int column) {
            float[] cut = image.clone();
            int top = Math.max(0, row - size / 2);
            int bottom = Math.min(height, row - size / 2 + size);
            int left = Math.max(0, column - size / 2);
            int right = Math.min(width, column - size / 2 + size);
            for (int channel = 0; channel < image.length; channel += height * width) {
                for (int y = top; y < bottom; y++) {
                    int line = channel + y * width;
                    Arrays.fill(cut, line + left, line + right, 0);
                }
            }
            return cut;
        }

        @Override
        public int stream() {
            return 2;
        }

        @Override
        public boolean fits(int height, int width) {
            return size <= Math.min(height, width);
        }

        @Override
        public String family() {
            return "cutout";
        }

        @Override
        public String describe() {
            return "cutout of %d×%d pixels".formatted(size, size);
        }
    }
}
