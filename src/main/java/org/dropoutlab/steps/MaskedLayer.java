package org.dropoutlab.steps;

import java.nio.FloatBuffer;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.DensePlan.Stage;

/**
 * A dense layer with DropConnect and a mask per example. In training every example has its own weight matrix, so
 * OpenBLAS cannot share work between them.
 */
final class MaskedLayer extends DirectLayer {
    private final float[] weights;
    private final float[] gradient;
    private float[] masks = {};
    private float[] inputs = {};
    private float[] outputs = {};

    /** A layer with the parameters of {@link DirectLayer}. */
    MaskedLayer(Stage stage, NativeNumbers parameters, NativeNumbers velocity, NativeNumbers below, int capacity) {
        super(stage, parameters, velocity, below, capacity);
        this.weights = new float[stage.weights()];
        this.gradient = new float[stage.weights()];
    }

    /** Draws masks [example, unit, input], each 0 or 1/retain. */
    @Override
    void multiplyInTraining(int examples, NativeDraws draws) {
        reserve(examples);
        int numbers = examples * weights.length;
        draws.mask(masks, numbers, stage().retainWeight());
        draws.advance(numbers);
        weights().values().get(0, weights);
        below().values().get(0, inputs, 0, examples * stage().inputs());
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < stage().units(); unit++) {
                outputs[example * stage().units() + unit] = sum(example, unit);
            }
        }
        sums().values().put(0, outputs, 0, examples * stage().units());
    }

    private void reserve(int examples) {
        if (masks.length < examples * weights.length) {
            masks = new float[examples * weights.length];
            inputs = new float[examples * stage().inputs()];
            outputs = new float[examples * stage().units()];
        }
    }

    /** A unit's sum as four independent partial sums, which do not wait for each other. */
    private float sum(int example, int unit) {
        int width = stage().inputs();
        int weight = unit * width;
        int mask = example * weights.length + weight;
        int input = example * width;
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = 0;
        for (; i <= width - 4; i += 4) {
            first += masks[mask + i] * weights[weight + i] * inputs[input + i];
            second += masks[mask + i + 1] * weights[weight + i + 1] * inputs[input + i + 1];
            third += masks[mask + i + 2] * weights[weight + i + 2] * inputs[input + i + 2];
            fourth += masks[mask + i + 3] * weights[weight + i + 3] * inputs[input + i + 3];
        }
        for (; i < width; i++) {
            first += masks[mask + i] * weights[weight + i] * inputs[input + i];
        }
        return (first + second) + (third + fourth);
    }

    @Override
    void multiplyBack(int examples, NativeNumbers into) {
        int width = stage().inputs();
        FloatBuffer errors = errors().values();
        float[] back = new float[examples * width];
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < stage().units(); unit++) {
                float error = errors.get(example * stage().units() + unit);
                if (error != 0) {
                    addMasked(
                            back,
                            example * width,
                            example * weights.length + unit * width,
                            weights,
                            unit * width,
                            error);
                }
            }
        }
        into.values().put(0, back);
    }

    @Override
    void accelerateWeights(int examples, float learningRate, float momentum) {
        int width = stage().inputs();
        FloatBuffer errors = errors().values();
        weightVelocity().values().get(0, gradient);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= momentum;
        }
        float share = learningRate / examples;
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < stage().units(); unit++) {
                float error = share * errors.get(example * stage().units() + unit);
                if (error != 0) {
                    addMasked(
                            gradient,
                            unit * width,
                            example * weights.length + unit * width,
                            inputs,
                            example * width,
                            error);
                }
            }
        }
        weightVelocity().values().put(0, gradient);
    }

    /** Adds {@code factor} times the masked values. */
    private void addMasked(float[] sums, int sum, int mask, float[] values, int value, float factor) {
        for (int i = 0; i < stage().inputs(); i++) {
            sums[sum + i] += factor * masks[mask + i] * values[value + i];
        }
    }
}
