package org.dropoutlab.montecarlo;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The noise of one example, shared by all. For noise that scales and shifts each unit, x ↦ fx + s, its values at 0 and
 * 1 with the same random numbers give f and s.
 */
final class SharedNoise implements IDropout {
    private static final long serialVersionUID = 1L;

    private final IDropout noise;

    SharedNoise(IDropout noise) {
        this.noise = noise;
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        long[] shape = input.shape().clone();
        shape[0] = 1;
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        INDArray shift = ofConstant(0, shape, result, iteration, epoch);
        random.setStates(root, node);
        INDArray factor = ofConstant(1, shape, result, iteration, epoch).subi(shift);
        return input.mul(factor, result).addi(shift);
    }

    private INDArray ofConstant(double value, long[] shape, INDArray like, int iteration, int epoch) {
        INDArray constant = Nd4j.valueArrayOf(shape, value, like.dataType());
        noise.applyDropout(constant, constant, iteration, epoch, LayerWorkspaceMgr.noWorkspaces());
        noise.clear();
        return constant;
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        throw new UnsupportedOperationException("shared noise supports only forward passes");
    }

    @Override
    public void clear() {
        noise.clear();
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public SharedNoise clone() {
        return new SharedNoise(noise.clone());
    }
}
