package org.dropoutlab.regularization;

import java.io.Serializable;
import java.util.Objects;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;

/**
 * How {@link DropConnectDense} and {@link DropConnectConvolution} drop weights.
 *
 * @param rate probability of dropping a weight
 * @param scope what shares a mask
 * @param biases whether biases are dropped, too; never at inference, where they have their mean and, in moment matching,
 *     the variance that dropping gives them
 * @param inference what stands for the average over all masks
 */
public record WeightMasks(DropProbability rate, MaskScope scope, boolean biases, Inference inference)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public WeightMasks {
        Objects.requireNonNull(rate);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(inference);
    }

    /** Weights alone, {@link MaskScope#AUTOMATIC} masks, the mean at inference. */
    public static WeightMasks of(double rate) {
        return new WeightMasks(new DropProbability(rate), MaskScope.AUTOMATIC, false, new Inference.Mean());
    }

    /** The same that drops with another probability. */
    public WeightMasks withRate(DropProbability other) {
        return new WeightMasks(other, scope, biases, inference);
    }

    /** The same with masks of another scope. */
    public WeightMasks withScope(MaskScope other) {
        return new WeightMasks(rate, other, biases, inference);
    }

    /** The same with biases dropped, too. */
    public WeightMasks withBiases() {
        return new WeightMasks(rate, scope, true, inference);
    }

    /** The same with another inference. */
    public WeightMasks withInference(Inference other) {
        return new WeightMasks(rate, scope, biases, other);
    }

    /** Level and whatever is not usual. */
    public String describe() {
        StringBuilder words = new StringBuilder().append(rate.value());
        if (scope != MaskScope.AUTOMATIC) {
            words.append(", ").append(scope.words());
        }
        if (biases) {
            words.append(", biases included");
        }
        if (inference instanceof Inference.MomentMatching matching) {
            words.append(", inference from %d samples".formatted(matching.samples()));
        }
        return words.toString();
    }
}
