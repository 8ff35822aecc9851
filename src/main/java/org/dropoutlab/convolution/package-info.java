/**
 * The leading convolutional part of a network, forward and backward, directly with oneDNN: a fraction of the time of
 * Deeplearning4j's layers.
 */
package org.dropoutlab.convolution;
