package org.dropoutlab.regularization;

/**
 * A regularizer that decides how long a network is trained or how many are, and leaves networks and examples what they are: it
 * acts between epochs.
 */
public sealed interface OnTraining extends Regularizer permits EarlyStopping, ModelCombination {}
