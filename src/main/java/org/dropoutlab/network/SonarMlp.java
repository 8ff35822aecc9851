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
 * [minibatch, 60], output [minibatch, 1], the probability of a mine. It can be had with other hidden layers.
 *
 * <p>Weights start as in PyTorch's {@code Linear}, U(±1/√inputs); biases start at 0, as in Keras.
 */
public final class SonarMlp implements Architecture {
    private static final int BANDS = 60;

    private final List<Integer> widths;

    /** The tutorials' network, with 60 and 30 hidden units. */
    public SonarMlp() {
        this(List.of(60, 30));
    }

    /**
     * @param widths units of each hidden layer, from the input upwards
     */
    public SonarMlp(List<Integer> widths) {
        this.widths = List.copyOf(widths);
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("a layer has at least one unit, not " + width);
            }
        }
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer));
        RegularizedLayers layers = new RegularizedLayers(global, InputType.feedForward(BANDS), regularizers);
        for (int width : widths) {
            layers.hidden(new DenseLayer.Builder().nOut(width));
        }
        return layers.output(
                new OutputLayer.Builder(new BinaryCrossEntropy()).nOut(1).activation(Activation.SIGMOID));
    }
}
