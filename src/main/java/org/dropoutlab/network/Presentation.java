package org.dropoutlab.network;

/** How a network wants its examples, and what it is to put out. */
public enum Presentation {
    /** Features of mean 0 and standard deviation 1 over the training data, images as feature maps; classes. */
    STANDARDIZED,
    /** Images as vectors of pixels from 0 to 1; classes. */
    PIXELS,
    /** The same vectors; they themselves are what the network is to put out. */
    PIXELS_TO_THEMSELVES
}
