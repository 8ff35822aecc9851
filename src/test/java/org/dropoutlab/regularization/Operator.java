package org.dropoutlab.regularization;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One operator, alone in a network, to push arrays through. */
final class Operator {
    private final MultiLayerNetwork network;
    private Gradient gradient;

    private Operator(MultiLayerNetwork network) {
        this.network = network;
    }

    /** Noise on vectors of {@code features} or, where {@code input} is one, on images. */
    static Operator of(ActivationNoise noise, InputType input) {
        NeuralNetConfiguration.Builder global = global(DataType.FLOAT);
        MultiLayerNetwork network = new MultiLayerNetwork(new RegularizedLayers(global, input, List.of(noise))
                .hidden(new DenseLayer.Builder().nOut(1))
                .output(output()));
        network.init();
        return new Operator(network);
    }

    /** A layer with weights, in single precision. */
    static Operator of(Layer layer, InputType input) {
        MultiLayerNetwork network = new MultiLayerNetwork(global(DataType.FLOAT)
                .list()
                .setInputType(input)
                .layer(layer)
                .layer(output().build())
                .build());
        network.init();
        return new Operator(network);
    }

    static NeuralNetConfiguration.Builder global(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new NoOp())
                .activation(Activation.IDENTITY);
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY);
    }

    static DenseLayer dense(int inputs, int units) {
        return new DenseLayer.Builder().nIn(inputs).nOut(units).build();
    }

    static ConvolutionLayer convolution(int size, int maps) {
        return new ConvolutionLayer.Builder(size, size).nOut(maps).build();
    }

    /** What it makes of {@code inputs} in training, with the masks of {@code seed}. */
    INDArray train(INDArray inputs, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return network.getLayer(0).activate(inputs.dup(), true, LayerWorkspaceMgr.noWorkspaces());
    }

    /** What it makes of {@code inputs} at inference. */
    INDArray infer(INDArray inputs) {
        return network.getLayer(0).activate(inputs.dup(), false, LayerWorkspaceMgr.noWorkspaces());
    }

    /** Gradient with respect to the inputs of the pass just made, for {@code epsilon} with respect to the outputs. */
    INDArray backward(INDArray epsilon) {
        network.initGradientsView();
        Pair<Gradient, INDArray> result =
                network.getLayer(0).backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces());
        gradient = result.getFirst();
        return result.getSecond();
    }

    /** Gradient with respect to a parameter, of the backward pass just made. */
    INDArray gradient(String parameter) {
        return gradient.getGradientFor(parameter);
    }

    INDArray parameter(String name) {
        return network.getLayer(0).getParam(name);
    }

    MultiLayerNetwork network() {
        return network;
    }
}
