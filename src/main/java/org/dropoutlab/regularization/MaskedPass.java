package org.dropoutlab.regularization;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer with DropConnect draws for one forward pass and keeps until the backward pass is over: copies of its
 * parameters under masks that the mini-batch shares, or weights for each example.
 */
final class MaskedPass {
    private final WeightMasks how;
    private final Map<String, INDArray> masks = new HashMap<>();
    private final Map<String, INDArray> masked = new HashMap<>();
    private ExampleWeights examples;

    MaskedPass(WeightMasks how) {
        this.how = how;
    }

    /** Whether each example of {@code input} gets a mask of its own for {@code weights}. */
    boolean isPerExample(INDArray input, INDArray weights) {
        return how.scope().perExample(input.size(0), weights.length());
    }

    /** {@code parameter} under the mask that this mini-batch shares; itself if it is a bias and biases stay. */
    INDArray shared(String name, INDArray parameter, LayerWorkspaceMgr workspaces) {
        if (name.equals(DefaultParamInitializer.BIAS_KEY) && !how.biases()) {
            return parameter;
        }
        return masked.computeIfAbsent(name, key -> {
            INDArray mask = Masks.like(parameter, how.rate(), workspaces);
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
            examples = ExampleWeights.draw(count, weights, how.biases() ? bias : null, how.rate(), workspaces);
        }
        return examples;
    }

    /** The next pass draws anew. */
    void forget() {
        masks.clear();
        masked.clear();
        examples = null;
    }
}
