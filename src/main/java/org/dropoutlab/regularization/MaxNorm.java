package org.dropoutlab.regularization;

/**
 * Max-norm constraint: after every step, the incoming weights of each unit in the hidden layers are rescaled to
 * Euclidean length {@code limit} if they exceed it (Srebro &amp; Shraibman 2005; Srivastava et al. 2014, §5.1). Biases
 * are not constrained.
 *
 * @param limit maximum length, greater than 0
 */
public record MaxNorm(double limit) implements Regularizer.Placed {
    public MaxNorm {
        if (!(limit > 0 && Double.isFinite(limit))) {
            throw new IllegalArgumentException("max-norm must be a positive number, not " + limit);
        }
    }

    @Override
    public Place place() {
        return Place.HIDDEN;
    }

    @Override
    public String family() {
        return "max-norm";
    }

    @Override
    public String describe() {
        return "max-norm %s on the hidden layers".formatted(limit);
    }
}
