package org.dropoutlab.dl4j.recurrent;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An activation {@code offset + height · tanh(scale · x)}: tanh itself, or the logistic sigmoid, ½ + ½ tanh(x/2).
 *
 * <p>tanh is a rational function of degree 13 over 6 (as in Eigen), computed in single precision with an error of at most 4·10⁻⁷,
 * seven units in the last place of 1. Its two loops are vectorized; {@code Math.tanh} takes a hundred times as long.
 */
enum Squash {
    /** tanh x. */
    TANH(0, 1, 1),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID(0.5f, 0.5f, 0.5f);

    /** Beyond it, the rational function takes its value there, 1 to single precision. */
    private static final float LIMIT = 7.905311f;

    private final float offset;
    private final float height;
    private final float scale;

    Squash(float offset, float height, float scale) {
        this.offset = offset;
        this.height = height;
        this.scale = scale;
    }

    /**
     * The activation.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Squash of(IActivation activation) {
        if (activation instanceof ActivationTanH) {
            return TANH;
        }
        if (activation instanceof ActivationSigmoid) {
            return SIGMOID;
        }
        throw new IllegalArgumentException(
                "an LSTM with treatments has the activation tanh or sigmoid, not %s".formatted(activation));
    }

    /** The factor of x within tanh. */
    float scale() {
        return scale;
    }

    /** Activations from hyperbolic tangents: {@code to[k] = offset + height · from[k]}, for {@code count} numbers. */
    void finish(float[] from, int first, float[] to, int into, int count) {
        for (int k = 0; k < count; k++) {
            to[into + k] = offset + height * from[first + k];
        }
    }

    /** Activations of sums. */
    void apply(float[] sums, float[] to, int into, int count) {
        for (int k = 0; k < count; k++) {
            to[into + k] = Math.max(-LIMIT, Math.min(LIMIT, scale * sums[k]));
        }
        rational(to, into, count);
        if (this != TANH) {
            for (int k = into; k < into + count; k++) {
                to[k] = offset + height * to[k];
            }
        }
    }

    /** Multiplies errors by the slope at given activations. */
    void passBack(float[] errors, float[] activations, int first, int count) {
        float most = scale * height;
        float curve = scale / height;
        for (int k = 0; k < count; k++) {
            float around = activations[first + k] - offset;
            errors[k] *= most - curve * around * around;
        }
    }

    /**
     * Replaces the first {@code count} numbers x by tanh(scale · (x + shift)).
     *
     * @param shifts [number]
     * @param scales [number]
     */
    static void tanh(float[] numbers, float[] shifts, float[] scales, int count) {
        for (int k = 0; k < count; k++) {
            numbers[k] = Math.max(-LIMIT, Math.min(LIMIT, (numbers[k] + shifts[k]) * scales[k]));
        }
        rational(numbers, 0, count);
    }

    /** tanh of numbers within the limits. */
    private static void rational(float[] numbers, int first, int count) {
        for (int k = first; k < first + count; k++) {
            float x = numbers[k];
            float s = x * x;
            float p = -2.7607684e-16f * s + 2.000188e-13f;
            p = p * s - 8.604672e-11f;
            p = p * s + 5.1222973e-8f;
            p = p * s + 1.48572235e-5f;
            p = p * s + 0.00063726195f;
            p = p * s + 0.0048935246f;
            float q = 1.1982584e-6f * s + 0.00011853471f;
            q = q * s + 0.0022684347f;
            q = q * s + 0.004893525f;
            numbers[k] = x * p / q;
        }
    }
}
