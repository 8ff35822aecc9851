package org.dropoutlab.measurement;

/**
 * How a network does on some examples, with dropout and every other noise off.
 *
 * @param loss mean cross-entropy, in nats per example; of regression, the mean squared error divided by the variance of the
 *     training data's targets; that of targets as they are, or another loss, where a study's network or table has it so
 * @param accuracy fraction classified rightly; of regression, R² on these examples: 1 − the mean squared error divided by the
 *     variance of their own targets, at most 1 and below 0 for predictions that are worse than their mean
 */
public record Score(double loss, double accuracy) {

    /** Whether the loss is a number at all. */
    public boolean isFinite() {
        return Double.isFinite(loss);
    }
}
