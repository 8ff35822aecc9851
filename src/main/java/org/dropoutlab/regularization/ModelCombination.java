package org.dropoutlab.regularization;

/**
 * Model combination: several networks are trained apart from each other, with initial weights, order of the data and noise
 * of their own, and the mean of their class probabilities is what counts (Hansen &amp; Salamon 1990, "Neural Network
 * Ensembles"). It is what dropout stands in for (Srivastava et al. 2014, §1). The first network is the one that the arm
 * would have without it.
 *
 * <p>The cross-entropy of the mean is had from those of the networks: −ln(Σ exp(−lossᵢ) / M).
 *
 * @param networks M, 1 to 100
 */
public record ModelCombination(int networks) implements Regularizer.OnTraining {
    private static final int MOST = 100;

    public ModelCombination {
        if (networks < 1 || networks > MOST) {
            throw new IllegalArgumentException(
                    "model combination takes 1 to %d networks, not %d".formatted(MOST, networks));
        }
    }

    @Override
    public Need needs() {
        return Need.CLASSES;
    }

    @Override
    public String family() {
        return "model combination";
    }

    @Override
    public String describe() {
        return networks == 1 ? "model combination of 1 network" : "mean of %d networks".formatted(networks);
    }
}
