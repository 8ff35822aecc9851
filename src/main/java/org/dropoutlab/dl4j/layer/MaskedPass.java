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
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a DropConnect layer from a forward pass to the end of its backward pass: masked copies of its parameters
 * shared by the mini-batch, or weights per example, and the product computed with them.
 */
final class MaskedPass {
    private final WeightMasks settings;
    private final Map<String, INDArray> masks = new HashMap<>();
    private final Map<String, INDArray> masked = new HashMap<>();
    private ExampleWeights examples;
    private INDArray product;
    private boolean training;

    /**
     * @param conf configuration of a {@link DropConnected} layer, possibly with weight noise from the network's
     *     defaults
     */
    MaskedPass(NeuralNetConfiguration conf) {
        LayerSettings.requireNoWeightNoise((BaseLayer) conf.getLayer());
        this.settings = ((DropConnected) conf.getLayer()).masks();
    }

    /** Begins a forward pass, which draws masks in training. */
    void begin(boolean inTraining) {
        forget();
        training = inTraining;
    }

    /** Whether this pass averages over the distribution of the units' inputs, as moment matching does at inference. */
    boolean isAveraging() {
        return !training && settings.inference() instanceof Inference.MomentMatching;
    }

    /** Whether each example of {@code input} has its own mask for {@code weights} in this pass. */
    boolean isPerExample(INDArray input, INDArray weights) {
        return training && settings.scope().perExample(input.size(0), weights.length());
    }

    /**
     * {@code parameter} under the mini-batch's shared mask; unchanged if it is a bias and biases are not dropped. Masks
     * apply if the forward pass was for training: Deeplearning4j always runs the backward pass as training, even after
     * a forward pass for inference, as in {@code FrozenLayerWithBackprop}, whose gradient has no masks.
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
     * Runs a backward pass, which uses up the masks, and converts gradients with respect to masked copies to gradients
     * with respect to the parameters.
     *
     * @throws IllegalStateException if the masks have already been used
     */
    Pair<Gradient, INDArray> backward(Supplier<Pair<Gradient, INDArray>> gradients) {
        if (training && masks.isEmpty() && examples == null) {
            throw new IllegalStateException(
                    "DropConnect masks are valid for only one backward pass: run another forward pass first");
        }
        Pair<Gradient, INDArray> result = gradients.get();
        masks.forEach((name, mask) -> result.getFirst().getGradientFor(name).muli(mask));
        forget();
        return result;
    }

    /**
     * The average activation under moment matching.
     *
     * @param mean mean of each unit's input, [minibatch, …]
     * @param squares Σ (weight · input)², of the same shape; changed in place
     * @param bias the bias, or null if there is none
     * @param unitDimension dimension of the units
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
     * @param count number of examples
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
     * Keeps the input of the activation function for a backward pass, where Deeplearning4j's layers compute it again.
     */
    void keep(INDArray preActivation, LayerWorkspaceMgr workspaces) {
        if (training) {
            product = workspaces.dup(ArrayType.INPUT, preActivation);
        }
    }

    /** The input of the activation function in the forward pass; null if it was not kept. */
    INDArray product() {
        return product;
    }

    /** Discards the masks; the next pass draws new ones. */
    void forget() {
        masks.clear();
        masked.clear();
        examples = null;
        product = null;
    }
}
