/**
 * Mini-batches: examples scaled, augmented, shuffled and prefetched for training. Knows values and data, not the
 * training loop.
 */
package org.dropoutlab.batches;
