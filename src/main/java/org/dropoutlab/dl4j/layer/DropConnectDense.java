package org.dropoutlab.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer with DropConnect (Wan et al. 2013), for any {@code MultiLayerNetwork}:
 *
 * <pre>{@code
 * .layer(new DropConnectDense(new DenseLayer.Builder().nIn(512).nOut(512).build(), WeightMasks.of(0.5)))
 * }</pre>
 *
 * <p>In training the output for example v is a(((M ∘ W)/(1 − rate))ᵀ v + b), where each entry of M, with W's shape
 * [inputs, units], is 0 with probability {@code rate}; the gradient of a dropped weight is 0. Kept weights are divided
 * by 1 − rate as in inverted dropout, whereas the paper multiplies by it at inference: its weights are 1/(1 − rate)
 * times those here, and the units' inputs have the same mean in training and at inference either way. At inference
 * with {@link Inference.Mean} the layer is the plain layer, bit for bit.
 *
 * <p>Masks come from the thread's random numbers, {@code Nd4j.getRandom()}, as in dropout. Input [minibatch, inputs],
 * output [minibatch, units], single or double precision; on sequences each time step counts as an example. The layer
 * can be saved by {@code toJson} and {@code ModelSerializer}; loading it requires this class on the classpath.
 */
public final class DropConnectDense extends DenseLayer implements DropConnected {
    private static final long serialVersionUID = 1L;

    private final WeightMasks masks;

    /**
     * The layer {@code plain} with DropConnect.
     *
     * @param plain layer with all settings except the masks; not modified
     * @param masks how weights are dropped
     * @throws IllegalArgumentException if {@code plain} has weight noise or layer normalization
     */
    public DropConnectDense(DenseLayer plain, WeightMasks masks) {
        this.masks = Objects.requireNonNull(masks);
        LayerSettings.requireNoWeightNoise(plain);
        if (plain.hasLayerNorm()) {
            throw new IllegalArgumentException("DropConnect cannot be combined with layer normalization");
        }
        LayerSettings.copy(plain, this, DenseLayer.class);
    }

    @JsonCreator
    DropConnectDense(@JsonProperty(value = "dropConnect", required = true) JsonMasks masks) {
        this.masks = masks.toMasks();
    }

    @Override
    public DropConnectDense withMasks(WeightMasks other) {
        return new DropConnectDense(this, other);
    }

    @Override
    public CachingDense plain() {
        return new CachingDense(this);
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
                new DropConnectDenseLayer(conf, networkDataType),
                listeners,
                layerIndex,
                layerParamsView,
                initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DropConnectDense that && super.equals(other) && masks.equals(that.masks);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof DropConnectDense;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), masks);
    }

    @Override
    public String toString() {
        return "DropConnectDense(" + masks + ", " + super.toString() + ")";
    }
}
