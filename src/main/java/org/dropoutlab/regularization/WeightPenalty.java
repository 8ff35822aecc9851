package org.dropoutlab.regularization;

/**
 * A penalty on the size of the weights, added to the mean loss of every mini-batch, for all weights of the network:
 * convolutions, dense layers and output layer. Biases are not penalized.
 *
 * <p>Its gradient is added to that of the mean loss before the optimizer's step: momentum accumulates it and Adam
 * scales it, unlike decoupled {@link WeightDecay}, which bypasses the optimizer. Several penalties add up. With
 * dropped weights, the penalty still covers all weights, dropped or not.
 */
public sealed interface WeightPenalty extends Regularizer {

    /** λ, greater than 0. */
    double coefficient();

    @Override
    default String describe() {
        return "%s %s on all weights".formatted(family(), Regularizer.plain(coefficient()));
    }

    /**
     * Checks a coefficient.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    static void requireCoefficient(String family, double coefficient) {
        if (!(coefficient > 0 && Double.isFinite(coefficient))) {
            throw new IllegalArgumentException(
                    "the %s coefficient must be a positive number, in (0, ∞), not %s".formatted(family, coefficient));
        }
    }

    /**
     * L2 penalty (λ/2)·Σw² on all weights, with gradient λw (Krogh &amp; Hertz 1992, "A Simple Weight Decay Can
     * Improve Generalization"). λ is the {@code weight_decay} of PyTorch's {@code SGD} and {@code Adam}, which also
     * include biases; Keras's {@code L2(c)} is c·Σw², hence λ = 2c.
     *
     * @param coefficient λ, greater than 0
     */
    record L2(double coefficient) implements WeightPenalty {
        public L2 {
            WeightPenalty.requireCoefficient("L2", coefficient);
        }

        @Override
        public String family() {
            return "L2";
        }
    }

    /**
     * L1 penalty λ·Σ|w| on all weights, with gradient λ·sign(w), 0 for a weight of 0 (Tibshirani 1996, "Regression
     * Shrinkage and Selection via the Lasso"); Keras's {@code L1(λ)}. Steps of finite size make small weights
     * oscillate around 0 rather than settle there.
     *
     * @param coefficient λ, greater than 0
     */
    record L1(double coefficient) implements WeightPenalty {
        public L1 {
            WeightPenalty.requireCoefficient("L1", coefficient);
        }

        @Override
        public String family() {
            return "L1";
        }
    }
}
