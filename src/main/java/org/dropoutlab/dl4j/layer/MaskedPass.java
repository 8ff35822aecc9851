package org.dropoutlab.dl4j.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer with DropConnect keeps from one forward pass until its backward pass is over: copies of its parameters
 * under masks that the mini-batch shares, or weights for each example, and the product that was made with them.
 */
final class MaskedPass {
    private final WeightMasks settings;
    private final Map<String, INDArray> masks = new HashMap<>();
    private final Map<String, INDArray> masked = new HashMap<>();
    private ExampleWeights examples;
    private INDArray product;
    private boolean training;

    /**
     * @param conf of a layer that is {@link DropConnected}; the network's own defaults may have given it weight noise since
     *     it was made
     */
    MaskedPass(NeuralNetConfiguration conf) {
        LayerSettings.requireNoWeightNoise((BaseLayer) conf.getLayer());
        this.settings = ((DropConnected) conf.getLayer()).masks();
    }

    /** A forward pass begins; in training it will draw. */
    void begin(boolean inTraining) {
        forget();
        training = inTraining;
    }

    /** Whether this pass averages over the distribution of the units' inputs, as moment matching does at inference. */
    boolean isAveraging() {
        return !training && settings.inference() instanceof Inference.MomentMatching;
    }

    /** Whether each example of {@code input} has a mask of its own for {@code weights} in this pass. */
    boolean isPerExample(INDArray input, INDArray weights) {
        return training && settings.scope().perExample(input.size(0), weights.length());
    }

    /**
     * {@code parameter} under the mask that this mini-batch shares; itself if it is a bias and biases stay. What counts is
     * whether the forward pass was one of training: Deeplearning4j always calls the backward pass that, though what calls
     * it may have called the forward pass for inference, as {@code FrozenLayerWithBackprop} does. The gradient is then that
     * without masks.
     */
    INDArray shared(String name, INDArray parameter, LayerWorkspaceMgr workspaces) {
        boolean stays = name.equals(DefaultParamInitializer.BIAS_KEY) && !settings.biases();
        if (!training || parameter == null || stays) {
            return parameter;
        }
        return masked.computeIfAbsent(name, key -> {
            INDArray mask = Masks.like(parameter, settings.rate(), workspaces);
            masks.put(key, mask);
            INDArray copy = workspaces.createUninitialized(
                    ArrayType.INPUT, parameter.dataType(), parameter.shape(), parameter.ordering());
            return parameter.mul(mask, copy);
        });
    }

    /**
     * A backward pass, which uses up the masks: gradients with respect to shared copies become those with respect to the
     * parameters.
     *
     * @throws IllegalStateException if the masks were used already
     */
    Pair<Gradient, INDArray> backward(Supplier<Pair<Gradient, INDArray>> gradients) {
        if (training && masks.isEmpty() && examples == null) {
            throw new IllegalStateException(
                    "a backward pass of DropConnect uses up the masks of its forward pass: make another forward pass first");
        }
        Pair<Gradient, INDArray> result = gradients.get();
        masks.forEach((name, mask) -> result.getFirst().getGradientFor(name).muli(mask));
        forget();
        return result;
    }

    /**
     * The average activation under moment matching.
     *
     * @param mean of each unit's input, [minibatch, …]
     * @param squares Σ (weight · input)², of the same shape; changed in place
     * @param bias or null if there is none
     * @param unitDimension the dimension that counts the units
     */
    INDArray average(
            INDArray mean, INDArray squares, INDArray bias, int unitDimension, IActivation activation, long seed) {
        if (bias != null && settings.biases()) {
            squares.addi(bias.mul(bias).reshape(GaussianSampling.alongUnits(mean, unitDimension)));
        }
        INDArray variance = squares.muli(settings.rate().varianceOfFactor());
        int samples = ((Inference.MomentMatching) settings.inference()).samples();
        return new GaussianSampling(samples, seed).averageActivation(mean, variance, unitDimension, activation);
    }

    /**
     * The weights of each example in this pass.
     *
     * @param count of examples
     * @param weights [unit, input]
     * @param bias [unit], or null if there is none
     */
    ExampleWeights perExample(long count, INDArray weights, INDArray bias, LayerWorkspaceMgr workspaces) {
        if (examples == null) {
            examples =
                    ExampleWeights.draw(count, weights, settings.biases() ? bias : null, settings.rate(), workspaces);
        }
        return examples;
    }

    /**
     * Keeps what the layer hands to its activation function, if there will be a backward pass. Deeplearning4j's layers
     * make it again there.
     */
    void keep(INDArray preActivation, LayerWorkspaceMgr workspaces) {
        if (training) {
            product = workspaces.dup(ArrayType.INPUT, preActivation);
        }
    }

    /** What the activation function was handed in the forward pass, or null if it was not kept. */
    INDArray product() {
        return product;
    }

    /** The next pass draws anew. */
    void forget() {
        masks.clear();
        masked.clear();
        examples = null;
        product = null;
    }
}
