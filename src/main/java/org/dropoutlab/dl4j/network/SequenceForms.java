package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.network.SequenceForm;

/** How networks take sequences. */
public final class SequenceForms {
    private SequenceForms() {}

    /** How a network of this configuration takes sequences. */
    public static SequenceForm of(NetworkConfiguration configuration) {
        List<Layer> layers = configuration.layers();
        Layer last = layers.get(layers.size() - 1);
        return new SequenceForm(
                last instanceof RnnOutputLayer || last instanceof RnnLossLayer,
                outputs(layers),
                layers.get(0) instanceof EmbeddingSequenceLayer || layers.get(0) instanceof EmbeddingLayer);
    }

    /** The outputs of the last layer that has a number of them: loss layers have as many as the layer below. */
    private static int outputs(List<Layer> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i) instanceof FeedForwardLayer layer && layer.getNOut() > 0) {
                return Math.toIntExact(layer.getNOut());
            }
        }
        throw new IllegalArgumentException("the network has no layer with a number of outputs");
    }
}
