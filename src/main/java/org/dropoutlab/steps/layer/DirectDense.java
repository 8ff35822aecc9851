package org.dropoutlab.steps.layer;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Part.Dense;
import org.dropoutlab.steps.layer.Part.Finish;

/**
 * A dense layer. To OpenBLAS, with its column-major matrices, an array [example, unit] is a unit × example matrix, and
 * the weights are an input × unit matrix.
 */
class DirectDense extends DirectLayer {
    private final Dense part;
    private final Scratch scratch;
    private final NativeNumbers weights;
    private final NativeNumbers biases;
    private final NativeNumbers weightGradient;
    private final NativeNumbers biasGradient;
    private final float[] unitBiases;
    private final float[] unitErrors;

    DirectDense(Dense part, Memory memory) {
        super(part.units(), memory);
        this.part = part;
        this.scratch = memory.scratch();
        this.weights = memory.parameters().part(0, part.weights());
        this.biases = memory.parameters().part(part.weights(), part.units());
        this.weightGradient = memory.gradient().part(0, part.weights());
        this.biasGradient = memory.gradient().part(part.weights(), part.units());
        this.unitBiases = new float[part.units()];
        this.unitErrors = new float[part.units()];
    }

    final Dense part() {
        return part;
    }

    /** The weights, [input, unit], with a unit's inputs contiguous. */
    final NativeNumbers weights() {
        return weights;
    }

    /** Receives the gradient of the weights, in their order. */
    final NativeNumbers weightGradient() {
        return weightGradient;
    }

    @Override
    public void infer(int examples) {
        multiply(examples);
        addBiases(examples, part.finish().rectified() ? Finish.RELU : Finish.NONE, Optional.empty());
    }

    @Override
    public void forward(Step step) {
        multiplyInTraining(step);
        addBiases(step.examples(), part.finish(), Optional.of(step.draws()));
    }

    /** Multiplies inputs and weights. */
    final void multiply(int examples) {
        cblas_sgemm(
                CblasColMajor,
                CblasTrans,
                CblasNoTrans,
                part.units(),
                examples,
                part.inputs(),
                1,
                weights.address(),
                part.inputs(),
                below().address(),
                part.inputs(),
                0,
                outputs().address(),
                part.units());
    }

    /** Multiplies inputs and weights with the weights' training noise. */
    void multiplyInTraining(Step step) {
        multiply(step.examples());
    }

    private void addBiases(int examples, Finish finish, Optional<NativeDraws> draws) {
        int units = part.units();
        biases.values().get(0, unitBiases);
        float[] sums = scratch.first();
        scratch.update(outputs().values(), examples, units, (from, count) -> {
            for (int row = 0; row < count; row += units) {
                if (finish.rectified()) {
                    addAndRectify(sums, row, unitBiases);
                } else {
                    add(sums, row, unitBiases);
                }
            }
            if (finish.hasDropout()) {
                draws.orElseThrow().drop(sums, count, from, (float) finish.retain());
            }
        });
        if (finish.hasDropout()) {
            draws.orElseThrow().advance((long) examples * units);
        }
    }

    private static void add(float[] sums, int row, float[] biases) {
        for (int unit = 0; unit < biases.length; unit++) {
            sums[row + unit] += biases[unit];
        }
    }

    private static void addAndRectify(float[] sums, int row, float[] biases) {
        for (int unit = 0; unit < biases.length; unit++) {
            sums[row + unit] = Math.max(sums[row + unit] + biases[unit], 0);
        }
    }

    @Override
    public final void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        passBack(step.examples());
        into.ifPresent(derivatives -> multiplyBack(step.examples(), derivatives));
        addWeightGradient(step.examples(), how);
        addBiasGradient(how);
    }

    /** Passes errors back to the sums, and adds them up over the examples. */
    private void passBack(int examples) {
        part.finish().passBack(errors(), outputs(), examples, part.units(), scratch);
        Arrays.fill(unitErrors, 0);
        scratch.read(errors().values(), examples, part.units(), (from, count) -> {
            for (int row = 0; row < count; row += unitErrors.length) {
                addTo(unitErrors, scratch.first(), row);
            }
        });
    }

    private static void addTo(float[] sums, float[] values, int row) {
        for (int unit = 0; unit < sums.length; unit++) {
            sums[unit] += values[row + unit];
        }
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
                part.inputs(),
                examples,
                part.units(),
                1,
                weights.address(),
                part.inputs(),
                errors().address(),
                part.units(),
                0,
                into.address(),
                part.inputs());
    }

    /** Adds the gradient of the weights, XᵀE. */
    void addWeightGradient(int examples, Accumulation how) {
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasTrans,
                part.inputs(),
                part.units(),
                examples,
                how.rate() / how.divisor(),
                below().address(),
                part.inputs(),
                errors().address(),
                part.units(),
                how.kept(),
                weightGradient.address(),
                part.inputs());
    }

    private void addBiasGradient(Accumulation how) {
        biasGradient.values().get(0, unitBiases);
        for (int unit = 0; unit < unitErrors.length; unit++) {
            unitBiases[unit] = how.of(unitBiases[unit], unitErrors[unit]);
        }
        biasGradient.values().put(0, unitBiases);
    }
}
