package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.network.Widths;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;

/**
 * The autoencoder of the dropout paper's features (Srivastava et al. 2014, §7.1): 784 pixels from 0 to 1, one hidden layer of
 * ReLU units, 784 sigmoid outputs. The paper does not name its loss; here it is the cross-entropy of the pixels, read
 * as probabilities, in nats per image. Input and output [minibatch, 784].
 */
public final class MnistAutoencoder implements Architecture {
    private final int units;

    /**
     * @param units units of the hidden layer
     */
    public MnistAutoencoder(int units) {
        this.units = Widths.require("a layer", units, "unit");
    }

    @Override
    public Presentation presentation() {
        return Presentation.PIXELS_TO_THEMSELVES;
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        return MnistMlp.layers(regularizers, optimizer, seed)
                .hidden(new DenseLayer.Builder().nOut(units))
                .output(new OutputLayer.Builder(new BinaryCrossEntropy())
                        .nOut(MnistMlp.PIXELS)
                        .activation(Activation.SIGMOID));
    }
}
