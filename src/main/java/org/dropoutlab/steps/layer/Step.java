package org.dropoutlab.steps.layer;

import org.dropoutlab.natives.NativeDraws;

/**
 * One training step.
 *
 * @param examples number of examples in the mini-batch
 * @param iteration number of steps before it
 * @param epoch number of completed epochs
 * @param draws its random numbers
 */
public record Step(int examples, int iteration, int epoch, NativeDraws draws) {}
