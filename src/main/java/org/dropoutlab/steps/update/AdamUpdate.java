package org.dropoutlab.steps.update;

import java.nio.FloatBuffer;
import java.util.Map;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Step;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam (Kingma &amp; Ba 2015, with the bias corrections in the step size, as at the end of its section 2), as in libnd4j's
 * {@code adam_updater}, which takes four times as long for a small network:
 *
 * <pre>{@code
 * m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  step = α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)
 * }</pre>
 */
final class AdamUpdate {
    private final Adam settings;
    private final NativeNumbers gradient;
    private final NativeNumbers means;
    private final NativeNumbers squares;
    private final int length;
    private final float[] g;
    private final float[] m;
    private final float[] v;

    /**
     * @param updater Deeplearning4j's updater, whose state is used
     * @param gradient gradient of its parameters, which becomes their step
     */
    AdamUpdate(AdamUpdater updater, INDArray gradient) {
        Map<String, INDArray> state = updater.getState();
        this.settings = updater.getConfig();
        this.gradient = NativeNumbers.of(gradient);
        this.means = NativeNumbers.of(state.get(AdamUpdater.M_STATE));
        this.squares = NativeNumbers.of(state.get(AdamUpdater.V_STATE));
        this.length = Math.toIntExact(gradient.length());
        this.g = new float[Math.min(length, Scratch.CHUNK)];
        this.m = new float[g.length];
        this.v = new float[g.length];
    }

    /** Replaces the gradient with the step to subtract. */
    void apply(Step step) {
        float beta1 = (float) settings.getBeta1();
        float beta2 = (float) settings.getBeta2();
        float epsilon = (float) settings.getEpsilon();
        float rate = rate(step);
        for (int from = 0; from < length; from += g.length) {
            int count = Math.min(g.length, length - from);
            load(gradient.values(), from, g, count);
            load(means.values(), from, m, count);
            load(squares.values(), from, v, count);
            move(count, beta1, beta2, rate, epsilon);
            gradient.values().put(from, g, 0, count);
            means.values().put(from, m, 0, count);
            squares.values().put(from, v, 0, count);
        }
    }

    private static void load(FloatBuffer from, int first, float[] into, int count) {
        from.get(first, into, 0, count);
    }

    private void move(int count, float beta1, float beta2, float rate, float epsilon) {
        float share1 = 1 - beta1;
        float share2 = 1 - beta2;
        for (int i = 0; i < count; i++) {
            float slope = g[i];
            float mean = beta1 * m[i] + slope * share1;
            float square = beta2 * v[i] + slope * slope * share2;
            m[i] = mean;
            v[i] = square;
            g[i] = mean * rate / ((float) Math.sqrt(square) + epsilon);
        }
    }

    /** The corrected step size; like libnd4j, ε if that is not a positive number. */
    private float rate(Step step) {
        float steps = step.iteration() + 1f;
        float corrected = (float) (settings.getLearningRate(step.iteration(), step.epoch())
                * Math.sqrt(1 - (float) Math.pow((float) settings.getBeta2(), steps))
                / (1 - (float) Math.pow((float) settings.getBeta1(), steps)));
        return corrected == 0 || !Float.isFinite(corrected) ? (float) settings.getEpsilon() : corrected;
    }
}
