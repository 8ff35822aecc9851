package org.dropoutlab.convolution;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * The leading convolutional part of a network that a {@link ConvolutionStack} can compute: convolutions with ReLU or
 * without, max-pooling, and dropout of numbers or of whole maps, up to the first dense layer.
 *
 * @param images size of an image
 * @param imageNoise noise on the images
 * @param stages its convolutions, from the images upwards
 * @param layers number of Deeplearning4j's layers that it stands for; the next one takes the flattened maps
 */
public record ConvolutionPlan(Maps images, List<MapNoise> imageNoise, List<ConvolutionStage> stages, int layers) {
    public ConvolutionPlan {
        imageNoise = List.copyOf(imageNoise);
        stages = List.copyOf(stages);
    }

    /**
     * The plan for the leading layers of {@code network}; empty if it has no convolutions or anything in them is not
     * supported. Updaters, penalties and constraints do not matter: they act on the gradient.
     *
     * @param images size of an image, which a configuration does not always contain
     */
    public static Optional<ConvolutionPlan> of(MultiLayerConfiguration network, Maps images) {
        return new PlanReader(images).read(network);
    }

    /** Number of weights and biases. */
    public int parameters() {
        return stages.stream().mapToInt(ConvolutionStage::parameters).sum();
    }

    /** Numbers per image after the last stage, [channel, row, column]. */
    public int features() {
        return stages.get(stages.size() - 1).maps().size();
    }
}
