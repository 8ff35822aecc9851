package org.dropoutlab.dl4j.recurrent;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.dl4j.recurrent.LstmMasks.Rows;
import org.dropoutlab.dl4j.recurrent.PackedSteps.Run;
import org.dropoutlab.natives.NativeNumbers;

/**
 * Forward passes of an LSTM layer: one product for the inputs of all steps, one for the recurrent state at each step, and
 * plain loops over a step's rows.
 */
final class LstmForward {
    private final LstmTape tape;
    private final Squash squash;
    private final int units;

    private float[] wide = {};
    private float[] shifts = {};
    private float[] scales = {};
    private float[] hidden = {};
    private float[] cell = {};
    private float[] mask = {};
    private float[] fresh = {};

    LstmForward(LstmTape tape, Squash squash) {
        this.tape = tape;
        this.squash = squash;
        this.units = tape.units();
    }

    /**
     * The parameters.
     *
     * @param input [input, 4 · unit], with the inputs of a sum contiguous
     * @param recurrent [unit, 4 · unit], likewise
     * @param biases [4 · unit]
     */
    record Weights(FloatPointer input, FloatPointer recurrent, float[] biases) {}

    /**
     * The state between two steps, [example, unit].
     *
     * @param hidden hidden state
     * @param cell cell
     */
    record State(float[] hidden, float[] cell) {
        static State zero(int examples, int units) {
            return new State(new float[examples * units], new float[examples * units]);
        }
    }

    /**
     * What a pass starts with, and what it is for.
     *
     * @param masks its masks; none at inference
     * @param oldCell share of the cell's old value, where no mask decides
     * @param oldHidden share of the hidden state's old value, where no mask decides
     * @param start state before the first step; empty for 0
     * @param end receives the state after the last step, if anyone wants it
     * @param keeps whether a backward pass may follow
     */
    record Course(
            LstmMasks masks,
            float oldCell,
            float oldHidden,
            Optional<State> start,
            Optional<State> end,
            boolean keeps) {}

    /**
     * Computes outputs.
     *
     * @param from [example, input, step]
     * @param into receives the outputs of unmasked steps, [example, unit, step]
     */
    void run(Weights weights, PackedSteps steps, SequenceArray from, SequenceArray into, Course course) {
        tape.begin(steps, course.masks(), course.keeps());
        tape.started = course.start().isPresent();
        if (steps.rows() == 0) {
            return;
        }
        makeRoom(steps.active(0), weights.biases());
        readInputs(from);
        Products.sums(
                weights.input(),
                tape.xs.numbers().address(),
                steps.rows(),
                tape.inputs(),
                tape.width(),
                0,
                tape.sums.numbers().address());
        FloatPointer recurrent = recurrent(tape, weights.recurrent());
        begin(course.start());
        for (int position = 0; position < steps.positions(); position++) {
            int count = steps.active(position) * units;
            int kept = course.keeps() ? steps.first(position) * units : 0;
            if (position > 0 || tape.started) {
                addState(recurrent, position);
            }
            gate(position, kept);
            step(position, kept, count, course);
            into.write(steps, position, hidden);
            if (course.end().isPresent()) {
                finish(position, course.end().get());
            }
        }
    }

    private void makeRoom(int rows, float[] biases) {
        int width = tape.width();
        int widest = rows * width;
        if (wide.length < Math.max(widest, rows * tape.inputs())) {
            wide = new float[Math.max(widest, rows * tape.inputs())];
            shifts = new float[widest];
            scales = new float[widest];
            for (int row = 0; row < rows; row++) {
                Arrays.fill(scales, row * width, (row + 1) * width, Squash.SIGMOID.scale());
                Arrays.fill(scales, row * width, row * width + units, squash.scale());
            }
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(biases, 0, shifts, row * width, width);
        }
        hidden = LstmTape.atLeast(hidden, rows * units);
        cell = LstmTape.atLeast(cell, rows * units);
        fresh = LstmTape.atLeast(fresh, rows * units);
        mask = LstmTape.atLeast(mask, rows * Math.max(units, tape.inputs()));
    }

    private void readInputs(SequenceArray from) {
        PackedSteps steps = tape.steps;
        FloatBuffer xs = tape.xs.numbers().values();
        Optional<Rows> masks = tape.masks.lasting().inputs();
        for (int position = 0; position < steps.positions(); position++) {
            int count = steps.active(position) * tape.inputs();
            from.read(steps, position, wide);
            if (masks.isPresent()) {
                masks.get().read(steps, position, mask);
                LstmTape.multiply(wide, mask, count);
            }
            xs.put(steps.first(position) * tape.inputs(), wide, 0, count);
        }
    }

    /** The recurrent weights, under the pass's mask if it has one. */
    static FloatPointer recurrent(LstmTape tape, FloatPointer plain) {
        Optional<float[]> dropped = tape.masks.lasting().weights();
        if (dropped.isEmpty()) {
            return plain;
        }
        float[] weights = new float[dropped.get().length];
        plain.get(weights);
        LstmTape.multiply(weights, dropped.get(), weights.length);
        tape.masked.ensure(weights.length);
        NativeNumbers masked = tape.masked.numbers();
        masked.values().put(0, weights, 0, weights.length);
        return masked.address();
    }

    /** Sets the state before the first step. */
    private void begin(Optional<State> start) {
        int rows = tape.steps.active(0);
        LstmTape.clear(hidden, rows * units);
        LstmTape.clear(cell, rows * units);
        if (start.isEmpty()) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            Run run = tape.steps.run(row);
            if (run.start() == 0) {
                System.arraycopy(start.get().hidden(), run.example() * units, hidden, row * units, units);
                System.arraycopy(start.get().cell(), run.example() * units, cell, row * units, units);
            }
        }
    }

    /** Adds what the recurrent state contributes to the sums. */
    private void addState(FloatPointer recurrent, int position) {
        PackedSteps steps = tape.steps;
        int active = steps.active(position);
        int first = steps.first(position);
        float[] seen = hidden;
        Optional<Rows> dropped = tape.masks.recurrent();
        if (dropped.isPresent()) {
            dropped.get().read(steps, position, mask);
            LstmTape.multiply(mask, hidden, active * units);
            seen = mask;
        }
        tape.states.numbers().values().put(first * units, seen, 0, active * units);
        Products.sums(
                recurrent,
                tape.states.numbers().address().getPointer((long) first * units),
                active,
                units,
                tape.width(),
                1,
                tape.sums.numbers().address().getPointer((long) first * tape.width()));
    }

    /** Turns sums into gates and candidate. */
    private void gate(int position, int kept) {
        int active = tape.steps.active(position);
        int width = tape.width();
        tape.sums.numbers().values().get(tape.steps.first(position) * width, wide, 0, active * width);
        Squash.tanh(wide, shifts, scales, active * width);
        for (int row = 0; row < active; row++) {
            int from = row * width;
            int into = kept + row * units;
            squash.finish(wide, from, tape.candidate, into, units);
            Squash.SIGMOID.finish(wide, from + units, tape.forget, into, units);
            Squash.SIGMOID.finish(wide, from + 2 * units, tape.output, into, units);
            Squash.SIGMOID.finish(wide, from + 3 * units, tape.input, into, units);
        }
    }

    /** The next cell and hidden state. */
    private void step(int position, int kept, int count, Course course) {
        System.arraycopy(cell, 0, tape.before, kept, count);
        Optional<Rows> dropped = tape.masks.candidate();
        if (dropped.isPresent()) {
            dropped.get().read(tape.steps, position, mask);
            multiply(mask, tape.candidate, kept, count);
            next(fresh, tape.forget, tape.before, tape.input, kept, mask, 0, count);
        } else {
            next(fresh, tape.forget, tape.before, tape.input, kept, tape.candidate, kept, count);
        }
        squash.apply(fresh, tape.squashed, kept, count);
        mix(cell, fresh, tape.masks.cell(), course.oldCell(), position, count);
        product(fresh, tape.output, tape.squashed, kept, count);
        mix(hidden, fresh, tape.masks.hidden(), course.oldHidden(), position, count);
    }

    private static void multiply(float[] numbers, float[] factors, int first, int count) {
        for (int k = 0; k < count; k++) {
            numbers[k] *= factors[first + k];
        }
    }

    /** The new cell, f ∘ c + i ∘ g. */
    private static void next(
            float[] into,
            float[] forget,
            float[] before,
            float[] input,
            int kept,
            float[] candidate,
            int first,
            int count) {
        for (int k = 0; k < count; k++) {
            into[k] = forget[kept + k] * before[kept + k] + input[kept + k] * candidate[first + k];
        }
    }

    private static void product(float[] into, float[] left, float[] right, int kept, int count) {
        for (int k = 0; k < count; k++) {
            into[k] = left[kept + k] * right[kept + k];
        }
    }

    /** Replaces old values by new ones, except for what zoneout keeps. */
    private void mix(float[] old, float[] made, Optional<Rows> keeping, float share, int position, int count) {
        if (keeping.isPresent()) {
            keeping.get().read(tape.steps, position, mask);
            for (int k = 0; k < count; k++) {
                old[k] = mask[k] * old[k] + (1 - mask[k]) * made[k];
            }
        } else if (share == 0) {
            System.arraycopy(made, 0, old, 0, count);
        } else {
            for (int k = 0; k < count; k++) {
                old[k] = share * old[k] + (1 - share) * made[k];
            }
        }
    }

    /** Stores the state of runs that end with the sequences. */
    private void finish(int position, State end) {
        PackedSteps steps = tape.steps;
        for (int row = steps.active(position + 1); row < steps.active(position); row++) {
            Run run = steps.run(row);
            if (run.start() + run.length() == steps.steps()) {
                System.arraycopy(hidden, row * units, end.hidden(), run.example() * units, units);
                System.arraycopy(cell, row * units, end.cell(), run.example() * units, units);
            }
        }
    }
}
