package org.dropoutlab.training;

/**
 * What a network says of some examples, with every noise off, beside what is right.
 *
 * @param labels [example][output]
 * @param outputs of the network, [example][output]
 */
public record Predictions(float[][] labels, float[][] outputs) {}
