package org.dropoutlab.steps.update;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.nio.FloatBuffer;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Step;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** A penalty on one parameter of a network, which adds to its gradient, or to its update. */
sealed interface Penalty {

    /** The penalty {@code kind} on a parameter, as views of the network's vectors. */
    static Penalty of(Regularization kind, INDArray parameter, INDArray gradient) {
        if (kind.getClass() == L2Regularization.class
                || kind.getClass() == L1Regularization.class
                || kind.getClass() == WeightDecay.class) {
            return new Known(
                    kind, NativeNumbers.of(parameter), NativeNumbers.of(gradient), Math.toIntExact(parameter.length()));
        }
        return new Other(kind, parameter, gradient);
    }

    /** What it is to Deeplearning4j. */
    Regularization kind();

    /** Adds it to the gradient. */
    void add(double learningRate, Step step);

    /** Adds {@code factor} times the sign of each weight. */
    static void addSigns(float factor, NativeNumbers weights, NativeNumbers to, int length) {
        float[] signs = new float[Math.min(length, Scratch.CHUNK)];
        float[] sums = new float[signs.length];
        FloatBuffer values = weights.values();
        for (int from = 0; from < length; from += signs.length) {
            int count = Math.min(signs.length, length - from);
            values.get(from, signs, 0, count);
            to.values().get(from, sums, 0, count);
            for (int i = 0; i < count; i++) {
                sums[i] += factor * Math.signum(signs[i]);
            }
            to.values().put(from, sums, 0, count);
        }
    }

    /** One of Deeplearning4j's, without its operations, which for a small network take longer than the rest of a step. */
    record Known(Regularization kind, NativeNumbers weights, NativeNumbers gradient, int length) implements Penalty {
        @Override
        public void add(double learningRate, Step step) {
            if (kind instanceof L1Regularization l1) {
                addSigns((float) l1.getL1().valueAt(step.iteration(), step.epoch()), weights, gradient, length);
                return;
            }
            cblas_saxpy(length, (float) factor(learningRate, step), weights.address(), 1, gradient.address(), 1);
        }

        private double factor(double learningRate, Step step) {
            if (kind instanceof L2Regularization l2) {
                return l2.getL2().valueAt(step.iteration(), step.epoch());
            }
            WeightDecay decay = (WeightDecay) kind;
            return decay.getCoeff().valueAt(step.iteration(), step.epoch()) * (decay.isApplyLR() ? learningRate : 1);
        }
    }

    /** Any other kind. */
    record Other(Regularization kind, INDArray parameter, INDArray gradient) implements Penalty {
        @Override
        public void add(double learningRate, Step step) {
            kind.apply(parameter, gradient, learningRate, step.iteration(), step.epoch());
        }
    }
}
