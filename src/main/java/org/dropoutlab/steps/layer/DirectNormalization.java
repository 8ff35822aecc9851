package org.dropoutlab.steps.layer;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Part.Finish;
import org.dropoutlab.steps.layer.Part.Normalized;

/**
 * Batch normalization of units: y = γx̂ + β with x̂ = (x − mean)/√(variance + ε), over the mini-batch in training and with
 * running statistics at inference (Ioffe &amp; Szegedy 2015, algorithms 1 and 2). As in Deeplearning4j, the steps of the
 * running statistics are written as gradients, which its updater subtracts unchanged.
 */
final class DirectNormalization extends DirectLayer {
    private static final float HALF_LOG10_E = (float) (1 / (2 * Math.log(10)));

    private final Normalized part;
    private final Scratch scratch;
    private final NativeNumbers parameters;
    private final NativeNumbers gradient;
    private final NativeNumbers normalized;
    private final float[] numbers;
    private final float[] slopes;
    private final double[] means;
    private final double[] variances;

    DirectNormalization(Normalized part, Memory memory) {
        super(part.units(), memory);
        this.part = part;
        this.scratch = memory.scratch();
        this.parameters = memory.parameters();
        this.gradient = memory.gradient();
        this.normalized = NativeNumbers.allocate((long) memory.capacity() * part.units());
        this.numbers = new float[Normalized.VECTORS * part.units()];
        this.slopes = new float[Normalized.VECTORS * part.units()];
        this.means = new double[part.units()];
        this.variances = new double[part.units()];
    }

    @Override
    public void infer(int examples) {
        parameters.values().get(0, numbers);
        for (int unit = 0; unit < units(); unit++) {
            means[unit] = numbers[2 * units() + unit];
            variances[unit] = variance(numbers[3 * units() + unit]);
        }
        normalize(examples);
        finish(examples, part.finish().rectified() ? Finish.RELU : Finish.NONE, Optional.empty());
    }

    /** A variance from the parameter that stands for it. */
    private double variance(float parameter) {
        return part.logStd() ? Math.pow(10, 2.0 * parameter) : parameter;
    }

    @Override
    public void forward(Step step) {
        parameters.values().get(0, numbers);
        scratch.means(below().values(), step.examples(), means);
        scratch.variances(below().values(), step.examples(), means, variances);
        normalize(step.examples());
        finish(step.examples(), part.finish(), Optional.of(step.draws()));
    }

    private void normalize(int examples) {
        float[] factors = factors();
        float[] shifts = new float[units()];
        for (int unit = 0; unit < shifts.length; unit++) {
            shifts[unit] = (float) means[unit];
        }
        below().copyTo(normalized, (long) examples * units());
        float[] values = scratch.first();
        scratch.update(normalized.values(), examples, units(), (from, count) -> {
            for (int row = 0; row < count; row += shifts.length) {
                for (int unit = 0; unit < shifts.length; unit++) {
                    values[row + unit] = (values[row + unit] - shifts[unit]) * factors[unit];
                }
            }
        });
    }

    /** 1/√(variance + ε) of each unit. */
    private float[] factors() {
        float[] factors = new float[units()];
        for (int unit = 0; unit < factors.length; unit++) {
            factors[unit] = (float) (1 / Math.sqrt(variances[unit] + part.epsilon()));
        }
        return factors;
    }

    private void finish(int examples, Finish finish, Optional<NativeDraws> draws) {
        int units = units();
        float[] scales = Arrays.copyOfRange(numbers, 0, units);
        float[] shifts = Arrays.copyOfRange(numbers, units, 2 * units);
        normalized.copyTo(outputs(), (long) examples * units);
        float[] values = scratch.first();
        scratch.update(outputs().values(), examples, units, (from, count) -> {
            for (int row = 0; row < count; row += units) {
                for (int unit = 0; unit < units; unit++) {
                    values[row + unit] = values[row + unit] * scales[unit] + shifts[unit];
                }
            }
            if (finish.rectified()) {
                for (int i = 0; i < count; i++) {
                    values[i] = Math.max(values[i], 0);
                }
            }
            if (finish.hasDropout()) {
                draws.orElseThrow().drop(values, count, from, (float) finish.retain());
            }
        });
        if (finish.hasDropout()) {
            draws.orElseThrow().advance((long) examples * units);
        }
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        int units = units();
        double[] sums = new double[units];
        double[] products = new double[units];
        float[] values = scratch.first();
        float[] second = scratch.second();
        part.finish().passBack(errors(), outputs(), step.examples(), units, scratch);
        scratch.update(errors().values(), step.examples(), units, (from, count) -> {
            scratch.load(normalized.values(), from, count);
            for (int row = 0; row < count; row += units) {
                for (int unit = 0; unit < units; unit++) {
                    sums[unit] += values[row + unit];
                    products[unit] += (double) values[row + unit] * second[row + unit];
                }
            }
        });
        into.ifPresent(derivatives -> passBack(step.examples(), derivatives, sums, products));
        addGradient(how, sums, products);
    }

    /** The derivative with respect to the inputs: γ/σ · (e − mean(e) − x̂ · mean(e·x̂)). */
    private void passBack(int examples, NativeNumbers into, double[] sums, double[] products) {
        int units = units();
        float[] factors = factors();
        float[] meanErrors = new float[units];
        float[] meanProducts = new float[units];
        for (int unit = 0; unit < units; unit++) {
            factors[unit] *= numbers[unit];
            meanErrors[unit] = (float) (sums[unit] / examples);
            meanProducts[unit] = (float) (products[unit] / examples);
        }
        float[] values = scratch.first();
        float[] second = scratch.second();
        errors().copyTo(into, (long) examples * units);
        scratch.update(into.values(), examples, units, (from, count) -> {
            scratch.load(normalized.values(), from, count);
            for (int row = 0; row < count; row += units) {
                for (int unit = 0; unit < units; unit++) {
                    values[row + unit] = factors[unit]
                            * (values[row + unit] - meanErrors[unit] - second[row + unit] * meanProducts[unit]);
                }
            }
        });
    }

    private void addGradient(Accumulation how, double[] sums, double[] products) {
        int units = units();
        gradient.values().get(0, slopes);
        float moved = (float) (1 - part.decay());
        for (int unit = 0; unit < units; unit++) {
            slopes[unit] = how.of(slopes[unit], (float) products[unit]);
            slopes[units + unit] = how.of(slopes[units + unit], (float) sums[unit]);
            slopes[2 * units + unit] = (numbers[2 * units + unit] - (float) means[unit]) * moved;
            slopes[3 * units + unit] = runningStep(numbers[3 * units + unit], variances[unit]);
        }
        gradient.values().put(0, slopes);
    }

    /** What the running variance, or its logarithm, loses: it becomes decay · old + (1 − decay) · {@code now}. */
    private float runningStep(float parameter, double now) {
        if (!part.logStd()) {
            return (parameter - (float) now) * (float) (1 - part.decay());
        }
        double before = variance(parameter);
        double after = part.decay() * before + (1 - part.decay()) * now;
        return (float) Math.log(before / after) * HALF_LOG10_E;
    }

    @Override
    public void close() {
        super.close();
        normalized.close();
    }
}
