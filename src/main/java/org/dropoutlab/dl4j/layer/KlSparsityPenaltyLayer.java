package org.dropoutlab.dl4j.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.regularization.KlSparsity;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The runtime of {@link KlSparsityPenalty}. Deeplearning4j backpropagates gradients of the loss summed over the
 * mini-batch of B examples, and finally divides parameter gradients by B. The penalty P is added to the mean loss,
 * which makes it B·P in the sum; an activation has a share of 1/B in its unit's mean, so the gradient of B·P is the
 * slope at the mean, equal for all examples.
 */
final class KlSparsityPenaltyLayer extends ActivationLayer {
    private static final long serialVersionUID = 1L;
    private static final int EXAMPLES = 0;

    private final KlSparsity sparsity;

    /** Mean activation of each unit in the last forward pass; empty after inference. */
    private double[] means = {};

    KlSparsityPenaltyLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.sparsity = ((KlSparsityPenalty) conf.getLayer()).sparsity();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        means = training ? input.mean(EXAMPLES).toDoubleVector() : new double[0];
        return super.activate(training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon);
        if (means.length > 0) {
            double[] slopes = Arrays.stream(means).map(sparsity::slope).toArray();
            gradient.addiRowVector(Nd4j.createFromArray(slopes).castTo(gradient.dataType()));
        }
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return Arrays.stream(means).map(sparsity::penalty).sum();
    }

    @Override
    public void clear() {
        super.clear();
        means = new double[0];
    }
}
