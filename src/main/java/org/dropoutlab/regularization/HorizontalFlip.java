package org.dropoutlab.regularization;

/**
 * Mirrors each training image, left to right, with probability one half. It is for pictures whose class has no left and
 * right, which digits have.
 */
public record HorizontalFlip() implements Augmentation {

    @Override
    public String family() {
        return "horizontal flip";
    }

    @Override
    public String describe() {
        return "horizontal flip of half of the images";
    }
}
