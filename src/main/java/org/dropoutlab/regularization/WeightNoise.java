package org.dropoutlab.regularization;

/**
 * What Deeplearning4j calls {@code DropConnect}, as it is: in training each weight is set to 0 with probability
 * {@code rate}, once per mini-batch. It is <em>not</em> the published method, which is {@link DropConnect}: the weights
 * that stay are not scaled, so that training sees activations smaller by 1 − rate than inference does, and the gradient is
 * not masked, so that dropped weights are updated as if they had taken part.
 *
 * @param place of which layers the weights
 * @param rate probability of dropping; at 0 there is no noise
 */
public record WeightNoise(Place place, DropProbability rate) implements WeightMasking {
    public WeightNoise {
        WeightMasking.requireWeights(place);
    }

    /** Stock weight noise on the hidden layers' weights with probability {@code rate}. */
    public static WeightNoise hidden(double rate) {
        return new WeightNoise(Place.HIDDEN, new DropProbability(rate));
    }

    /** Stock weight noise on the convolutions' weights with probability {@code rate}. */
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
        return "weight noise %s on %s".formatted(rate.value(), place.words());
    }
}
