package org.dropoutlab.regularization;

/**
 * A regularizer that decides how long a network is trained, and leaves the network and its examples what they are: it acts
 * between epochs.
 */
public sealed interface OnTraining extends Regularizer permits EarlyStopping {}
