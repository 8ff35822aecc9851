package org.dropoutlab.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max-pooling over blocks of 2×2, for any {@code MultiLayerNetwork}: identical to Deeplearning4j's {@link
 * SubsamplingLayer} with that kernel and stride, but much faster. oneDNN pools fast in its own layouts; for
 * Deeplearning4j's, [minibatch, channels, height, width], it has only a reference implementation, which took half of a
 * training step of the CIFAR-10 network (benchmarks/README.md).
 *
 * <p>Input [minibatch, channels, height, width], output [minibatch, channels, height / 2, width / 2]; an odd last row
 * or column is ignored.
 */
public final class MaxPooling2x2 extends SubsamplingLayer {
    private static final long serialVersionUID = 1L;

    /** A max-pooling layer. */
    public MaxPooling2x2() {
        super(new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Truncate));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        return LayerSettings.start(
                new MaxPooling2x2Layer(conf, networkDataType),
                listeners,
                layerIndex,
                layerParamsView,
                initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaxPooling2x2 && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof MaxPooling2x2;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
