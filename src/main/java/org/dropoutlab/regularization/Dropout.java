package org.dropoutlab.regularization;

/**
 * Inverted dropout (Srivastava et al. 2014, JMLR 15:1929–1958): in training each unit is set to 0 with probability
 * {@code rate}, and the others are divided by 1 − rate; at inference it is the identity.
 *
 * @param place which units; on feature maps each pixel is a unit
 * @param rate drop probability; 0 adds no layer
 */
public record Dropout(Place place, DropProbability rate) implements ActivationNoise, Regularizer.Dropping {

    /** Dropout of the inputs with probability {@code rate}. */
    public static Dropout visible(double rate) {
        return new Dropout(Place.VISIBLE, new DropProbability(rate));
    }

    /** Dropout after each hidden layer with probability {@code rate}. */
    public static Dropout hidden(double rate) {
        return new Dropout(Place.HIDDEN, new DropProbability(rate));
    }

    /** Dropout of the inputs of the first dense layer after the convolutions with probability {@code rate}. */
    public static Dropout flattened(double rate) {
        return new Dropout(Place.FLATTENED, new DropProbability(rate));
    }

    /** Dropout of individual units of the convolutions' feature maps with probability {@code rate}. */
    public static Dropout convolution(double rate) {
        return new Dropout(Place.CONVOLUTION, new DropProbability(rate));
    }

    @Override
    public boolean isZero() {
        return rate.isZero();
    }

    @Override
    public Dropout withRate(DropProbability other) {
        return new Dropout(place, other);
    }

    @Override
    public String family() {
        return "dropout";
    }

    @Override
    public String describe() {
        return isZero()
                ? "no dropout on " + place.anyOfIt()
                : "dropout %s on %s".formatted(rate.value(), place.words());
    }
}
