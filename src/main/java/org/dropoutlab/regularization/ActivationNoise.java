package org.dropoutlab.regularization;

/**
 * Noise on activations: in training a layer of its own disturbs the units of one place; at inference it is the identity.
 */
public sealed interface ActivationNoise extends Regularizer.Placed
        permits Dropout,
                SpatialDropout,
                ActivationNoise.GaussianDropout,
                ActivationNoise.GaussianNoise,
                ActivationNoise.AlphaDropout {

    /** Whether its level is 0, so that no layer is needed. */
    boolean isZero();

    /**
     * Gaussian dropout (Srivastava et al. 2014, §10): in training each unit is multiplied by a draw from N(1, rate/(1 −
     * rate)), which has mean and variance of the factor that dropout with the same rate multiplies by.
     *
     * @param place which units
     * @param rate that of the dropout with the same variance; at 0 the layer is not there
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
            return "Gaussian dropout %s on %s".formatted(rate.value(), place.words());
        }
    }

    /**
     * Gaussian noise: in training a draw from N(0, sd²) is added to each unit. On the inputs, with little noise, it
     * acts as Tikhonov regularization (Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization").
     *
     * @param place which units
     * @param sd standard deviation, in the units of the activation (standardized inputs have 1); at 0 the layer is not
     *     there
     */
    record GaussianNoise(Place place, double sd) implements ActivationNoise {
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

    /**
     * Alpha dropout (Klambauer et al. 2017, "Self-Normalizing Neural Networks", §3): in training each unit is set to
     * SELU's limit α′ = −λα ≈ −1.758 with probability {@code rate}, and all are then scaled and shifted so that mean 0
     * and variance 1 stay what they are.
     *
     * @param place standardized inputs, or layers whose activation is SELU
     * @param rate probability of dropping; at 0 the layer is not there
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
            return "alpha dropout %s on %s".formatted(rate.value(), place.words());
        }
    }
}
