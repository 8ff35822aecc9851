package org.dropoutlab.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.regularization.KlSparsity;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@link KlSparsity} of the layer below, for any {@code MultiLayerNetwork} whose loss is a mean over the mini-batch,
 * the default unless {@code miniBatch(false)} is set. Activations, [minibatch, units], pass through unchanged in
 * training and at inference; the backward pass adds the penalty's gradient. Like L2 and L1, the penalty is part of the
 * training score.
 *
 * <p>It has no parameters and draws no random numbers. It survives {@code toJson} and {@code ModelSerializer}; reading it
 * back needs this class on the classpath.
 */
public final class KlSparsityPenalty extends ActivationLayer {
    private static final long serialVersionUID = 1L;

    private final KlSparsity sparsity;

    /** A penalty on the layer below, whose activations must not be negative. */
    public KlSparsityPenalty(KlSparsity sparsity) {
        super(Activation.IDENTITY);
        this.sparsity = Objects.requireNonNull(sparsity);
    }

    @JsonCreator
    KlSparsityPenalty(
            @JsonProperty(value = "target", required = true) double target,
            @JsonProperty(value = "weight", required = true) double weight) {
        this(new KlSparsity(target, weight));
    }

    /** Target and weight. */
    public KlSparsity sparsity() {
        return sparsity;
    }

    @JsonProperty("target")
    double target() {
        return sparsity.target();
    }

    @JsonProperty("weight")
    double weight() {
        return sparsity.weight();
    }

    /**
     * Returns {@code input}.
     *
     * @throws IllegalArgumentException if it is not a vector
     */
    @Override
    public InputType getOutputType(int layerIndex, InputType input) {
        if (input == null || input.getType() != InputType.Type.FF) {
            throw new IllegalArgumentException(
                    "KL sparsity needs a dense layer, whose outputs are a vector, not %s".formatted(input));
        }
        return input;
    }

    /**
     * Called by the network.
     *
     * @throws IllegalArgumentException if the network's loss is a sum over the mini-batch
     */
    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        if (!conf.isMiniBatch()) {
            throw new IllegalArgumentException(
                    "KL sparsity needs a mean loss, but this network's is a sum: use miniBatch(true)");
        }
        return LayerSettings.start(
                new KlSparsityPenaltyLayer(conf, networkDataType),
                listeners,
                layerIndex,
                layerParamsView,
                initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KlSparsityPenalty that && super.equals(other) && sparsity.equals(that.sparsity);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof KlSparsityPenalty;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), sparsity);
    }

    @Override
    public String toString() {
        return "KlSparsityPenalty(" + sparsity + ", " + super.toString() + ")";
    }
}
