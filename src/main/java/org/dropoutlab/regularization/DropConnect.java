package org.dropoutlab.regularization;

/**
 * DropConnect (Wan et al. 2013, "Regularization of Neural Networks using DropConnect"): in training each
 * <em>weight</em> is set to 0 with a fixed probability, and the others are divided by the keep probability. For
 * details see its layers, {@code dl4j.layer.DropConnectDense} and {@code DropConnectConvolution}.
 *
 * @param place the layers whose weights are dropped
 * @param masks how the weights are dropped; rate 0 means plain layers
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
        return rate().isZero()
                ? "no DropConnect on " + place.anyOfIt()
                : "DropConnect %s on %s".formatted(masks.describe(), place.words());
    }
}
