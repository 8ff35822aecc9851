package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.network.Widths;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The networks of the dropout paper's MNIST figures (Srivastava et al. 2014, §6.1.1, §7.3, appendix B): 784 pixels from 0
 * to 1, dense layers of ReLU units, softmax over ten digits, cross-entropy. Input [minibatch, 784], output
 * [minibatch, 10], probabilities.
 *
 * <p>The paper does not give its weight initialization. Here weights start as N(0, 2/inputs), for ReLU (He et al.
 * 2015), and biases at 0.
 */
public final class MnistMlp implements Architecture {
    static final int PIXELS = 28 * 28;
    private static final int DIGITS = 10;

    private final List<Integer> widths;

    /**
     * @param widths units of each hidden layer, from the input upwards
     */
    public MnistMlp(List<Integer> widths) {
        this.widths = Widths.ofUnits(widths);
    }

    @Override
    public Presentation presentation() {
        return Presentation.PIXELS;
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        RegularizedLayers layers = layers(regularizers, optimizer, seed);
        for (int width : widths) {
            layers.hidden(new DenseLayer.Builder().nOut(width));
        }
        return layers.output(
                new OutputLayer.Builder(LossFunction.MCXENT).nOut(DIGITS).activation(Activation.SOFTMAX));
    }

    /** A builder of a ReLU network on {@link #PIXELS} inputs, with this weight initialization. */
    static RegularizedLayers layers(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer));
        return new RegularizedLayers(global, InputType.feedForward(PIXELS), regularizers);
    }
}
