package org.dropoutlab.convolution;

/**
 * Inverted dropout on feature maps, or on images.
 *
 * @param retain probability of retaining
 * @param wholeMaps whether whole maps are dropped, as in spatial dropout, or single numbers
 */
record MapNoise(double retain, boolean wholeMaps) {}
