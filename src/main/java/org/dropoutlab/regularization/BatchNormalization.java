package org.dropoutlab.regularization;

/**
 * Batch normalization (Ioffe &amp; Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing
 * Internal Covariate Shift"), between a layer's weighted sums and its activation: y = γ(x − μ)/√(σ² + ε) + β with mean
 * μ and variance σ² per unit over the mini-batch, or per feature map over the mini-batch and all positions. γ starts
 * at 1 and β at 0, and both are learnt; ε is 1e-5. In networks that pool before the activation, it precedes both.
 *
 * <p>At inference μ and σ² are running averages from training, starting at 0 and 1, in which each new mini-batch has
 * weight 0.1. (The paper averages the unbiased variance; this is Deeplearning4j's layer, which averages the mini-batch
 * variance.) They are saved with the weights. A mini-batch of one example has no variance: a dense layer then outputs
 * β, and the layers below learn nothing from that example. (Without oneDNN, Deeplearning4j cannot perform this step.)
 *
 * <p>The layer keeps its biases, which stay at 0 because subtracting the mean cancels them. Normalization also cancels
 * the length of a unit's incoming weights: max-norm, which limits it, is therefore rejected, while weight penalties
 * and weight decay only change the effective learning rate (van Laarhoven 2017).
 *
 * @param place the hidden dense layers or the convolutions
 */
public record BatchNormalization(Place place) implements Regularizer.Placed {
    public BatchNormalization {
        if (!place.hasWeights()) {
            throw new IllegalArgumentException(
                    ("batch normalization applies between weighted sums and an activation, but %s have neither: "
                                    + "choose the hidden layers or the convolutions")
                            .formatted(place.words()));
        }
    }

    /** Batch normalization of the hidden dense layers. */
    public static BatchNormalization hidden() {
        return new BatchNormalization(Place.HIDDEN);
    }

    /** Batch normalization of the convolutions. */
    public static BatchNormalization convolution() {
        return new BatchNormalization(Place.CONVOLUTION);
    }

    @Override
    public String family() {
        return "batch normalization";
    }

    @Override
    public String describe() {
        return "batch normalization of %s".formatted(place.words());
    }
}
