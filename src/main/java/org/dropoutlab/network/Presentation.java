package org.dropoutlab.network;

/** The form of a network's inputs and targets. */
public enum Presentation {
    /**
     * Inputs with mean 0 and standard deviation 1 over the training data, images as feature maps; classes as targets.
     */
    STANDARDIZED,
    /** Whole numbers from 0, unchanged, which an embedding looks up. */
    INDICES,
    /** Images as vectors of pixels from 0 to 1; classes as targets. */
    PIXELS,
    /** Images as vectors of pixels from 0 to 1, which are also the targets. */
    PIXELS_TO_THEMSELVES
}
