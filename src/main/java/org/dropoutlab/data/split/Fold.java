package org.dropoutlab.data.split;

/**
 * One split of a data set into disjoint parts.
 *
 * @param train indices of the training examples, ascending
 * @param validation indices of the validation examples, ascending; may be empty
 * @param test indices of the test examples, ascending
 */
public record Fold(int[] train, int[] validation, int[] test) {}
