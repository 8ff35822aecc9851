package org.dropoutlab.training;

/**
 * A network's outputs for some examples, with all noise off, and the labels; in regression, both in the unit of the target.
 *
 * @param labels [example][output]
 * @param outputs [example][output]
 */
public record Predictions(float[][] labels, float[][] outputs) {}
