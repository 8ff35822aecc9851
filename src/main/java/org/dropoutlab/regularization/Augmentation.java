package org.dropoutlab.regularization;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random change of training images that leaves their class what it is, drawn anew for each image in each epoch. Several
 * act one after the other; those that two arms share draw the same in both. Where something of an image is taken away, the
 * network is given 0: the background of pixels from 0 to 1, the mean of a channel that is standardized. What an autoencoder
 * is to put out is the changed image.
 *
 * <p>Images are [channel, row, column].
 */
public sealed interface Augmentation extends Regularizer.OnData {

    /**
     * The image changed at random.
     *
     * @param image as it is; it is left so
     * @param random numbers of {@link #stream}
     */
    float[] changed(float[] image, int height, int width, SplittableRandom random);

    /**
     * Which of an image's streams of random numbers it draws from, counted from 0: one that no other kind has, so that
     * it draws the same whatever others there are. A kind keeps its number for ever, or runs could not be repeated.
     */
    int stream();

    /** Whether something of an image of this size is always left. */
    boolean fits(int height, int width);

    @Override
    default Need needs() {
        return Need.IMAGES;
    }

    /**
     * Shifts each training image by a whole number of pixels, drawn uniformly from −{@code pixels} to {@code pixels} in
     * each direction on its own; what moves out is lost, and 0 enters (as in He et al. 2016, "Deep Residual Learning",
     * §4.2, who call it a crop of the padded image: 4 pixels for CIFAR-10).
     *
     * @param pixels the farthest, at least 1
     */
    record RandomShift(int pixels) implements Augmentation {
        public RandomShift {
            if (pixels < 1) {
                throw new IllegalArgumentException("images are shifted by up to 1 pixel or more, not " + pixels);
            }
        }

        @Override
        public float[] changed(float[] image, int height, int width, SplittableRandom random) {
            return shifted(
                    image, height, width, random.nextInt(-pixels, pixels + 1), random.nextInt(-pixels, pixels + 1));
        }

        /** Every pixel {@code down} rows lower and {@code right} columns further right; 0 enters. */
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
     * Mirrors each training image, left to right, with probability one half. It is for pictures whose class has no left
     * and right, which digits have.
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
     * Cutout (DeVries &amp; Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout"): of
     * each training image a square is set to 0 in all channels. Its centre is any pixel with the same probability, so
     * that part of it may lie outside.
     *
     * @param size side of the square in pixels, at least 1
     */
    record Cutout(int size) implements Augmentation {
        public Cutout {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "a square that is cut out has a side of 1 pixel or more, not " + size);
            }
        }

        @Override
        public float[] changed(float[] image, int height, int width, SplittableRandom random) {
            return cutOut(image, height, width, random.nextInt(height), random.nextInt(width));
        }

        /**
         * The image without the square, as far as it lies within. A square of even side begins half of it before its
         * centre.
         *
         * @param row of the centre
         * @param column of the centre
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
