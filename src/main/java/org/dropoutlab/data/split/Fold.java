package org.dropoutlab.data.split;

/**
 * One split of a data set. No example is in two of its parts.
 *
 * @param train indices of the training examples, ascending
 * @param validation indices of the examples to choose by, ascending; may be empty
 * @param test indices of the test examples, ascending
 */
public record Fold(int[] train, int[] validation, int[] test) {}
