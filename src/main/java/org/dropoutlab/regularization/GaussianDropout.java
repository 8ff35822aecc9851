package org.dropoutlab.regularization;

/**
 * Gaussian dropout (Srivastava et al. 2014, §10): in training each unit is multiplied by a draw from N(1, rate/(1 − rate)),
 * which has mean and variance of the factor that dropout with the same rate multiplies by.
 *
 * @param place which units
 * @param rate that of the dropout with the same variance; at 0 the layer is not there
 */
public record GaussianDropout(Place place, DropProbability rate) implements ActivationNoise, Dropping {

    @Override
    public boolean isZero() {
        return rate.isZero();
    }

    @Override
    public GaussianDropout withRate(DropProbability other) {
        return new GaussianDropout(place, other);
    }

    @Override
    public String family() {
        return "Gaussian dropout";
    }

    @Override
    public String describe() {
        return "Gaussian dropout %s on %s".formatted(rate.value(), place.words());
    }
}
