package org.dropoutlab.dl4j.layer;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.regularization.WeightMasks;
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

    MaskedPass(WeightMasks settings) {
        this.settings = settings;
    }

    WeightMasks settings() {
        return settings;
    }

    /** Begins a forward pass, which draws masks in training. */
    void begin(boolean inTraining) {
        forget();
        training = inTraining;
    }

    /**
     * Whether the last forward pass was for training. A backward pass can follow a forward pass for inference, as in
     * {@code FrozenLayerWithBackprop}; its gradient then has no masks.
     */
    boolean isTraining() {
        return training;
    }

    /** Whether each example of {@code input} has its own mask for {@code weights} in this pass. */
    boolean isPerExample(INDArray input, INDArray weights) {
        return training && settings.scope().perExample(input.size(0), weights.length());
    }

    /**
     * Checks that masks are available for a backward pass.
     *
     * @throws IllegalStateException if they were used before
     */
    void requireMasks() {
        if (training && masks.isEmpty() && examples == null) {
            throw new IllegalStateException(
                    "DropConnect's masks serve one backward pass only: run another forward pass first");
        }
    }

    /** {@code parameter} under the mini-batch's shared mask; unchanged if it is a bias and biases are not dropped. */
    INDArray shared(String name, INDArray parameter, LayerWorkspaceMgr workspaces) {
        if (name.equals(DefaultParamInitializer.BIAS_KEY) && !settings.biases()) {
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

    /** Converts gradients with respect to the masked copies to gradients with respect to the parameters, in place. */
    void backpropagate(Gradient gradient) {
        masks.forEach((name, mask) -> gradient.getGradientFor(name).muli(mask));
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
