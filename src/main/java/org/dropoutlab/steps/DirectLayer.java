package org.dropoutlab.steps;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import org.dropoutlab.steps.DensePlan.Stage;

/**
 * A dense layer at work. To OpenBLAS, whose matrices have columns side by side, an array [example, unit] is the matrix
 * unit × example, and the weights are the matrix input × unit.
 */
class DirectLayer {
    /** Numbers that a loop takes into Java's memory at a time, where it is vectorized: few enough for the first cache. */
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
     * @param velocity the updater's state, alike
     * @param below what it is given, [example, input]
     * @param capacity most examples at a time
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

    /** [input, unit], the inputs of a unit side by side. */
    final NativeNumbers weights() {
        return weights;
    }

    /** The updater's state for the weights. */
    final NativeNumbers weightVelocity() {
        return weightVelocity;
    }

    /** What it is given, [example, input]. */
    final NativeNumbers below() {
        return below;
    }

    /** What it puts out, [example, unit]: sums, until the one that reads them makes them activations in place. */
    final NativeNumbers sums() {
        return sums;
    }

    /** Derivative of the loss, summed over the examples, with respect to the sums, [example, unit]. */
    final NativeNumbers errors() {
        return errors;
    }

    /** The layer's biases as they are now. */
    final float[] biases() {
        biases.values().get(0, unitBiases);
        return unitBiases;
    }

    /** Products of weights and inputs, without the biases. */
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

    /** The same with the noise of training on the weights. */
    void multiplyInTraining(int examples, NativeDraws draws) {
        multiply(examples);
    }

    /**
     * Derivative with respect to the inputs, [example, input].
     *
     * @param into becomes it
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

    /** Sums of the errors of each unit, to be filled before {@link #accelerate}. */
    final float[] unitErrors() {
        return unitErrors;
    }

    /** The velocities after a mini-batch: v ← μv + η(XᵀE/B + the penalties' gradients), where the weights have not moved yet. */
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

    /** Decoupled weight decay, w ← w − ηλw, where the velocities have been taken from the weights as they were. */
    final void decay(float learningRate) {
        if (stage.decay() != 0) {
            cblas_sscal(stage.weights(), (float) (1 - learningRate * stage.decay()), weights.address(), 1);
        }
    }

    /** Scales the incoming weights of units back to the greatest length that is allowed. */
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

    /** Gives its own arrays back; parameters and velocities belong to the network. */
    final void close() {
        sums.close();
        errors.close();
    }
}
