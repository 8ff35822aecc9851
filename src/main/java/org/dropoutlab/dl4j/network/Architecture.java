package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/** A network that can be built with and without regularizers. */
public interface Architecture {

    /**
     * The configuration of the network.
     *
     * @param regularizers what to put in; empty for the plain network
     * @param optimizer how it is trained
     * @param seed of the initial weights: the same seed gives the same weights, whatever the regularizers
     */
    MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed);

    /** How the network wants its examples. */
    Presentation presentation();
}
