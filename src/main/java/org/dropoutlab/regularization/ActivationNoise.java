package org.dropoutlab.regularization;

/**
 * Noise on activations: in training a layer of its own disturbs the units of one place; at inference it is the identity.
 */
public sealed interface ActivationNoise extends Placed
        permits Dropout, SpatialDropout, GaussianDropout, GaussianNoise, AlphaDropout {

    /** Whether its level is 0, so that no layer is needed. */
    boolean isZero();
}
