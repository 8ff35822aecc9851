package org.dropoutlab.regularization;

/**
 * Decoupled weight decay (Loshchilov &amp; Hutter 2019, "Decoupled Weight Decay Regularization"): in addition to the
 * optimizer's step, {@code w ← w − step − ηλw} for all weights of the network: convolutions, dense layers and output
 * layer. Biases do not decay, nor do the scales and shifts of batch normalization.
 *
 * <p>The gradient of {@link WeightPenalty.L2} goes through the optimizer: momentum accumulates it, and Adam divides it
 * by the size of past gradients. Weight decay bypasses the optimizer: every weight shrinks by the same fraction. η is
 * the learning rate, as in PyTorch's {@code AdamW}, whose {@code weight_decay} is λ (PyTorch includes biases); the
 * paper's λ includes the initial η. Combining weight decay with L2 is rejected.
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
        return "weight decay %s on all weights".formatted(Regularizer.plain(coefficient));
    }
}
