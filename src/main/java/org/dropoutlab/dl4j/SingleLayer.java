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

/** One layer alone, to push arrays through by hand and see what it does to them. */
public final class SingleLayer {
    private final MultiLayerNetwork network;
    private Gradient gradient;

    private SingleLayer(MultiLayerNetwork network) {
        this.network = network;
    }

    /**
     * A new layer; its weights, if it has any, start from a fixed seed.
     *
     * @param configuration as in a network's list of layers; its activation is the identity unless it names one
     * @param input what an example is
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
     * What it makes of {@code inputs} in training.
     *
     * @param inputs [example, …]
     * @param seed of the random numbers, such as masks
     */
    public INDArray train(INDArray inputs, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return activate(inputs, true);
    }

    /** Another pass in training, with the random numbers that come next. */
    public INDArray train(INDArray inputs) {
        return activate(inputs, true);
    }

    /** What it makes of {@code inputs}, [example, …], at inference. */
    public INDArray infer(INDArray inputs) {
        return activate(inputs, false);
    }

    /**
     * The backward pass that goes with the last {@link #train}.
     *
     * @param epsilon gradient of something with respect to the outputs
     * @return its gradient with respect to the inputs
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

    /** Gradient with respect to a parameter, as the last {@link #backward} left it. */
    public INDArray gradient(String parameter) {
        return Objects.requireNonNull(gradient, "no backward pass yet").getGradientFor(parameter);
    }

    private INDArray activate(INDArray inputs, boolean training) {
        // Deeplearning4j's weight noise is kept until a backward pass, even if none follows.
        network.getLayer(0).clearNoiseWeightParams();
        return network.getLayer(0)
                .activate(inputs.dup(), training, LayerWorkspaceMgr.noWorkspaces())
                .dup();
    }
}
