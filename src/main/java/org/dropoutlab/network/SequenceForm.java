package org.dropoutlab.network;

/**
 * How a network takes sequences, and what it has outputs for.
 *
 * @param eachStep whether it has outputs for each step, [example, output, step]; otherwise for each sequence, [example, output]
 * @param outputs number of outputs
 * @param indices whether its input is the number of a category, [example, 1, step], as an embedding takes it; otherwise features,
 *     [example, feature, step]
 */
public record SequenceForm(boolean eachStep, int outputs, boolean indices) {}
