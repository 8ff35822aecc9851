package org.dropoutlab.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.optimization.BinaryCrossEntropy;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Updaters;
import org.dropoutlab.regularization.RegularizedLayers;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;

/**
 * The network of the sonar tutorials: 60–60–30–1, ReLU, sigmoid output, binary cross-entropy; 5,521 parameters. Input
 * [minibatch, 60], output [minibatch, 1], the probability of a mine.
 *
 * <p>Weights start as in PyTorch's {@code Linear}, U(±1/√inputs); biases start at 0, as in Keras.
 */
public final class SonarMlp implements Architecture {
    private static final int BANDS = 60;

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer));
        return new RegularizedLayers(global, InputType.feedForward(BANDS), regularizers)
                .hidden(new DenseLayer.Builder().nOut(60))
                .hidden(new DenseLayer.Builder().nOut(30))
                .output(new OutputLayer.Builder(new BinaryCrossEntropy())
                        .nOut(1)
                        .activation(Activation.SIGMOID));
    }
}
