package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Dense ReLU layers and an output layer. Biases start at 0.
 *
 * @param presentation form of the inputs and targets
 * @param inputs number of inputs
 * @param widths units of each hidden layer, from the input upwards
 * @param start initialization of the weights
 * @param outputs number of outputs
 * @param activation activation of the outputs
 * @param loss loss of the outputs
 */
record DenseNetwork(
        Presentation presentation,
        int inputs,
        List<Integer> widths,
        WeightInit start,
        int outputs,
        Activation activation,
        ILossFunction loss)
        implements Architecture {
    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(start)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer));
        RegularizedLayers layers = new RegularizedLayers(global, InputType.feedForward(inputs), regularizers);
        widths.forEach(width -> layers.hidden(new DenseLayer.Builder().nOut(width)));
        return new NetworkConfiguration.Stack(
                layers.output(new OutputLayer.Builder(loss).nOut(outputs).activation(activation)));
    }
}
