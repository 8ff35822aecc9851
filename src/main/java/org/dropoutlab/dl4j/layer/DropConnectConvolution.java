package org.dropoutlab.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.regularization.WeightMasks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution with DropConnect (Wan et al. 2013), for any {@code MultiLayerNetwork}; see {@link
 * DropConnectDense} for the details they share. A kernel weight is dropped for a whole example (or mini-batch), at
 * every position of the image at once: the mask has the shape [maps, channels, kernel height, kernel width] of the
 * weights.
 *
 * <p>Input [minibatch, channels, height, width] or, if configured, [minibatch, height, width, channels]; output
 * likewise, with maps instead of channels. One mask per mini-batch uses oneDNN whenever the plain layer does; one mask
 * per example works on image patches.
 */
public final class DropConnectConvolution extends ConvolutionLayer implements DropConnected {
    private static final long serialVersionUID = 1L;

    private final WeightMasks masks;

    /**
     * The layer {@code plain} with DropConnect.
     *
     * @param plain layer with all settings except the masks; not modified
     * @param masks how weights are dropped
     * @throws IllegalArgumentException if {@code plain} has weight noise or is another kind of convolution, such as a
     *     depthwise one
     */
    public DropConnectConvolution(ConvolutionLayer plain, WeightMasks masks) {
        this.masks = Objects.requireNonNull(masks);
        LayerSettings.requireNoWeightNoise(plain);
        if (plain.getClass() != ConvolutionLayer.class && plain.getClass() != DropConnectConvolution.class) {
            throw new IllegalArgumentException(
                    "DropConnect supports only dense layers and plain two-dimensional convolutions, not "
                            + plain.getClass().getSimpleName());
        }
        LayerSettings.copy(plain, this, ConvolutionLayer.class);
    }

    @JsonCreator
    DropConnectConvolution(@JsonProperty(value = "dropConnect", required = true) JsonMasks masks) {
        this.masks = masks.toMasks();
    }

    @Override
    public DropConnectConvolution withMasks(WeightMasks other) {
        return new DropConnectConvolution(this, other);
    }

    @Override
    public ConvolutionLayer plain() {
        ConvolutionLayer plain = new ConvolutionLayer.Builder(1, 1).build();
        LayerSettings.copy(this, plain, ConvolutionLayer.class);
        return plain;
    }

    @Override
    public WeightMasks masks() {
        return masks;
    }

    @JsonProperty("dropConnect")
    JsonMasks jsonMasks() {
        return JsonMasks.of(masks);
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
                new DropConnectConvolutionLayer(conf, networkDataType),
                listeners,
                layerIndex,
                layerParamsView,
                initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DropConnectConvolution that && super.equals(other) && masks.equals(that.masks);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof DropConnectConvolution;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), masks);
    }

    @Override
    public String toString() {
        return "DropConnectConvolution(" + masks + ", " + super.toString() + ")";
    }
}
