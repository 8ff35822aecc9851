package org.dropoutlab.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** A single layer, for forward and backward passes of arrays by hand. */
public final class SingleLayer {
    private final MultiLayerNetwork network;
    private Gradient gradient;

    private SingleLayer(MultiLayerNetwork network) {
        this.network = network;
    }

    /**
     * A new layer, with any weights initialized from a fixed seed.
     *
     * @param configuration as in a network's list of layers; the default activation is the identity
     * @param input type of an example
     */
    public static SingleLayer of(Layer configuration, InputType input) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new NoOp())
                .activation(Activation.IDENTITY)
                .list()
                .setInputType(input)
                .layer(configuration)
                .build());
        network.init();
        return new SingleLayer(network);
    }

    /**
     * The layer's outputs in training.
     *
     * @param inputs [example, …]
     * @param seed seed of the random numbers, such as masks
     */
    public INDArray train(INDArray inputs, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return activate(inputs, true);
    }

    /** The outputs of another training pass, with the next random numbers. */
    public INDArray train(INDArray inputs) {
        return activate(inputs, true);
    }

    /** The layer's outputs for {@code inputs}, [example, …], at inference. */
    public INDArray infer(INDArray inputs) {
        return activate(inputs, false);
    }

    /**
     * The backward pass of the last {@link #train}.
     *
     * @param epsilon gradient with respect to the outputs
     * @return gradient with respect to the inputs
     */
    public INDArray backward(INDArray epsilon) {
        network.initGradientsView();
        Pair<Gradient, INDArray> result =
                network.getLayer(0).backpropGradient(epsilon.dup(), LayerWorkspaceMgr.noWorkspaces());
        gradient = result.getFirst();
        return result.getSecond().dup();
    }

    /** A parameter, such as {@code W}; writing to it changes the layer. */
    public INDArray parameter(String name) {
        return network.getLayer(0).getParam(name);
    }

    /** The gradient with respect to a parameter in the last {@link #backward}. */
    public INDArray gradient(String parameter) {
        return Objects.requireNonNull(gradient, "no backward pass yet").getGradientFor(parameter);
    }

    private INDArray activate(INDArray inputs, boolean training) {
        // Deeplearning4j keeps weight noise until a backward pass, which may never come.
        network.getLayer(0).clearNoiseWeightParams();
        return network.getLayer(0)
                .activate(inputs.dup(), training, LayerWorkspaceMgr.noWorkspaces())
                .dup();
    }
}
