package org.dropoutlab.regularization;

/**
 * L2 penalty (λ/2)·Σw² on all weights, with gradient λw (Krogh &amp; Hertz 1992, "A Simple Weight Decay Can Improve
 * Generalization"). λ is what PyTorch's {@code SGD} and {@code Adam} call {@code weight_decay}, though they count biases
 * in; Keras's {@code L2(c)} is c·Σw², so that λ = 2c.
 *
 * @param coefficient λ, greater than 0
 */
public record L2(double coefficient) implements WeightPenalty {
    public L2 {
        WeightPenalty.requireCoefficient("L2", coefficient);
    }

    @Override
    public String family() {
        return "L2";
    }
}
