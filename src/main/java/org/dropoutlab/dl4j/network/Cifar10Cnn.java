package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * The network of the Analytics Vidhya post: three convolutions of 3×3 with 32, 64 and 128 maps, each followed by ReLU and
 * max-pooling of 2×2, a dense layer of 512 ReLU units, softmax over ten classes, cross-entropy; 361,034 parameters. Input
 * [minibatch, 3, 32, 32], output [minibatch, 10], probabilities. Details are in {@link ImageCnn}.
 */
public final class Cifar10Cnn implements Architecture {
    private static final int SIDE = 32;
    private static final int COLOURS = 3;
    private static final int CLASSES = 10;

    private final Architecture network;

    /** The post's network. */
    public Cifar10Cnn() {
        this(ImageCnn.WIDTHS);
    }

    /** The network with other numbers of maps and units. */
    Cifar10Cnn(List<Integer> widths) {
        network = new ImageCnn(SIDE, SIDE, COLOURS, CLASSES, widths);
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        return network.configure(regularizers, optimizer, seed);
    }
}
