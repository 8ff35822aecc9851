package org.dropoutlab.dl4j.layer;

import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The JSON form of {@link WeightMasks}, for Deeplearning4j's copy of Jackson, which does not support records. Plain
 * values stay free of its annotations because they are used without Deeplearning4j.
 */
final class JsonMasks {
    @JsonProperty("rate")
    private final double rate;

    @JsonProperty("scope")
    private final MaskScope scope;

    @JsonProperty("biases")
    private final boolean biases;

    @JsonProperty("samples")
    private final int samples;

    /**
     * @param samples number of samples for moment matching; 0 for the mean
     */
    @JsonCreator
    JsonMasks(
            @JsonProperty(value = "rate", required = true) double rate,
            @JsonProperty(value = "scope", required = true) MaskScope scope,
            @JsonProperty("biases") boolean biases,
            @JsonProperty("samples") int samples) {
        this.rate = rate;
        this.scope = scope;
        this.biases = biases;
        this.samples = samples;
    }

    static JsonMasks of(WeightMasks masks) {
        int samples = masks.inference() instanceof Inference.MomentMatching matching ? matching.samples() : 0;
        return new JsonMasks(masks.rate().value(), masks.scope(), masks.biases(), samples);
    }

    WeightMasks toMasks() {
        Inference inference = samples == 0 ? new Inference.Mean() : new Inference.MomentMatching(samples);
        return new WeightMasks(new DropProbability(rate), scope, biases, inference);
    }
}
