package org.dropoutlab.steps;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.convolution.ConvolutionPlan;
import org.dropoutlab.convolution.ConvolutionStack;
import org.dropoutlab.convolution.Maps;
import org.dropoutlab.scoring.OutputUnits;
import org.dropoutlab.steps.layer.LayerParts;
import org.dropoutlab.steps.layer.Part;
import org.dropoutlab.steps.update.FusedMomentum;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network that direct steps can train: convolutions with ReLU, max-pooling and dropout, dense layers with any activation,
 * batch normalization, noise on units and KL sparsity, and sigmoid or softmax outputs with their cross-entropy or linear outputs with the squared error. The optimizer,
 * weight penalties, gradient clipping and constraints can be any.
 *
 * @param parts its parts, from the inputs upwards; the last one gives the sums of the output units
 * @param output activation and loss of the output units
 * @param momentum settings of the fused update; empty if the network's own update is used
 * @param batchSize maximum size of a mini-batch
 */
public record DirectPlan(
        List<Part> parts, OutputUnits output, Optional<FusedMomentum.Settings> momentum, int batchSize) {
    public DirectPlan {
        parts = List.copyOf(parts);
    }

    /** Number of inputs per example. */
    int inputs() {
        return parts.get(0).inputs();
    }

    /** Number of outputs per example. */
    int outputs() {
        return parts.get(parts.size() - 1).units();
    }

    /** Whether steps take operations of Deeplearning4j, which make arrays. */
    boolean usesOperations() {
        return momentum.isEmpty() || parts.stream().anyMatch(Part::usesOperations);
    }

    /**
     * The plan for {@code network}, whose examples are rows; empty if direct steps do not support it.
     *
     * @param batchSize maximum size of a mini-batch: in large ones, examples share DropConnect's masks
     */
    public static Optional<DirectPlan> of(MultiLayerConfiguration network, int batchSize) {
        return of(network, batchSize, Optional.empty());
    }

    /**
     * The plan for {@code network}; empty if direct steps do not support it.
     *
     * @param batchSize maximum size of a mini-batch: in large ones, examples share DropConnect's masks
     * @param images size of an example, if it is an image or feature maps
     */
    public static Optional<DirectPlan> of(MultiLayerConfiguration network, int batchSize, Optional<Maps> images) {
        List<Layer> layers = network.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .toList();
        Optional<OutputUnits> output = LayerParts.output(layers.get(layers.size() - 1));
        boolean plain = network.getBackpropType() == BackpropType.Standard
                && network.getDataType() == DataType.FLOAT
                && network.getConfs().stream().allMatch(DirectPlan::isOrdinary);
        if (!plain || output.isEmpty()) {
            return Optional.empty();
        }
        if (network.getInputPreProcessors().isEmpty()) {
            return LayerParts.of(layers, batchSize)
                    .map(parts -> new DirectPlan(parts, output.get(), FusedMomentum.settings(layers), batchSize));
        }
        return images.flatMap(size -> ConvolutionPlan.of(network, size))
                .filter(convolutions -> isFlatAbove(network, convolutions.layers()))
                .filter(convolutions -> ConvolutionStack.supports(convolutions, batchSize))
                .flatMap(convolutions -> LayerParts.of(convolutions, layers, batchSize))
                .map(parts -> new DirectPlan(parts, output.get(), Optional.empty(), batchSize));
    }

    private static boolean isFlatAbove(MultiLayerConfiguration network, int layer) {
        return network.getInputPreProcessors().keySet().stream().noneMatch(place -> place > layer);
    }

    private static boolean isOrdinary(NeuralNetConfiguration layer) {
        return layer.isMiniBatch()
                && layer.isMinimize()
                && layer.getStepFunction() == null
                && layer.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT;
    }
}
