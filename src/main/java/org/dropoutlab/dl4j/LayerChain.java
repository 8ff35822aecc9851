package org.dropoutlab.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Where the layers of a network are added, each to the outputs of the one before: in a stack, or in a place of a graph. */
public interface LayerChain {

    /**
     * Adds a layer, which then is the last.
     *
     * @param preprocessor between the layer and what is before it
     */
    void add(Layer layer, Optional<InputPreProcessor> preprocessor);

    /** What the next layer would be added to; another value after each addition. */
    Object end();

    /** Whether the outputs of the last layer are feature maps, or made of them, and no dense layer has taken them yet. */
    boolean areFlattenedMaps();

    /** The network, after the last layer was added. */
    NetworkConfiguration build();
}
