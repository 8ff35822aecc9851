package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The runtime of {@link CachingDense}. The product serves one backward pass after a forward pass in training; any other
 * backward pass computes it again, like Deeplearning4j's layer.
 */
final class CachingDenseLayer extends DenseLayer {
    private static final long serialVersionUID = 1L;

    private transient INDArray product;

    CachingDenseLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        if (forBackprop && product != null) {
            assertInputSet(true);
            return new Pair<>(product, product);
        }
        Pair<INDArray, INDArray> made = super.preOutputWithPreNorm(training, forBackprop, workspaces);
        // Layer normalization also needs the product before it, and the activation function works in place.
        product = training && !forBackprop && !hasLayerNorm() ? workspaces.dup(ArrayType.INPUT, made.getFirst()) : null;
        return made;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
        product = null;
        return result;
    }

    @Override
    public void setInput(INDArray newInput, LayerWorkspaceMgr workspaces) {
        super.setInput(newInput, workspaces);
        product = null;
    }

    @Override
    public void clear() {
        super.clear();
        product = null;
    }
}
