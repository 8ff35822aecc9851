package org.dropoutlab.dl4j.layer;

import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.regularization.DropProbability;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One draw of weights with a mask per example, used as a linear map. A dense layer has one position; a convolution has
 * one per position of its kernel on the image, and its inputs are image patches.
 *
 * @param masks [example, unit, input], 0 or 1/(1 − rate)
 * @param weights [example, unit, input], masked
 * @param biasMasks [example, unit], or null if there are no biases or they are not dropped
 */
record ExampleWeights(INDArray masks, INDArray weights, INDArray biasMasks) {

    /**
     * Draws masks for the examples of one mini-batch.
     *
     * @param weights [unit, input]
     * @param bias [unit]; null if there is none or it is not dropped
     */
    static ExampleWeights draw(
            long examples, INDArray weights, INDArray bias, DropProbability rate, LayerWorkspaceMgr workspaces) {
        INDArray masks = Masks.perExample(examples, weights, rate, workspaces);
        INDArray masked = workspaces.createUninitialized(ArrayType.INPUT, masks.dataType(), masks.shape(), 'c');
        masks.mul(weights.reshape(1, weights.size(0), weights.size(1)), masked);
        INDArray biasMasks = bias == null ? null : Masks.perExample(examples, bias, rate, workspaces);
        return new ExampleWeights(masks, masked, biasMasks);
    }

    /**
     * Multiplies each example's inputs by its weights.
     *
     * @param inputs [example, input, position]
     * @param result [example, unit, position]
     */
    void multiply(INDArray inputs, INDArray result) {
        Nd4j.matmul(weights, inputs, result);
    }

    /** Each example's bias, [example, unit], from {@code bias}, [unit]; [1, unit] if it is not dropped. */
    INDArray biases(INDArray bias) {
        return biasMasks == null ? bias.reshape(1, bias.length()) : biasMasks.mulRowVector(bias);
    }

    /**
     * Gradient with respect to the shared weights, [unit, input].
     *
     * @param inputs [example, input, position]
     * @param delta gradient with respect to the products, [example, unit, position]
     */
    INDArray weightGradient(INDArray inputs, INDArray delta) {
        if (inputs.size(2) > 1) {
            return Nd4j.matmul(delta, inputs, false, true, false).muli(masks).sum(0);
        }
        // With one position this is an outer product, which broadcasting computes three times as fast.
        INDArray each =
                masks.mul(inputs.reshape(inputs.size(0), 1, inputs.size(1))).muli(delta);
        return Nd4j.ones(each.dataType(), 1, each.size(0))
                .mmul(each.reshape('c', each.size(0), -1))
                .reshape('c', each.size(1), each.size(2));
    }

    /**
     * The gradient of a layer, written to its network's arrays.
     *
     * @param biasDelta gradient with respect to each example's bias, [example, unit]
     * @param weightGradient gradient with respect to the weights, in the layer's shape
     * @param views arrays to write to, by parameter
     */
    Gradient gradient(INDArray biasDelta, INDArray weightGradient, Map<String, INDArray> views) {
        Gradient gradient = new DefaultGradient();
        INDArray bias = views.get(DefaultParamInitializer.BIAS_KEY);
        if (bias != null) {
            (biasMasks == null ? biasDelta : biasDelta.mul(biasMasks)).sum(bias, 0);
            gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, bias);
        }
        INDArray weight = views.get(DefaultParamInitializer.WEIGHT_KEY);
        gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, weight.assign(weightGradient), weight.ordering());
        return gradient;
    }

    /**
     * Gradient with respect to the inputs.
     *
     * @param delta gradient with respect to the products, [example, unit, position]
     * @param result [example, input, position]
     */
    void inputGradient(INDArray delta, INDArray result) {
        Nd4j.matmul(weights, delta, result, true, false, false);
    }
}
