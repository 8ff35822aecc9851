package org.dropoutlab.scaling;

import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** How examples become inputs of a network, fitted on the training examples of a split: plain numbers, to be saved with it. */
public sealed interface Scaling permits TableScaling, ImageScaling {

    /**
     * The same as Deeplearning4j's normalizer says it: in floats, from the units of the data, without filling what is missing.
     * Of regression it has the targets', too.
     */
    NormalizerStandardize normalizer();
}
