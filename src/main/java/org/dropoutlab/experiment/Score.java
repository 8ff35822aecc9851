package org.dropoutlab.experiment;

/**
 * How a network does on some examples, with dropout and every other noise off.
 *
 * @param loss mean cross-entropy, in nats per example
 * @param accuracy fraction classified rightly
 */
public record Score(double loss, double accuracy) {

    /** Whether the loss is a number at all. */
    public boolean isFinite() {
        return Double.isFinite(loss);
    }
}
