package org.dropoutlab.dl4j.layer;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Deeplearning4j's {@link ConvolutionLayer} with gaps between the inputs of a kernel, identical to the bit, that does not ask oneDNN
 * first: M2.1 cannot have it compute dilated convolutions, and falls back on its own with a stack trace for each network.
 *
 * <p>Input [minibatch, channels, height, width], output [minibatch, maps, height, width].
 */
public final class DilatedConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    private DilatedConvolution(ConvolutionLayer plain) {
        LayerSettings.copy(plain, this, ConvolutionLayer.class);
    }

    @JsonCreator
    DilatedConvolution() {}

    /** The layer itself or, if it is a dilated convolution, its quiet equal. */
    public static org.deeplearning4j.nn.conf.layers.Layer insteadOf(org.deeplearning4j.nn.conf.layers.Layer layer) {
        boolean convolution = layer.getClass() == ConvolutionLayer.class || layer.getClass() == Convolution2D.class;
        return convolution && isDilated((ConvolutionLayer) layer)
                ? new DilatedConvolution((ConvolutionLayer) layer)
                : layer;
    }

    static boolean isDilated(ConvolutionLayer layer) {
        return Arrays.stream(layer.getDilation()).anyMatch(gap -> gap != 1);
    }

    /** Deeplearning4j's own computation. */
    private static final class WithoutHelper extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1L;

        WithoutHelper(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
            helper = null;
        }
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
                new WithoutHelper(conf, networkDataType), listeners, layerIndex, layerParamsView, initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DilatedConvolution && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof DilatedConvolution;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public String toString() {
        return "DilatedConvolution(" + super.toString() + ")";
    }
}
