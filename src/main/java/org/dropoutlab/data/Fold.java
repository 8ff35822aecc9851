package org.dropoutlab.data;

/**
 * One split of a data set.
 *
 * @param train indices of the training examples, ascending
 * @param test indices of the test examples, ascending
 */
public record Fold(int[] train, int[] test) {}
