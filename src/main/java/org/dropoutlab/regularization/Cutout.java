package org.dropoutlab.regularization;

/**
 * Cutout (DeVries &amp; Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout"): of each
 * training image a square is set to 0 in all channels. Its centre is any pixel with the same probability, so that part of
 * it may lie outside.
 *
 * @param size side of the square in pixels, at least 1
 */
public record Cutout(int size) implements Augmentation {
    public Cutout {
        if (size < 1) {
            throw new IllegalArgumentException("a square that is cut out has a side of 1 pixel or more, not " + size);
        }
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
