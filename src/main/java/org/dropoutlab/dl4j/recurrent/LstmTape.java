package org.dropoutlab.dl4j.recurrent;

import java.util.Arrays;

/** What a forward pass of an LSTM layer leaves for the backward pass; its arrays are reused by the next pass. */
final class LstmTape {
    /** Blocks of sums, in Deeplearning4j's order: candidate, forget gate, output gate, input gate. */
    static final int BLOCKS = 4;

    private final int inputs;
    private final int units;

    /** Inputs after masks, [row, input]. */
    final Growing xs = new Growing();
    /** Sums of gates and candidate, then their errors, [row, 4 · unit]. */
    final Growing sums = new Growing();
    /** The recurrent state that each row sees, [row, unit]. */
    final Growing states = new Growing();
    /** Recurrent weights under a mask. */
    final Growing masked = new Growing();

    // [row, unit], as many rows as are kept
    float[] candidate = {};
    float[] forget = {};
    float[] output = {};
    float[] input = {};
    /** The cell before each step. */
    float[] before = {};
    /** The squashed cell. */
    float[] squashed = {};

    PackedSteps steps;
    LstmMasks masks;
    /** Whether the state before the first step was not 0. */
    boolean started;

    LstmTape(int inputs, int units) {
        this.inputs = inputs;
        this.units = units;
    }

    int inputs() {
        return inputs;
    }

    int units() {
        return units;
    }

    /** Numbers in a row of sums. */
    int width() {
        return BLOCKS * units;
    }

    /**
     * Makes room for a pass.
     *
     * @param keeps whether all rows are kept, not only those of one position
     */
    void begin(PackedSteps packed, LstmMasks drawn, boolean keeps) {
        steps = packed;
        masks = drawn;
        long rows = packed.rows();
        xs.ensure(rows * inputs);
        sums.ensure(rows * width());
        states.ensure(rows * units);
        int kept = Math.toIntExact((keeps ? rows : packed.active(0)) * units);
        candidate = atLeast(candidate, kept);
        forget = atLeast(forget, kept);
        output = atLeast(output, kept);
        input = atLeast(input, kept);
        before = atLeast(before, kept);
        squashed = atLeast(squashed, kept);
    }

    /** The array, or a new one if it is too short. */
    static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[length];
    }

    /** Multiplies numbers by others. */
    static void multiply(float[] numbers, float[] factors, int count) {
        for (int k = 0; k < count; k++) {
            numbers[k] *= factors[k];
        }
    }

    /** Sets the first numbers to 0. */
    static void clear(float[] numbers, int count) {
        Arrays.fill(numbers, 0, count, 0);
    }
}
