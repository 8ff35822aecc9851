package org.dropoutlab.steps.layer;

import java.nio.FloatBuffer;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.layer.Part.Dense;

/**
 * A dense layer with DropConnect and a mask per example. In training every example has its own weight matrix, so
 * OpenBLAS cannot share work between them.
 */
final class MaskedDense extends DirectDense {
    private final float[] weights;
    private final float[] gradient;
    private float[] masks = {};
    private float[] inputs = {};
    private float[] outputs = {};

    MaskedDense(Dense part, Memory memory) {
        super(part, memory);
        this.weights = new float[part.weights()];
        this.gradient = new float[part.weights()];
    }

    /** Draws masks [example, unit, input], each 0 or 1/retain. */
    @Override
    void multiplyInTraining(Step step) {
        int examples = step.examples();
        NativeDraws draws = step.draws();
        reserve(examples);
        int numbers = examples * weights.length;
        draws.mask(masks, numbers, part().retainWeight());
        draws.advance(numbers);
        weights().values().get(0, weights);
        below().values().get(0, inputs, 0, examples * part().inputs());
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < part().units(); unit++) {
                outputs[example * part().units() + unit] = sum(example, unit);
            }
        }
        outputs().values().put(0, outputs, 0, examples * part().units());
    }

    private void reserve(int examples) {
        if (masks.length < examples * weights.length) {
            masks = new float[examples * weights.length];
            inputs = new float[examples * part().inputs()];
            outputs = new float[examples * part().units()];
        }
    }

    /** A unit's sum as four independent partial sums, which do not wait for each other. */
    private float sum(int example, int unit) {
        int width = part().inputs();
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
        int width = part().inputs();
        FloatBuffer errors = errors().values();
        float[] back = new float[examples * width];
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < part().units(); unit++) {
                float error = errors.get(example * part().units() + unit);
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
    void addWeightGradient(int examples, Accumulation how) {
        int width = part().inputs();
        FloatBuffer errors = errors().values();
        weightGradient().values().get(0, gradient);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = how.kept() == 0 ? 0 : how.kept() * gradient[i];
        }
        float share = how.rate() / how.divisor();
        for (int example = 0; example < examples; example++) {
            for (int unit = 0; unit < part().units(); unit++) {
                float error = share * errors.get(example * part().units() + unit);
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
        weightGradient().values().put(0, gradient);
    }

    /** Adds {@code factor} times the masked values. */
    private void addMasked(float[] sums, int sum, int mask, float[] values, int value, float factor) {
        for (int i = 0; i < part().inputs(); i++) {
            sums[sum + i] += factor * masks[mask + i] * values[value + i];
        }
    }
}
