package org.dropoutlab.dl4j.network;

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
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.layer.MaxPooling2x2;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Widths;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Three convolutions of 3×3, each followed by ReLU and max-pooling of 2×2, a dense layer of ReLU units, softmax over the
 * classes, cross-entropy: {@link Cifar10Cnn} for images of other sizes and with other classes. Input
 * [minibatch, channels, height, width], output [minibatch, classes], probabilities.
 *
 * <p>Pooling precedes ReLU: because max(max(a, 0), max(b, 0)) = max(max(a, b), 0), function and gradient are identical
 * to the bit, for a quarter of the work. Weights start as in PyTorch's {@code Conv2d} and {@code Linear},
 * U(±1/√inputs); biases start at 0.
 */
final class ImageCnn implements Architecture {
    private static final int KERNEL = 3;
    private static final int POOLED = 2;
    private static final int SMALLEST_SIDE = 22;
    private static final int CONVOLUTIONS = 3;

    /** Maps of each convolution, then units of the dense layer. */
    static final List<Integer> WIDTHS = List.of(32, 64, 128, 512);

    private final InputType input;
    private final int classes;
    private final List<Integer> widths;

    /**
     * @param height rows of an image
     * @param width columns of an image
     * @param channels channels of an image
     * @param classes number of classes, at least 2
     * @param widths maps of each convolution, then units of the dense layer
     */
    ImageCnn(int height, int width, int channels, int classes, List<Integer> widths) {
        Widths.require("an image", channels, "channel");
        Widths.require("an image", height, "row");
        Widths.require("an image", width, "column");
        Widths.require("a network", classes, "output");
        if (classes < 2) {
            throw new IllegalArgumentException("number of classes must be at least 2, not " + classes);
        }
        if (left(height) < 1 || left(width) < 1) {
            throw new IllegalArgumentException(
                    "three 3×3 convolutions with 2×2 pooling leave nothing of %d×%d pixels: images need at least %d×%d"
                            .formatted(height, width, SMALLEST_SIDE, SMALLEST_SIDE));
        }
        if (widths.size() != WIDTHS.size()) {
            throw new IllegalArgumentException(
                    "the network has three convolutions and one dense layer, not widths " + widths);
        }
        this.input = InputType.convolutional(height, width, channels);
        this.classes = classes;
        this.widths = Widths.ofUnits(widths);
    }

    private static int left(int side) {
        int left = side;
        for (int i = 0; i < CONVOLUTIONS; i++) {
            left = (left - KERNEL + 1) / POOLED;
        }
        return left;
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer))
                // Without the cache, the backward pass computes every convolution's forward pass again.
                .cacheMode(CacheMode.DEVICE);
        RegularizedLayers layers = new RegularizedLayers(global, input, regularizers);
        for (int maps : widths.subList(0, CONVOLUTIONS)) {
            layers.convolution(
                    new ConvolutionLayer.Builder(KERNEL, KERNEL).nOut(maps).activation(Activation.IDENTITY),
                    new MaxPooling2x2(),
                    new ActivationLayer(Activation.RELU));
        }
        return layers.hidden(new DenseLayer.Builder().nOut(widths.get(CONVOLUTIONS)))
                .output(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX));
    }
}
