package org.dropoutlab.dl4j.layer;

import org.dropoutlab.scoring.ClassWeights;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss in which each example counts as much as its class weighs. Deeplearning4j's own weights belong to outputs and not to classes:
 * with a single output for two classes, they are the same number for both.
 *
 * <p>It replaces a network's loss during training only, so neither saved models nor measured losses know it. Arrays are [minibatch,
 * outputs].
 */
public final class ClassWeightedLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    private final ILossFunction loss;
    private final transient ClassWeights weights;

    /** The weighted form of {@code loss}. */
    public ClassWeightedLoss(ILossFunction loss, ClassWeights weights) {
        this.loss = loss;
        this.weights = weights;
    }

    /** The weighted loss summed over the mini-batch, or divided by its size if {@code average} is set. */
    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activationFn, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    /** Weighted loss of each example, [minibatch, 1]. */
    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        INDArray losses = loss.computeScoreArray(labels, preOutput, activationFn, mask);
        return losses.muliColumnVector(column(labels, losses));
    }

    /** Derivative of the summed loss with respect to what goes into the activation, [minibatch, outputs]. */
    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        INDArray gradient = loss.computeGradient(labels, preOutput, activationFn, mask);
        return gradient.muliColumnVector(column(labels, gradient));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        double score = computeScore(labels, preOutput, activationFn, mask, average);
        return new Pair<>(score, computeGradient(labels, preOutput, activationFn, mask));
    }

    @Override
    public String name() {
        return "ClassWeightedLoss";
    }

    private INDArray column(INDArray labels, INDArray like) {
        int examples = Math.toIntExact(labels.size(0));
        int outputs = Math.toIntExact(labels.size(1));
        float[] wanted = labels.dup('c').data().asFloat();
        float[] column = new float[examples];
        for (int example = 0; example < examples; example++) {
            column[example] = weights.of(wanted, example * outputs, outputs);
        }
        return Nd4j.create(column, new long[] {examples, 1}, 'c').castTo(like.dataType());
    }
}
