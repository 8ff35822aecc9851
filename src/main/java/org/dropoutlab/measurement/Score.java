package org.dropoutlab.measurement;

/**
 * A network's loss and accuracy on some examples, with dropout and other noise off.
 *
 * @param loss mean cross-entropy, in nats per example; for regression, the mean squared error divided by the variance
 *     of the training data's targets. A user's own network or unscaled table may have another loss
 * @param accuracy fraction classified correctly; for regression, R² on these examples: 1 − the mean squared error
 *     divided by the variance of their own targets, at most 1, and below 0 for predictions worse than their mean
 */
public record Score(double loss, double accuracy) {

    /** Whether the loss is finite. */
    public boolean isFinite() {
        return Double.isFinite(loss);
    }
}
