package org.dropoutlab.regularization;

/** Where in a network a regularizer acts. */
public enum Place {
    /** The inputs of the network. */
    VISIBLE("the inputs", "inputs"),
    /** The convolutions: their feature maps or their weights. */
    CONVOLUTION("each convolution", "convolutional layer"),
    /** The feature maps of the last convolution, flattened as inputs of the first dense layer. */
    FLATTENED("the flattened features", "dense layer after a convolution"),
    /** The hidden dense layers: their outputs or their weights. */
    HIDDEN("each hidden layer", "hidden layer"),
    /** The inputs of each recurrent layer, anew at every step. */
    RECURRENT("the inputs of each recurrent layer", "recurrent layer"),
    /** The inputs of the output layer. */
    OUTPUT("the inputs of the output layer", "output layer");

    private final String words;
    private final String needs;

    Place(String words, String needs) {
        this.words = words;
        this.needs = needs;
    }

    /** The part that a network must have for a regularizer to act here, as in "this network has no convolutional layer". */
    public String needs() {
        return needs;
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

    /** Name after "no … on". */
    String anyOfIt() {
        return words.replace("each ", "any ");
    }
}
