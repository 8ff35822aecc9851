package org.dropoutlab.regularization;

/**
 * A penalty on the size of the weights, added to the mean loss of every mini-batch: on all weights of the network at once,
 * of convolutions, dense layers and the output layer. Biases are left alone.
 *
 * <p>Its gradient is added to that of the mean loss before the optimizer sees either, so that momentum accumulates it and
 * Adam scales it: this is not decoupled {@link WeightDecay}, which shrinks weights beside the optimizer's
 * step. Several penalties add up. Where weights are dropped, the penalty is on the weights themselves, dropped
 * or not.
 */
public sealed interface WeightPenalty extends Regularizer {

    /** λ, greater than 0. */
    double coefficient();

    @Override
    default String describe() {
        return "%s %s on all weights".formatted(family(), PlainNumber.of(coefficient()));
    }

    /**
     * Checks a coefficient.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    static void requireCoefficient(String family, double coefficient) {
        if (!(coefficient > 0 && Double.isFinite(coefficient))) {
            throw new IllegalArgumentException("the coefficient of %s must be a positive number, in (0, ∞), not %s"
                    .formatted(family, coefficient));
        }
    }

    /**
     * L2 penalty (λ/2)·Σw² on all weights, with gradient λw (Krogh &amp; Hertz 1992, "A Simple Weight Decay Can Improve
     * Generalization"). λ is what PyTorch's {@code SGD} and {@code Adam} call {@code weight_decay}, though they count
     * biases in; Keras's {@code L2(c)} is c·Σw², so that λ = 2c.
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
     * Shrinkage and Selection via the Lasso"); Keras's {@code L1(λ)}. Steps of finite size take small weights to and
     * fro across 0, they do not leave them there.
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
