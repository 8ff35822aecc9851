package org.dropoutlab.regularization;

/**
 * One treatment against overfitting, as a plain value. {@link RegularizedLayers} turns a network's regularizers into
 * Deeplearning4j layers and constraints.
 */
public sealed interface Regularizer permits ActivationNoise, WeightMasking, MaxNorm {

    /** Where it acts. */
    Place place();

    /** The family it belongs to, in the field's term: what a comparison says has changed. */
    String family();

    /** One line for tables and legends, with its level and place. */
    String describe();
}
