package org.dropoutlab.regularization;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/**
 * Stacks the layers of a network and puts its regularizers where they belong: the one place where {@link Regularizer}s
 * become Deeplearning4j objects. A network class names its layers in order; with an empty list of regularizers the
 * result is the plain network.
 *
 * <p>Layers that a regularizer adds have no parameters and draw no random numbers at initialization, so that every
 * regularized network starts from the weights of the plain one with the same seed.
 */
public final class RegularizedLayers {
    private final ListBuilder layers;
    private final List<Regularizer> regularizers;

    /**
     * @param global seed, weight initialization and updater of the network
     * @param regularizers what to put in, in any order
     */
    public RegularizedLayers(NeuralNetConfiguration.Builder global, List<Regularizer> regularizers) {
        this.layers = global.list();
        this.regularizers = List.copyOf(regularizers);
        dropout(Dropout.Place.VISIBLE);
    }

    /** Adds a hidden dense layer, constrained and followed by dropout where the regularizers say so. */
    public RegularizedLayers hidden(DenseLayer.Builder layer) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof MaxNorm maxNorm) {
                layer.constrainWeights(new IncomingNormConstraint(maxNorm.limit()));
            }
        }
        layers.layer(layer.build());
        dropout(Dropout.Place.HIDDEN);
        return this;
    }

    /** Adds the output layer, which no regularizer touches, and finishes the network. */
    public MultiLayerConfiguration output(OutputLayer.Builder layer) {
        return layers.layer(layer.build()).build();
    }

    private void dropout(Dropout.Place place) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof Dropout dropout
                    && dropout.place() == place
                    && !dropout.rate().isZero()) {
                layers.layer(new DropoutLayer.Builder(dropout.rate().retain()).build());
            }
        }
    }
}
