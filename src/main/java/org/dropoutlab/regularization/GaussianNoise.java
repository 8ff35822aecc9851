package org.dropoutlab.regularization;

/**
 * Gaussian noise: in training a draw from N(0, sd²) is added to each unit. On the inputs, with little noise, it acts as
 * Tikhonov regularization (Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization").
 *
 * @param place which units
 * @param sd standard deviation, in the units of the activation (standardized inputs have 1); at 0 the layer is not there
 */
public record GaussianNoise(Place place, double sd) implements ActivationNoise {
    public GaussianNoise {
        if (!(sd >= 0 && Double.isFinite(sd))) {
            throw new IllegalArgumentException("the standard deviation of noise must be 0 or more, not " + sd);
        }
    }

    @Override
    public boolean isZero() {
        return sd == 0;
    }

    @Override
    public String family() {
        return "Gaussian noise";
    }

    @Override
    public String describe() {
        return "Gaussian noise of standard deviation %s on %s".formatted(sd, place.words());
    }
}
