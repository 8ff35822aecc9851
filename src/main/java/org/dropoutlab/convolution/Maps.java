package org.dropoutlab.convolution;

/**
 * The size of an example as feature maps, [channel, row, column].
 *
 * @param channels number of maps
 * @param height rows of each
 * @param width columns of each
 */
public record Maps(int channels, int height, int width) {
    public Maps {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("feature maps of size %d × %d × %d".formatted(channels, height, width));
        }
    }

    /** Numbers per map. */
    int area() {
        return Math.multiplyExact(height, width);
    }

    /** Numbers per example. */
    public int size() {
        return Math.multiplyExact(channels, area());
    }

    long[] batch(int examples) {
        return new long[] {examples, channels, height, width};
    }
}
