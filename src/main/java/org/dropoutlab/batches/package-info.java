/**
 * Mini-batches: examples scaled, augmented, shuffled and prefetched for training. Knows the values and the data, not
 * the training loop.
 */
package org.dropoutlab.batches;
