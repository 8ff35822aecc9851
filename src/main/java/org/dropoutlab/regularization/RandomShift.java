package org.dropoutlab.regularization;

/**
 * Shifts each training image by a whole number of pixels, drawn uniformly from −{@code pixels} to {@code pixels} in each
 * direction on its own; what moves out is lost, and 0 enters (as in He et al. 2016, "Deep Residual Learning", §4.2, who call
 * it a crop of the padded image: 4 pixels for CIFAR-10).
 *
 * @param pixels the farthest, at least 1
 */
public record RandomShift(int pixels) implements Augmentation {
    public RandomShift {
        if (pixels < 1) {
            throw new IllegalArgumentException("images are shifted by up to 1 pixel or more, not " + pixels);
        }
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
