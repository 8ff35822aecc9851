package org.dropoutlab.scaling;

import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/**
 * The scaling of examples for a network, fitted on a split's training examples: plain numbers, saved with the network.
 */
public sealed interface Scaling permits TableScaling, ImageScaling {

    /**
     * The scaling as a Deeplearning4j normalizer: in floats, from the data's units, without filling in missing values.
     * For regression it includes the targets' scaling.
     */
    NormalizerStandardize normalizer();
}
