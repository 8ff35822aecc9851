package org.dropoutlab.scoring;

/**
 * A network's outputs for some examples, with every noise off, and the loss of each.
 *
 * @param losses of each example; a cross-entropy is in nats
 * @param outputs [example][output]
 */
public record Outputs(double[] losses, float[][] outputs) {}
