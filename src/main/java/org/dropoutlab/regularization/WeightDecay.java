package org.dropoutlab.regularization;

/**
 * Decoupled weight decay (Loshchilov &amp; Hutter 2019, "Decoupled Weight Decay Regularization"): beside the optimizer's
 * step, {@code w ← w − step − ηλw} on all weights of the network, of convolutions, dense layers and the output layer. Biases
 * are left alone, and so are the scales and shifts of batch normalization.
 *
 * <p>The gradient of {@link WeightPenalty.L2} goes through the optimizer, so that momentum accumulates it and Adam
 * divides it by the size of past gradients. This does not: every weight shrinks by the same fraction. η is the learning
 * rate, as in PyTorch's {@code AdamW}, whose {@code weight_decay} is λ (it counts biases in); the paper's own λ has the
 * initial η in it. Weight decay together with L2 is refused.
 *
 * @param coefficient λ, greater than 0
 */
public record WeightDecay(double coefficient) implements Regularizer {
    public WeightDecay {
        WeightPenalty.requireCoefficient("weight decay", coefficient);
    }

    @Override
    public String family() {
        return "weight decay";
    }

    @Override
    public String describe() {
        return "weight decay %s on all weights".formatted(PlainNumber.of(coefficient));
    }
}
