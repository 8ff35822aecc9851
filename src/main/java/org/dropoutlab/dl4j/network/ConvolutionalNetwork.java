package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.layer.MaxPooling2x2;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Convolutions with ReLU and max-pooling, a dense layer and a softmax.
 *
 * <p>Pooling precedes ReLU: because max(max(a, 0), max(b, 0)) = max(max(a, b), 0), function and gradient are identical
 * to the bit, for a quarter of the work. Weights start as in PyTorch's {@code Conv2d} and {@code Linear},
 * U(±1/√inputs); biases start at 0.
 */
record ConvolutionalNetwork(NetworkSpec.ImageCnn spec) implements Architecture {
    @Override
    public Presentation presentation() {
        return Presentation.STANDARDIZED;
    }

    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer))
                // Without the cache, the backward pass computes every convolution's forward pass again.
                .cacheMode(CacheMode.DEVICE);
        InputType input = InputType.convolutional(spec.height(), spec.width(), spec.channels());
        RegularizedLayers layers = new RegularizedLayers(global, input, regularizers);
        int dense = spec.widths().size() - 1;
        for (int maps : spec.widths().subList(0, dense)) {
            layers.convolution(
                    new ConvolutionLayer.Builder(NetworkSpec.ImageCnn.KERNEL, NetworkSpec.ImageCnn.KERNEL)
                            .nOut(maps)
                            .activation(Activation.IDENTITY),
                    new MaxPooling2x2(),
                    new ActivationLayer(Activation.RELU));
        }
        return new NetworkConfiguration.Stack(
                layers.hidden(new DenseLayer.Builder().nOut(spec.widths().get(dense)))
                        .output(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(spec.classes())
                                .activation(Activation.SOFTMAX)));
    }
}
