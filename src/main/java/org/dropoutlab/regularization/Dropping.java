package org.dropoutlab.regularization;

/** A regularizer whose level is a probability of dropping, or of noise with the variance that dropping would have. */
public sealed interface Dropping extends Regularizer
        permits WeightMasking, Dropout, SpatialDropout, GaussianDropout, AlphaDropout {

    /** Probability of dropping. */
    DropProbability rate();

    /** The same with another probability of dropping. */
    Dropping withRate(DropProbability other);
}
