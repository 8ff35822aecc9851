package org.dropoutlab.scoring;

/**
 * A network's outputs and losses for some examples, with all noise off.
 *
 * @param losses loss of each example; cross-entropies are in nats
 * @param outputs [example][output]
 */
public record Outputs(double[] losses, float[][] outputs) {}
