package org.dropoutlab.regularization;

/**
 * Batch normalization (Ioffe &amp; Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing
 * Internal Covariate Shift"), between a layer's product and its activation: y = γ(x − μ)/√(σ² + ε) + β with mean μ and
 * variance σ² of each unit over the mini-batch, of each feature map over the mini-batch and its places. γ starts at 1 and
 * β at 0, and both are learnt; ε is 1e-5. Where a network pools before it activates, it comes before both.
 *
 * <p>At inference μ and σ² are averages that run along with training, each mini-batch having a tenth, from 0 and 1 on. (The
 * paper takes the unbiased variance there; Deeplearning4j, whose layer this is, that of the mini-batch.) They are saved with
 * the weights. A mini-batch of a single example has no variance: a dense layer then puts out β, and nothing below it learns
 * from that example. (Without oneDNN, Deeplearning4j cannot take that step.)
 *
 * <p>The layer's biases stay, at 0: subtracting the mean takes them out again. The length of a unit's incoming weights is
 * divided out, so that max-norm, which limits it, is refused; penalties and decay of weights act on how large a step is for
 * its weights (van Laarhoven 2017).
 *
 * @param place the hidden dense layers or the convolutions
 */
public record BatchNormalization(Place place) implements Regularizer.Placed {
    public BatchNormalization {
        if (!place.hasWeights()) {
            throw new IllegalArgumentException(
                    "batch normalization stands between a layer's product and its activation, and %s have neither: choose the hidden layers or the convolutions"
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
