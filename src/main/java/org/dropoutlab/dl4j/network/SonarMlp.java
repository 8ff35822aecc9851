package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * The network of the sonar tutorials: 60–60–30–1, ReLU, sigmoid output, binary cross-entropy; 5,521 parameters. Input
 * [minibatch, 60], output [minibatch, 1], the probability of a mine.
 *
 * <p>Weights start as in PyTorch's {@code Linear}, U(±1/√inputs); biases start at 0, as in Keras.
 */
public final class SonarMlp implements Architecture {
    private static final int BANDS = 60;
    static final List<Integer> WIDTHS = List.of(60, 30);

    private final Architecture network;

    /** The tutorials' network. */
    public SonarMlp() {
        this(WIDTHS);
    }

    /** The network with other widths of the two hidden layers. */
    SonarMlp(List<Integer> widths) {
        if (widths.size() != WIDTHS.size()) {
            throw new IllegalArgumentException("the network has two hidden layers, not " + widths);
        }
        network = TableMlp.classifier(BANDS, widths, 1);
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        return network.configure(regularizers, optimizer, seed);
    }
}
