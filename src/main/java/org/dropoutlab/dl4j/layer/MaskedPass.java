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

    MaskedPass(WeightMasks settings) {
        this.settings = settings;
    }

    WeightMasks settings() {
        return settings;
    }

    /** A forward pass begins; in training it will draw. */
    void begin(boolean inTraining) {
        forget();
        training = inTraining;
    }

    /**
     * Whether the last forward pass was one of training. What calls a layer's backward pass may have called its forward
     * pass for inference, as {@code FrozenLayerWithBackprop} does; the gradient is then that without masks.
     */
    boolean isTraining() {
        return training;
    }

    /** Whether each example of {@code input} has a mask of its own for {@code weights} in this pass. */
    boolean isPerExample(INDArray input, INDArray weights) {
        return training && settings.scope().perExample(input.size(0), weights.length());
    }

    /**
     * Checks that there are masks for a backward pass to use.
     *
     * @throws IllegalStateException if they were used already
     */
    void requireMasks() {
        if (training && masks.isEmpty() && examples == null) {
            throw new IllegalStateException(
                    "a backward pass of DropConnect uses up the masks of its forward pass: make another forward pass first");
        }
    }

    /** {@code parameter} under the mask that this mini-batch shares; itself if it is a bias and biases stay. */
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

    /** Turns the gradient with respect to the shared copies into that with respect to the parameters, in place. */
    void backpropagate(Gradient gradient) {
        masks.forEach((name, mask) -> gradient.getGradientFor(name).muli(mask));
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
