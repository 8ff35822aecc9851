package org.dropoutlab.regularization;

import java.io.Serializable;

/**
 * KL sparsity: a penalty that pulls the mean activation ρ̂ of each hidden unit over the mini-batch towards a small
 * target ρ. It adds weight · Σ D(ρ‖ρ̂) to the mean loss, summed over the units of all hidden dense layers.
 *
 * <p>The published D is the Kullback–Leibler divergence of two Bernoulli variables (Nair &amp; Hinton 2009, "3D Object
 * Recognition with Deep Belief Nets"; Ng 2011, "Sparse autoencoder"), which is defined only for units in (0, 1). ReLU
 * units have no upper bound. D is therefore the generalized divergence (I-divergence, Csiszár 1991), the
 * Kullback–Leibler divergence of two Poisson variables: D(ρ‖ρ̂) = ρ·log(ρ/ρ̂) − ρ + ρ̂, with slope 1 − ρ/ρ̂. For small
 * rates the two agree to first order, because (1 − ρ)·log((1 − ρ)/(1 − ρ̂)) ≈ ρ̂ − ρ.
 *
 * <p>As ρ̂ goes to 0 the slope goes to −∞. Below {@value #TANGENT_BELOW} ρ, D continues as its tangent, with slope −9:
 * the upward pull on a nearly silent unit is at most nine times the downward pull on a very active one. A unit that is
 * silent for the whole mini-batch gets no gradient through its ReLU.
 *
 * <p>The penalty uses activations before any noise and applies only in training.
 *
 * @param target ρ, greater than 0, in units of activation
 * @param weight weight of the divergences in the loss, greater than 0
 */
public record KlSparsity(double target, double weight) implements Regularizer.Placed, Serializable {
    private static final long serialVersionUID = 1L;

    /** Fraction of the target below which the divergence continues as its tangent. */
    private static final double TANGENT_BELOW = 0.1;

    public KlSparsity {
        requirePositive("target", target);
        requirePositive("weight", weight);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "the KL sparsity %s must be a positive number, in (0, ∞), not %s".formatted(name, value));
        }
    }

    /**
     * The penalty for a unit with mean activation {@code mean}.
     *
     * @param mean ρ̂ of one mini-batch
     */
    public double penalty(double mean) {
        double from = Math.max(mean, TANGENT_BELOW * target);
        double divergence = target * Math.log(target / from) - target + from;
        return weight * divergence + slope(mean) * (mean - from);
    }

    /** Derivative of {@link #penalty}. */
    public double slope(double mean) {
        return weight * (1 - target / Math.max(mean, TANGENT_BELOW * target));
    }

    @Override
    public Place place() {
        return Place.HIDDEN;
    }

    @Override
    public String family() {
        return "KL sparsity";
    }

    @Override
    public String describe() {
        return "KL sparsity %s towards mean activation %s on %s"
                .formatted(Regularizer.plain(weight), Regularizer.plain(target), place().words());
    }
}
