package org.dropoutlab.regularization;

/** Dropping of weights in training, in the convolutions or the hidden dense layers. */
public sealed interface WeightMasking extends Regularizer.Placed, Regularizer.Dropping
        permits DropConnect, WeightNoise {

    /**
     * Checks that a place has weights.
     *
     * @throws IllegalArgumentException if it has none
     */
    static void requireWeights(Place place) {
        if (!place.hasWeights()) {
            throw new IllegalArgumentException(
                    "%s have no weights to drop: choose the hidden layers or the convolutions"
                            .formatted(place.words()));
        }
    }
}
