package org.dropoutlab.network;

import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Updaters;
import org.dropoutlab.regularization.RegularizedLayers;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network of the Analytics Vidhya post: three convolutions of 3×3 with 32, 64 and 128 maps, each followed by ReLU and
 * max-pooling of 2×2, a dense layer of 512 ReLU units, softmax over ten classes, cross-entropy; 361,034 parameters. Input
 * [minibatch, 3, 32, 32], output [minibatch, 10], probabilities.
 *
 * <p>Pooling comes before ReLU here: max(max(a, 0), max(b, 0)) = max(max(a, b), 0), so that the function and its gradient
 * are the same to the bit, for a quarter of the work. Weights start as in PyTorch's {@code Conv2d} and {@code Linear},
 * U(±1/√inputs); biases start at 0.
 */
public final class Cifar10Cnn implements Architecture {
    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer))
                // Without it every convolution's forward pass is computed again in the backward pass.
                .cacheMode(CacheMode.DEVICE);
        RegularizedLayers layers = new RegularizedLayers(global, InputType.convolutional(32, 32, 3), regularizers);
        for (int maps : List.of(32, 64, 128)) {
            layers.convolution(
                    new ConvolutionLayer.Builder(3, 3).nOut(maps).activation(Activation.IDENTITY),
                    new MaxPooling2x2(),
                    new ActivationLayer(Activation.RELU));
        }
        return layers.hidden(new DenseLayer.Builder().nOut(512))
                .output(new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX));
    }
}
