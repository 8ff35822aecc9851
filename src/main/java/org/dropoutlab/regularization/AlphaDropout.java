package org.dropoutlab.regularization;

/**
 * Alpha dropout (Klambauer et al. 2017, "Self-Normalizing Neural Networks", §3): in training each unit is set to SELU's
 * limit α′ = −λα ≈ −1.758 with probability {@code rate}, and all are then scaled and shifted so that mean 0 and variance 1
 * stay what they are.
 *
 * @param place standardized inputs, or layers whose activation is SELU
 * @param rate probability of dropping; at 0 the layer is not there
 */
public record AlphaDropout(Place place, DropProbability rate) implements ActivationNoise, Dropping {

    @Override
    public boolean isZero() {
        return rate.isZero();
    }

    @Override
    public AlphaDropout withRate(DropProbability other) {
        return new AlphaDropout(place, other);
    }

    @Override
    public String family() {
        return "alpha dropout";
    }

    @Override
    public String describe() {
        return "alpha dropout %s on %s".formatted(rate.value(), place.words());
    }
}
