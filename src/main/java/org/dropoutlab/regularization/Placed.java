package org.dropoutlab.regularization;

/** A regularizer that acts in one place of a network, and is refused by a network that does not have it. */
public sealed interface Placed extends Regularizer
        permits ActivationNoise, WeightMasking, MaxNorm, KlSparsity, BatchNormalization {

    /** Where it acts. */
    Place place();
}
