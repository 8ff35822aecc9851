package org.dropoutlab.regularization;

/** Weights that are dropped in training, of the convolutions or of the hidden dense layers. */
public sealed interface WeightMasking extends Regularizer.Placed, Regularizer.Dropping
        permits DropConnect, WeightNoise {

    /**
     * Checks a place.
     *
     * @throws IllegalArgumentException if nothing there has weights
     */
    static void requireWeights(Place place) {
        if (!place.hasWeights()) {
            throw new IllegalArgumentException(
                    "weights cannot be dropped on %s, which have none: choose the hidden layers or the convolutions"
                            .formatted(place.words()));
        }
    }
}
