package org.dropoutlab.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Deeplearning4j's {@link DenseLayer}, identical to the bit, that keeps its product Wᵀx + b from the forward pass for
 * the backward pass, where Deeplearning4j's computes it again: a fifth of a large network's training step
 * (benchmarks/README.md).
 *
 * <p>Input [minibatch, inputs], output [minibatch, units]. It keeps one array of the shape of its output in the
 * mini-batch's workspace. It survives {@code toJson} and {@code ModelSerializer}; reading it back needs this class on
 * the classpath.
 */
public final class CachingDense extends DenseLayer {
    private static final long serialVersionUID = 1L;

    /**
     * A faster copy of the layer {@code plain}.
     *
     * @param plain source of every setting, left unchanged
     */
    public CachingDense(DenseLayer plain) {
        LayerSettings.copy(plain, this, DenseLayer.class);
    }

    @JsonCreator
    CachingDense() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        return LayerSettings.start(
                new CachingDenseLayer(conf, networkDataType), listeners, layerIndex, layerParamsView, initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachingDense && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof CachingDense;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public String toString() {
        return "CachingDense(" + super.toString() + ")";
    }
}
