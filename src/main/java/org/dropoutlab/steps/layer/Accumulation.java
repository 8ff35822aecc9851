package org.dropoutlab.steps.layer;

import org.dropoutlab.steps.update.Update;

/**
 * How layers add their part of the gradient to the array of the {@link Update}: {@code kept · old + rate · sum/divisor}, where
 * {@code sum} is the derivative of the loss summed over the mini-batch.
 *
 * @param rate factor of the gradient
 * @param divisor number that the sum over examples is divided by
 * @param kept factor of what is in the array; with 0 it is overwritten
 */
public record Accumulation(float rate, int divisor, float kept) {
    /** The new value from the {@code old} one. */
    public float of(float old, float sum) {
        return (kept == 0 ? 0 : kept * old) + rate * (sum / divisor);
    }
}
