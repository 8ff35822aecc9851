package org.dropoutlab.dl4j.network;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.dl4j.Head;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.brought.LayerWeights;
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
    NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed);

    /**
     * The same for a network whose layers follow each other.
     *
     * @throws IllegalArgumentException if it is a graph
     */
    default MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        return configuration(regularizers, optimizer, seed).requireStack();
    }

    /** The weights that every network of it starts from; empty if they start from a seed, or from a file that a run has. */
    default Optional<LayerWeights> startingWeights() {
        return Optional.empty();
    }

    /** The network as it is compared with others, with any weights. */
    default NetworkConfiguration plain() {
        return configuration(List.of(), new Optimizer.Adam(1e-3), 1);
    }

    /** Its outputs and its loss. */
    default Head head() {
        return Head.of(plain());
    }

    /** Treatments that a user's network has of its own, layer by layer, whether or not they act where they are. */
    default List<OwnTreatment> treatments() {
        return List.of();
    }

    /** The form of the network's inputs and targets. */
    Presentation presentation();
}
