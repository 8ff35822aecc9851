package org.dropoutlab.regularization;

/**
 * Noise on activations, as a separate layer: it perturbs the units in one place during training and is the identity at
 * inference.
 */
public sealed interface ActivationNoise extends Regularizer.Placed
        permits Dropout,
                SpatialDropout,
                ActivationNoise.GaussianDropout,
                ActivationNoise.GaussianNoise,
                ActivationNoise.AlphaDropout {

    /** Whether the noise level is 0 and no layer is needed. */
    boolean isZero();

    /**
     * Gaussian dropout (Srivastava et al. 2014, §10): in training each unit is multiplied by a draw from N(1, rate/(1
     * − rate)), with the same mean and variance as the dropout factor at that rate.
     *
     * @param place which units
     * @param rate dropout rate with the same variance; 0 adds no layer
     */
    record GaussianDropout(Place place, DropProbability rate) implements ActivationNoise, Regularizer.Dropping {

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
            return isZero()
                    ? "no Gaussian dropout on " + place.anyOfIt()
                    : "Gaussian dropout %s on %s".formatted(rate.value(), place.words());
        }
    }

    /**
     * Gaussian noise: in training a draw from N(0, sd²) is added to each unit. On the inputs, with little noise, it
     * acts as Tikhonov regularization (Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization").
     *
     * @param place which units
     * @param sd standard deviation, in the units of the activation (1 for standardized inputs); 0 adds no layer
     */
    record GaussianNoise(Place place, double sd) implements ActivationNoise {
        public GaussianNoise {
            if (!(sd >= 0 && Double.isFinite(sd))) {
                throw new IllegalArgumentException("noise standard deviation must be at least 0, not " + sd);
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
            return isZero()
                    ? "no Gaussian noise on " + place.anyOfIt()
                    : "Gaussian noise of standard deviation %s on %s".formatted(sd, place.words());
        }
    }

    /**
     * Alpha dropout (Klambauer et al. 2017, "Self-Normalizing Neural Networks", §3): in training each unit is set to
     * SELU's limit α′ = −λα ≈ −1.758 with probability {@code rate}, and all are then scaled and shifted to preserve
     * mean 0 and variance 1.
     *
     * @param place standardized inputs, or layers whose activation is SELU
     * @param rate drop probability; 0 adds no layer
     */
    record AlphaDropout(Place place, DropProbability rate) implements ActivationNoise, Regularizer.Dropping {

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
            return isZero()
                    ? "no alpha dropout on " + place.anyOfIt()
                    : "alpha dropout %s on %s".formatted(rate.value(), place.words());
        }
    }
}
