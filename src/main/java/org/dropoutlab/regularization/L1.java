package org.dropoutlab.regularization;

/**
 * L1 penalty λ·Σ|w| on all weights, with gradient λ·sign(w), 0 for a weight of 0 (Tibshirani 1996, "Regression Shrinkage
 * and Selection via the Lasso"); Keras's {@code L1(λ)}. Steps of finite size take small weights to and fro across 0, they
 * do not leave them there.
 *
 * @param coefficient λ, greater than 0
 */
public record L1(double coefficient) implements WeightPenalty {
    public L1 {
        WeightPenalty.requireCoefficient("L1", coefficient);
    }

    @Override
    public String family() {
        return "L1";
    }
}
