package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.regularization.DropProbability;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;

/** Masks of inverted dropout: 0 with the drop probability, otherwise 1/(1 − rate). */
final class Masks {
    private Masks() {}

    /** A mask with the shape, order and type of {@code like}, valid until the end of the mini-batch. */
    static INDArray like(INDArray like, DropProbability rate, LayerWorkspaceMgr workspaces) {
        return fill(
                workspaces.createUninitialized(ArrayType.INPUT, like.dataType(), like.shape(), like.ordering()), rate);
    }

    /** Masks for {@code examples} examples with the shape and type of {@code like}, in C order: [example, …]. */
    static INDArray perExample(long examples, INDArray like, DropProbability rate, LayerWorkspaceMgr workspaces) {
        long[] shape = new long[like.rank() + 1];
        shape[0] = examples;
        System.arraycopy(like.shape(), 0, shape, 1, like.rank());
        return fill(workspaces.createUninitialized(ArrayType.INPUT, like.dataType(), shape, 'c'), rate);
    }

    private static INDArray fill(INDArray mask, DropProbability rate) {
        Nd4j.getExecutioner().exec(new BernoulliDistribution(mask, rate.retain()));
        return mask.muli(1 / rate.retain());
    }
}
