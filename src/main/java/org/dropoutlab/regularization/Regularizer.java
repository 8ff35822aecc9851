package org.dropoutlab.regularization;

import org.dropoutlab.dl4j.RegularizedLayers;

/**
 * One treatment against overfitting, as a plain value. {@link RegularizedLayers} turns a network's regularizers into
 * Deeplearning4j layers, constraints and penalties; those {@link OnData} act where mini-batches are made,
 * those {@link OnTraining} between epochs.
 */
public sealed interface Regularizer permits Placed, Dropping, WeightPenalty, WeightDecay, OnData, OnTraining {

    /** The family it belongs to, in the field's term: what a comparison says has changed. */
    String family();

    /** One line for tables and legends, with its level and where it acts. */
    String describe();
}
