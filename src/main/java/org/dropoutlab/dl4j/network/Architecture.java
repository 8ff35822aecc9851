package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/** A network architecture, with or without regularizers. */
public interface Architecture {

    /**
     * The configuration of the network.
     *
     * @param regularizers regularizers to add; empty for the plain network
     * @param optimizer optimizer of the training
     * @param seed seed of the initial weights, which do not depend on the regularizers
     */
    MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed);

    /** The form of the network's inputs and targets. */
    Presentation presentation();
}
