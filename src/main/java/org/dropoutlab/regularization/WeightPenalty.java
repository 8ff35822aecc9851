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
public sealed interface WeightPenalty extends Regularizer permits L2, L1 {

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
}
