package org.dropoutlab.regularization;

/**
 * Spatial dropout (Tompson et al. 2015, "Efficient Object Localization Using Convolutional Networks", §3.2; PyTorch's
 * {@code Dropout2d}): in training each feature map of each example is set to 0 as a whole with probability {@code
 * rate}, and the others are divided by 1 − rate. Element-wise dropout removes little information from a feature map,
 * because neighbouring pixels are correlated.
 *
 * @param place the feature maps of the convolutions, or the channels of the inputs
 * @param rate drop probability; 0 adds no layer
 */
public record SpatialDropout(Place place, DropProbability rate) implements ActivationNoise, Regularizer.Dropping {
    public SpatialDropout {
        if (!place.hasMaps()) {
            throw new IllegalArgumentException(
                    "spatial dropout drops whole feature maps, and %s have none: use dropout instead"
                            .formatted(place == Place.HIDDEN ? "the outputs of a dense layer" : place.words()));
        }
    }

    /** Spatial dropout of the convolutions' feature maps with probability {@code rate}. */
    public static SpatialDropout convolution(double rate) {
        return new SpatialDropout(Place.CONVOLUTION, new DropProbability(rate));
    }

    @Override
    public boolean isZero() {
        return rate.isZero();
    }

    @Override
    public SpatialDropout withRate(DropProbability other) {
        return new SpatialDropout(place, other);
    }

    @Override
    public String family() {
        return "spatial dropout";
    }

    @Override
    public String describe() {
        return isZero()
                ? "no spatial dropout on " + place.anyOfIt()
                : "spatial dropout %s on %s".formatted(rate.value(), place.words());
    }
}
