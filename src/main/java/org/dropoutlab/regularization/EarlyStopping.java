package org.dropoutlab.regularization;

/**
 * Early stopping (Prechelt 1998, "Early Stopping – But When?"; Goodfellow et al. 2016, "Deep Learning", algorithm 7.1):
 * training ends when the validation loss has not improved for a while, and the network gets the weights of its best epoch
 * back. It gets them back, too, where training comes to its planned end first. What is measured of the trial is measured of
 * these weights.
 *
 * <p>An epoch is better than the best one so far if its validation loss is lower by more than the minimum improvement. Only
 * epochs after which the network is measured can be the best one, and training ends after one of them.
 *
 * @param patience epochs after the best one without a better one, 1 or more
 * @param minimumImprovement nats of validation loss, 0 or more; with 0, the best epoch is the one with the lowest loss, the
 *     first of equals
 */
public record EarlyStopping(int patience, double minimumImprovement) implements Regularizer.OnTraining {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException(
                    "the patience of early stopping must be 1 epoch or more, not " + patience);
        }
        if (!(minimumImprovement >= 0 && minimumImprovement < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the minimum improvement of early stopping must be 0 nats or more, not " + minimumImprovement);
        }
    }

    /** With any improvement, however small. */
    public EarlyStopping(int patience) {
        this(patience, 0);
    }

    /** Whether a validation loss is better than the best so far, both in nats. */
    public boolean isBetter(double loss, double best) {
        return best - loss > minimumImprovement;
    }

    /** Whether training is over after {@code epoch} where {@code best} is the best epoch, both counted from 1. */
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
                                        .formatted(PlainNumber.of(minimumImprovement)));
    }
}
