package org.dropoutlab.regularization;

/**
 * A regularizer that changes the examples a network is trained on, and leaves the network what it is. Whatever is measured
 * is measured on examples as they are.
 */
public sealed interface OnData extends Regularizer permits LabelSmoothing, Augmentation {}
