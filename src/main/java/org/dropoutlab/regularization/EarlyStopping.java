package org.dropoutlab.regularization;

/**
 * Early stopping (Prechelt 1998, "Early Stopping – But When?"; Goodfellow et al. 2016, "Deep Learning", algorithm
 * 7.1): training ends when the validation loss has stopped improving, and the weights of the best epoch are restored.
 * They are also restored if training reaches its planned end first. All measurements of the trial use these weights.
 *
 * <p>An epoch is better than the best one so far if its validation loss is lower by more than the minimum improvement.
 * Only epochs followed by a measurement can be the best one or the last one.
 *
 * @param patience epochs without improvement before training stops, at least 1
 * @param minimumImprovement nats of validation loss, at least 0; with 0, the best epoch is the one with the lowest
 *     loss, the first in a tie
 */
public record EarlyStopping(int patience, double minimumImprovement) implements Regularizer.OnTraining {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("early stopping patience must be at least 1 epoch, not " + patience);
        }
        if (!(minimumImprovement >= 0 && minimumImprovement < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "early stopping minimum improvement must be at least 0 nats, not " + minimumImprovement);
        }
    }

    /** Early stopping that counts any improvement, however small. */
    public EarlyStopping(int patience) {
        this(patience, 0);
    }

    /** Whether a validation loss is better than the best so far, both in nats. */
    public boolean isBetter(double loss, double best) {
        return best - loss > minimumImprovement;
    }

    /** Whether training ends after {@code epoch} if {@code best} is the best epoch so far, both counted from 1. */
    public boolean isOver(int epoch, int best) {
        return epoch - best >= patience;
    }

    @Override
    public Need needs() {
        return Need.VALIDATION;
    }

    @Override
    public String family() {
        return "early stopping";
    }

    @Override
    public String describe() {
        return "early stopping with a patience of %s%s"
                .formatted(
                        patience == 1 ? "1 epoch" : "%,d epochs".formatted(patience),
                        minimumImprovement == 0
                                ? ""
                                : " and a minimum improvement of %s nats"
                                        .formatted(Regularizer.plain(minimumImprovement)));
    }
}
