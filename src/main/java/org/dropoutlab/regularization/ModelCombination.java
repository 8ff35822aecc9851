package org.dropoutlab.regularization;

/**
 * Model combination: several networks are trained independently, each with its own initial weights, data order and
 * noise, and their mean class probabilities are the prediction (Hansen &amp; Salamon 1990, "Neural Network
 * Ensembles"). Dropout approximates this ensemble (Srivastava et al. 2014, §1). The first network is the same as
 * without model combination.
 *
 * <p>The cross-entropy of the mean follows from those of the networks: −ln(Σ exp(−lossᵢ) / M).
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
