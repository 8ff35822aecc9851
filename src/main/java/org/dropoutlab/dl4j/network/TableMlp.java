package org.dropoutlab.dl4j.network;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Widths;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Dense ReLU layers for the rows of a table. Input [minibatch, feature]; output [minibatch, output]:
 *
 * <ul>
 *   <li>for two classes, the probability of class 1: a sigmoid with binary cross-entropy;
 *   <li>for more classes, their probabilities: a softmax with cross-entropy;
 *   <li>for regression, the number itself, with the squared error.
 * </ul>
 *
 * <p>Weights start as in PyTorch's {@code Linear}, U(±1/√inputs); biases start at 0, as in Keras.
 */
final class TableMlp implements Architecture {
    private final int inputs;
    private final List<Integer> widths;
    private final Supplier<OutputLayer.Builder> output;

    private TableMlp(int inputs, List<Integer> widths, Supplier<OutputLayer.Builder> output) {
        this.inputs = Widths.require("an example", inputs, "feature");
        this.widths = Widths.ofUnits(widths);
        this.output = output;
    }

    /**
     * A classifier.
     *
     * @param inputs features of an example
     * @param widths units of each hidden layer, from the input upwards
     * @param outputs 1 for two classes, as many as there are classes for more
     */
    static TableMlp classifier(int inputs, List<Integer> widths, int outputs) {
        Widths.require("a network", outputs, "output");
        return new TableMlp(
                inputs,
                widths,
                () -> outputs == 1
                        ? new OutputLayer.Builder(new BinaryCrossEntropy())
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                        : new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(outputs)
                                .activation(Activation.SOFTMAX));
    }

    /**
     * A regression network.
     *
     * @param inputs features of an example
     * @param widths units of each hidden layer, from the input upwards
     */
    static TableMlp regression(int inputs, List<Integer> widths) {
        return new TableMlp(inputs, widths, () -> new OutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.IDENTITY));
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer));
        RegularizedLayers layers = new RegularizedLayers(global, InputType.feedForward(inputs), regularizers);
        for (int width : widths) {
            layers.hidden(new DenseLayer.Builder().nOut(width));
        }
        return layers.output(output.get());
    }
}
