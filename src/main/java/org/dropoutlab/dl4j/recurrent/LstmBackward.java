package org.dropoutlab.dl4j.recurrent;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.dl4j.recurrent.LstmForward.Weights;
import org.dropoutlab.dl4j.recurrent.LstmMasks.Rows;
import org.dropoutlab.natives.NativeNumbers;

/** Backward passes of an LSTM layer through time, under the masks of the forward pass. */
final class LstmBackward {
    private final LstmTape tape;
    private final Squash squash;
    private final int units;
    private final Growing back = new Growing();
    private final Growing below = new Growing();

    private float[] wide = {};
    private float[] biases = {};
    private float[] mask = {};
    /** Errors of a step's hidden state. */
    private float[] hidden = {};
    /** What zoneout passes to the hidden state before. */
    private float[] oldHidden = {};
    /** Errors of the cell after a step. */
    private float[] cell = {};

    private float[] fresh = {};
    private float[] candidate = {};
    private float[] forget = {};
    private float[] output = {};
    private float[] input = {};

    LstmBackward(LstmTape tape, Squash squash) {
        this.tape = tape;
        this.squash = squash;
        this.units = tape.units();
    }

    /**
     * Where a backward pass writes.
     *
     * @param input gradient of the input weights, in their order
     * @param recurrent gradient of the recurrent weights, in their order
     * @param biases gradient of the biases
     */
    record Gradients(FloatPointer input, FloatPointer recurrent, FloatPointer biases) {}

    /**
     * Computes gradients, summed over examples.
     *
     * @param errors derivatives with respect to the outputs, [example, unit, step]
     * @param into receives the derivatives with respect to the inputs of unmasked steps, [example, input, step]
     * @param course the forward pass's
     * @param from first step that is part of the gradient; steps before it get none
     */
    void run(
            Weights weights,
            SequenceArray errors,
            SequenceArray into,
            LstmForward.Course course,
            Gradients gradients,
            int from) {
        PackedSteps steps = tape.steps;
        makeRoom(steps.active(0));
        FloatPointer recurrent = LstmForward.recurrent(tape, weights.recurrent());
        for (int position = steps.positions() - 1; position >= 0; position--) {
            takeErrors(errors, position);
            step(position, course);
            gather(position, from);
            if (position > 0) {
                passBack(recurrent, position);
            }
        }
        takeGradients(gradients);
        passDown(weights.input(), into);
    }

    private void makeRoom(int rows) {
        int count = rows * units;
        wide = LstmTape.atLeast(wide, rows * Math.max(tape.width(), tape.inputs()));
        biases = LstmTape.atLeast(biases, tape.width());
        mask = LstmTape.atLeast(mask, rows * Math.max(units, tape.inputs()));
        hidden = LstmTape.atLeast(hidden, count);
        oldHidden = LstmTape.atLeast(oldHidden, count);
        cell = LstmTape.atLeast(cell, count);
        fresh = LstmTape.atLeast(fresh, count);
        candidate = LstmTape.atLeast(candidate, count);
        forget = LstmTape.atLeast(forget, count);
        output = LstmTape.atLeast(output, count);
        input = LstmTape.atLeast(input, count);
        back.ensure(count);
        LstmTape.clear(biases, tape.width());
    }

    /** Errors of the hidden state of a position: from above, and from the position after it. */
    private void takeErrors(SequenceArray errors, int position) {
        PackedSteps steps = tape.steps;
        int next = steps.active(position + 1) * units;
        errors.read(steps, position, hidden);
        Arrays.fill(cell, next, steps.active(position) * units, 0);
        if (next == 0) {
            return;
        }
        back.numbers().values().get(0, fresh, 0, next);
        Optional<Rows> dropped = tape.masks.recurrent();
        if (dropped.isPresent()) {
            dropped.get().read(steps, position + 1, mask);
            LstmTape.multiply(fresh, mask, next);
        }
        add(hidden, fresh, next);
        add(hidden, oldHidden, next);
    }

    private static void add(float[] into, float[] numbers, int count) {
        for (int k = 0; k < count; k++) {
            into[k] += numbers[k];
        }
    }

    /** Errors of the sums of a position; afterwards {@link #cell} and {@link #oldHidden} belong to the one before it. */
    private void step(int position, LstmForward.Course course) {
        PackedSteps steps = tape.steps;
        int kept = steps.first(position) * units;
        int count = steps.active(position) * units;
        split(hidden, oldHidden, tape.masks.hidden(), course.oldHidden(), position, count);
        times(fresh, hidden, tape.output, kept, count);
        squash.passBack(fresh, tape.squashed, kept, count);
        // from here on, the cell's errors are those of its old value
        splitInto(cell, fresh, tape.masks.cell(), course.oldCell(), position, count);
        gateErrors(output, hidden, tape.squashed, tape.output, kept, count);
        gateErrors(forget, fresh, tape.before, tape.forget, kept, count);
        addProducts(cell, fresh, tape.forget, kept, count);
        times(candidate, fresh, tape.input, kept, count);
        Optional<Rows> dropped = tape.masks.candidate();
        if (dropped.isPresent()) {
            dropped.get().read(steps, position, mask);
            LstmTape.multiply(candidate, mask, count);
            LstmTape.multiply(fresh, mask, count);
        }
        gateErrors(input, fresh, tape.candidate, tape.input, kept, count);
        squash.passBack(candidate, tape.candidate, kept, count);
    }

    /** Divides errors between the old value and the new one. */
    private void split(float[] errors, float[] old, Optional<Rows> keeping, float share, int position, int count) {
        if (keeping.isPresent()) {
            keeping.get().read(tape.steps, position, mask);
            for (int k = 0; k < count; k++) {
                old[k] = mask[k] * errors[k];
                errors[k] *= 1 - mask[k];
            }
        } else {
            for (int k = 0; k < count; k++) {
                old[k] = share * errors[k];
                errors[k] *= 1 - share;
            }
        }
    }

    /** Adds the new value's part of errors to {@code made} and leaves the old value's. */
    private void splitInto(float[] errors, float[] made, Optional<Rows> keeping, float share, int position, int count) {
        if (keeping.isPresent()) {
            keeping.get().read(tape.steps, position, mask);
            for (int k = 0; k < count; k++) {
                made[k] += (1 - mask[k]) * errors[k];
                errors[k] *= mask[k];
            }
        } else {
            for (int k = 0; k < count; k++) {
                made[k] += (1 - share) * errors[k];
                errors[k] *= share;
            }
        }
    }

    private static void times(float[] into, float[] errors, float[] factors, int kept, int count) {
        for (int k = 0; k < count; k++) {
            into[k] = errors[k] * factors[kept + k];
        }
    }

    private static void addProducts(float[] into, float[] errors, float[] factors, int kept, int count) {
        for (int k = 0; k < count; k++) {
            into[k] += errors[k] * factors[kept + k];
        }
    }

    /** Errors of a sigmoid's sum: of the product that the gate is a factor of, times the other factor and the slope. */
    private static void gateErrors(float[] into, float[] errors, float[] others, float[] gates, int kept, int count) {
        for (int k = 0; k < count; k++) {
            into[k] = errors[k] * others[kept + k] * gates[kept + k] * (1 - gates[kept + k]);
        }
    }

    /** Stores the errors of a position's sums in place of the sums. */
    private void gather(int position, int from) {
        PackedSteps steps = tape.steps;
        int width = tape.width();
        int active = steps.active(position);
        for (int row = 0; row < active; row++) {
            int to = row * width;
            int first = row * units;
            if (steps.run(row).start() + position < from) {
                Arrays.fill(wide, to, to + width, 0);
                Arrays.fill(cell, first, first + units, 0);
                Arrays.fill(oldHidden, first, first + units, 0);
            } else {
                System.arraycopy(candidate, first, wide, to, units);
                System.arraycopy(forget, first, wide, to + units, units);
                System.arraycopy(output, first, wide, to + 2 * units, units);
                System.arraycopy(input, first, wide, to + 3 * units, units);
            }
        }
        for (int row = 0; row < active; row++) {
            addRow(biases, wide, row * width, width);
        }
        tape.sums.numbers().values().put(steps.first(position) * width, wide, 0, active * width);
    }

    private static void addRow(float[] sums, float[] rows, int first, int width) {
        for (int k = 0; k < width; k++) {
            sums[k] += rows[first + k];
        }
    }

    private void passBack(FloatPointer recurrent, int position) {
        Products.back(
                recurrent,
                tape.sums.numbers().address().getPointer((long) tape.steps.first(position) * tape.width()),
                tape.steps.active(position),
                units,
                tape.width(),
                back.numbers().address());
    }

    private void takeGradients(Gradients gradients) {
        PackedSteps steps = tape.steps;
        int width = tape.width();
        FloatPointer errors = tape.sums.numbers().address();
        Products.gradient(tape.xs.numbers().address(), errors, steps.rows(), tape.inputs(), width, gradients.input());
        // Without a state before it, the first position has seen none.
        int first = tape.started ? 0 : steps.active(0);
        Products.gradient(
                tape.states.numbers().address().getPointer((long) first * units),
                errors.getPointer((long) first * width),
                steps.rows() - first,
                units,
                width,
                gradients.recurrent());
        tape.masks.lasting().weights().ifPresent(dropped -> {
            float[] gradient = new float[dropped.length];
            gradients.recurrent().get(gradient);
            LstmTape.multiply(gradient, dropped, gradient.length);
            gradients.recurrent().put(gradient, 0, gradient.length);
        });
        gradients.biases().put(biases, 0, width);
    }

    private void passDown(FloatPointer weights, SequenceArray into) {
        PackedSteps steps = tape.steps;
        below.ensure((long) steps.rows() * tape.inputs());
        NativeNumbers derivatives = below.numbers();
        Products.back(
                weights,
                tape.sums.numbers().address(),
                steps.rows(),
                tape.inputs(),
                tape.width(),
                derivatives.address());
        FloatBuffer rows = derivatives.values();
        Optional<Rows> masks = tape.masks.lasting().inputs();
        for (int position = 0; position < steps.positions(); position++) {
            int count = steps.active(position) * tape.inputs();
            rows.get(steps.first(position) * tape.inputs(), wide, 0, count);
            if (masks.isPresent()) {
                masks.get().read(steps, position, mask);
                LstmTape.multiply(wide, mask, count);
            }
            into.write(steps, position, wide);
        }
    }
}
