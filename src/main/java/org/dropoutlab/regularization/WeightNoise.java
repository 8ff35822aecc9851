package org.dropoutlab.regularization;

/**
 * Deeplearning4j's own {@code DropConnect}, unmodified: in training each weight is set to 0 with probability {@code
 * rate}, once per mini-batch. It is <em>not</em> the published method, {@link DropConnect}: kept weights are not
 * rescaled, and weighted sums in training average 1 − rate times those at inference; the gradient is not masked, and
 * dropped weights are updated as if they had been used.
 *
 * @param place the layers whose weights are dropped
 * @param rate drop probability; 0 means no noise
 */
public record WeightNoise(Place place, DropProbability rate) implements WeightMasking {
    public WeightNoise {
        WeightMasking.requireWeights(place);
    }

    /** Weight noise on the hidden layers' weights with probability {@code rate}. */
    public static WeightNoise hidden(double rate) {
        return new WeightNoise(Place.HIDDEN, new DropProbability(rate));
    }

    /** Weight noise on the convolutions' weights with probability {@code rate}. */
    public static WeightNoise convolution(double rate) {
        return new WeightNoise(Place.CONVOLUTION, new DropProbability(rate));
    }

    @Override
    public WeightNoise withRate(DropProbability other) {
        return new WeightNoise(place, other);
    }

    @Override
    public String family() {
        return "weight noise";
    }

    @Override
    public String describe() {
        return rate().isZero()
                ? "no weight noise on " + place.anyOfIt()
                : "weight noise %s on %s".formatted(rate.value(), place.words());
    }
}
