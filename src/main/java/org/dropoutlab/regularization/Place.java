package org.dropoutlab.regularization;

/** Where in a network a regularizer acts. */
public enum Place {
    /** The inputs of the network. */
    VISIBLE("the inputs"),
    /** The convolutions: their feature maps or their weights. */
    CONVOLUTION("each convolution"),
    /** The feature maps of the last convolution, flattened as inputs of the first dense layer. */
    FLATTENED("the flattened features"),
    /** The hidden dense layers: their outputs or their weights. */
    HIDDEN("each hidden layer");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    /** Whether this place has channels or feature maps to drop as a whole. */
    boolean hasMaps() {
        return this == VISIBLE || this == CONVOLUTION;
    }

    /** Whether this place has weights to drop. */
    boolean hasWeights() {
        return this == CONVOLUTION || this == HIDDEN;
    }

    /** Name within a sentence. */
    String words() {
        return words;
    }
}
