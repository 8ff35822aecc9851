package org.dropoutlab.regularization;

/**
 * DropConnect (Wan et al. 2013, "Regularization of Neural Networks using DropConnect"): in training each <em>weight</em>
 * is set to 0 with a probability, and the others are divided by the probability of staying. {@code
 * dl4j.layer.DropConnectDense} and {@code DropConnectConvolution} are its layers, and document the details.
 *
 * @param place of which layers the weights
 * @param masks how the weights are dropped; at rate 0 the layers are the plain ones
 */
public record DropConnect(Place place, WeightMasks masks) implements WeightMasking {
    public DropConnect {
        WeightMasking.requireWeights(place);
    }

    /** DropConnect of the hidden layers' weights with probability {@code rate}. */
    public static DropConnect hidden(double rate) {
        return new DropConnect(Place.HIDDEN, WeightMasks.of(rate));
    }

    /** DropConnect of the convolutions' weights with probability {@code rate}. */
    public static DropConnect convolution(double rate) {
        return new DropConnect(Place.CONVOLUTION, WeightMasks.of(rate));
    }

    @Override
    public DropProbability rate() {
        return masks.rate();
    }

    @Override
    public DropConnect withRate(DropProbability other) {
        return new DropConnect(place, masks.withRate(other));
    }

    @Override
    public String family() {
        return "DropConnect";
    }

    @Override
    public String describe() {
        return "DropConnect %s on %s".formatted(masks.describe(), place.words());
    }
}
