package org.dropoutlab.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/**
 * What a network takes that starts with an embedding: whole numbers from 0, indices into a vocabulary. Deeplearning4j does not check
 * them.
 *
 * @param name of the layer
 * @param size number of entries
 * @param one whether an example is a single index
 */
public record Vocabulary(String name, long size, boolean one) {

    /** The vocabulary of a network; empty if it does not start with an embedding. */
    public static Optional<Vocabulary> of(NetworkConfiguration network) {
        Layer first = network.layers().get(0);
        Layer layer = first instanceof FrozenLayer frozen ? frozen.getLayer() : first;
        return layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer
                ? Optional.of(new Vocabulary(
                        layer.getClass().getSimpleName(),
                        ((FeedForwardLayer) layer).getNIn(),
                        layer instanceof EmbeddingLayer))
                : Optional.empty();
    }

    /** Why a number is no index; empty if it is. */
    public Optional<String> fault(double index) {
        return index >= 0 && index < size && index == Math.rint(index)
                ? Optional.empty()
                : Optional.of("%s, but the network's %s takes whole numbers from 0 to %,d"
                        .formatted(
                                Double.isNaN(index)
                                        ? "has no value"
                                        : "has " + (index == Math.rint(index) ? "%.0f" : "%s").formatted(index),
                                name,
                                size - 1));
    }
}
