package org.dropoutlab.steps;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.DensePlan.Stage;

/**
 * A dense layer in training and inference. To OpenBLAS, with its column-major matrices, an array [example, unit] is a
 * unit × example matrix, and the weights are an input × unit matrix.
 */
class DirectLayer {
    /** Numbers per copy to the Java heap, where loops are vectorized: few enough for the L1 cache. */
    static final int CHUNK = 4096;

    private final Stage stage;
    private final NativeNumbers weights;
    private final NativeNumbers biases;
    private final NativeNumbers weightVelocity;
    private final NativeNumbers biasVelocity;
    private final NativeNumbers below;
    private final NativeNumbers sums;
    private final NativeNumbers errors;
    private final float[] unitBiases;
    private final float[] unitErrors;

    /**
     * @param stage its sizes and penalties
     * @param parameters its weights, then its biases
     * @param velocity the updater's state, in the same order
     * @param below its inputs, [example, input]
     * @param capacity maximum number of examples at a time
     */
    DirectLayer(Stage stage, NativeNumbers parameters, NativeNumbers velocity, NativeNumbers below, int capacity) {
        this.stage = stage;
        this.weights = parameters.part(0, stage.weights());
        this.biases = parameters.part(stage.weights(), stage.units());
        this.weightVelocity = velocity.part(0, stage.weights());
        this.biasVelocity = velocity.part(stage.weights(), stage.units());
        this.below = below;
        this.sums = NativeNumbers.allocate((long) capacity * stage.units());
        this.errors = NativeNumbers.allocate((long) capacity * stage.units());
        this.unitBiases = new float[stage.units()];
        this.unitErrors = new float[stage.units()];
    }

    /** The layer of {@code stage}. */
    static DirectLayer of(
            Stage stage, NativeNumbers parameters, NativeNumbers velocity, NativeNumbers below, int capacity) {
        return stage.retainWeight() < 1
                ? new MaskedLayer(stage, parameters, velocity, below, capacity)
                : new DirectLayer(stage, parameters, velocity, below, capacity);
    }

    final Stage stage() {
        return stage;
    }

    /** The weights, [input, unit], with a unit's inputs contiguous. */
    final NativeNumbers weights() {
        return weights;
    }

    /** The updater's state for the weights. */
    final NativeNumbers weightVelocity() {
        return weightVelocity;
    }

    /** The inputs, [example, input]. */
    final NativeNumbers below() {
        return below;
    }

    /** The outputs, [example, unit]: sums, which the reader turns into activations in place. */
    final NativeNumbers sums() {
        return sums;
    }

    /** The derivatives of the loss, summed over the examples, with respect to the sums, [example, unit]. */
    final NativeNumbers errors() {
        return errors;
    }

    /** The layer's current biases. */
    final float[] biases() {
        biases.values().get(0, unitBiases);
        return unitBiases;
    }

    /** Multiplies inputs and weights, without adding the biases. */
    final void multiply(int examples) {
        cblas_sgemm(
                CblasColMajor,
                CblasTrans,
                CblasNoTrans,
                stage.units(),
                examples,
                stage.inputs(),
                1,
                weights.address(),
                stage.inputs(),
                below.address(),
                stage.inputs(),
                0,
                sums.address(),
                stage.units());
    }

    /** Multiplies inputs and weights with the weights' training noise, without adding the biases. */
    void multiplyInTraining(int examples, NativeDraws draws) {
        multiply(examples);
    }

    /**
     * Computes the derivatives with respect to the inputs, [example, input].
     *
     * @param into receives them
     */
    void multiplyBack(int examples, NativeNumbers into) {
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasNoTrans,
                stage.inputs(),
                examples,
                stage.units(),
                1,
                weights.address(),
                stage.inputs(),
                errors.address(),
                stage.units(),
                0,
                into.address(),
                stage.inputs());
    }

    /** Sums of each unit's errors, to be filled before {@link #accelerate}. */
    final float[] unitErrors() {
        return unitErrors;
    }

    /** Updates the velocities, v ← μv + η(XᵀE/B + penalty gradients), before the weights move. */
    final void accelerate(int examples, float learningRate, float momentum) {
        accelerateWeights(examples, learningRate, momentum);
        if (stage.l2() != 0) {
            cblas_saxpy(
                    stage.weights(),
                    (float) (learningRate * stage.l2()),
                    weights.address(),
                    1,
                    weightVelocity.address(),
                    1);
        }
        if (stage.l1() != 0) {
            accelerateBySigns((float) (learningRate * stage.l1()));
        }
        biasVelocity.values().get(0, unitBiases);
        for (int unit = 0; unit < unitErrors.length; unit++) {
            unitBiases[unit] = momentum * unitBiases[unit] + learningRate * (unitErrors[unit] / examples);
        }
        biasVelocity.values().put(0, unitBiases);
    }

    /** v ← μv + ηXᵀE/B. */
    void accelerateWeights(int examples, float learningRate, float momentum) {
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasTrans,
                stage.inputs(),
                stage.units(),
                examples,
                learningRate / examples,
                below.address(),
                stage.inputs(),
                errors.address(),
                stage.units(),
                momentum,
                weightVelocity.address(),
                stage.inputs());
    }

    private void accelerateBySigns(float step) {
        float[] signs = new float[Math.min(CHUNK, stage.weights())];
        float[] velocities = new float[signs.length];
        for (int from = 0; from < stage.weights(); from += signs.length) {
            int count = Math.min(signs.length, stage.weights() - from);
            weights.values().get(from, signs, 0, count);
            weightVelocity.values().get(from, velocities, 0, count);
            for (int i = 0; i < count; i++) {
                velocities[i] += step * Math.signum(signs[i]);
            }
            weightVelocity.values().put(from, velocities, 0, count);
        }
    }

    /** Decoupled weight decay, w ← w − ηλw, after the velocities have been computed from the old weights. */
    final void decay(float learningRate) {
        if (stage.decay() != 0) {
            cblas_sscal(stage.weights(), (float) (1 - learningRate * stage.decay()), weights.address(), 1);
        }
    }

    /** Scales units' incoming weights down to the maximum norm. */
    final void limitNorms() {
        if (stage.maxNorm() == Double.POSITIVE_INFINITY) {
            return;
        }
        var unit = weights.address().getPointer(0);
        for (int i = 0; i < stage.units(); i++) {
            unit.position((long) i * stage.inputs());
            double length = Math.sqrt(cblas_sdot(stage.inputs(), unit, 1, unit, 1));
            if (length > stage.maxNorm()) {
                cblas_sscal(stage.inputs(), (float) (stage.maxNorm() / length), unit, 1);
            }
        }
    }

    /** Frees the layer's own arrays; parameters and velocities belong to the network. */
    final void close() {
        sums.close();
        errors.close();
    }
}
