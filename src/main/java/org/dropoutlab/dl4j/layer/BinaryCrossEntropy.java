package org.dropoutlab.dl4j.layer;

import java.util.Arrays;
import org.dropoutlab.scoring.CrossEntropy;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binary cross-entropy of a sigmoid output, computed from the logit z: {@code softplus(z) − y·z} nats per example, with
 * the gradient {@code σ(z) − y}.
 *
 * <p>It replaces {@code LossBinaryXENT}, which computes both from the probability after clipping it to [1e-5, 1 − 1e-5]
 * (its default): a confidently wrong example then costs at most 11.5 nats, and its gradient, 1 by the formula, is
 * multiplied by σ'(z)/1e-5 and vanishes, so it is never learned. PyTorch's {@code BCELoss} and Keras's {@code
 * binary_crossentropy} do neither.
 *
 * <p>Arrays are [minibatch, outputs]; masks are not supported.
 */
public final class BinaryCrossEntropy implements ILossFunction {
    private static final long serialVersionUID = 1L;

    /** The loss summed over the mini-batch, or its mean if {@code average} is set, in nats. */
    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        double sum =
                Arrays.stream(losses(labels, preOutput, activationFn, mask)).sum();
        return average ? sum / labels.size(0) : sum;
    }

    /** Loss of each example, [minibatch, 1], in nats. */
    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        double[] losses = losses(labels, preOutput, activationFn, mask);
        return Nd4j.create(losses, new long[] {losses.length, 1}, DataType.DOUBLE);
    }

    /** Derivative of the summed loss with respect to the logits, [minibatch, outputs]. */
    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        check(activationFn, mask);
        return Transforms.sigmoid(preOutput, true).subi(labels);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activationFn, mask, average),
                computeGradient(labels, preOutput, activationFn, mask));
    }

    @Override
    public String name() {
        return "BinaryCrossEntropy";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryCrossEntropy;
    }

    @Override
    public int hashCode() {
        return BinaryCrossEntropy.class.hashCode();
    }

    /** Losses in Java doubles, which for a mini-batch is faster than seven native operations, and more exact. */
    private static double[] losses(INDArray labels, INDArray logits, IActivation activationFn, INDArray mask) {
        check(activationFn, mask);
        int examples = Math.toIntExact(logits.size(0));
        int outputs = Math.toIntExact(logits.size(1));
        double[] losses = new double[examples];
        for (int example = 0; example < examples; example++) {
            for (int output = 0; output < outputs; output++) {
                losses[example] +=
                        CrossEntropy.ofLogit(logits.getDouble(example, output), labels.getDouble(example, output));
            }
        }
        return losses;
    }

    private static void check(IActivation activationFn, INDArray mask) {
        if (!(activationFn instanceof ActivationSigmoid)) {
            throw new IllegalArgumentException("BinaryCrossEntropy needs a sigmoid output, not " + activationFn);
        }
        if (mask != null) {
            throw new UnsupportedOperationException("BinaryCrossEntropy does not support label masks");
        }
    }
}
