package org.dropoutlab.dl4j.recurrent;

import java.util.Optional;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.regularization.DropProbability;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The masks of one training pass, drawn before it. Masks of dropping are 0 or 1/(1 − rate); masks of zoneout are 1 where the old
 * value is kept, otherwise 0. Absent ones are empty.
 *
 * @param lasting masks that do not change from step to step
 * @param state mask of the recurrent state at each step
 * @param candidate mask of the candidate at each step
 * @param cell mask of the cell's old value at each step
 * @param hidden mask of the hidden state's old value at each step
 */
record LstmMasks(
        Lasting lasting, Optional<Rows> state, Optional<Rows> candidate, Optional<Rows> cell, Optional<Rows> hidden) {

    /**
     * Masks that last for whole sequences, also over the parts of truncated back-propagation.
     *
     * @param inputs mask of the inputs
     * @param state mask of the recurrent state
     * @param weights mask of the recurrent weights, in their order
     */
    record Lasting(Optional<Rows> inputs, Optional<Rows> state, Optional<float[]> weights) {
        static final Lasting NONE = new Lasting(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** No masks: a pass at inference. */
    static final LstmMasks NONE =
            new LstmMasks(Lasting.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A mask of several rows. */
    interface Rows {
        /** Copies the rows of a position to the start of {@code rows}, [row, number]. */
        void read(PackedSteps steps, int position, float[] rows);
    }

    /** A mask for each example, or one for all of them. */
    private record OfExamples(float[] values, int width, boolean shared) implements Rows {
        @Override
        public void read(PackedSteps steps, int position, float[] rows) {
            int active = steps.active(position);
            for (int row = 0; row < active; row++) {
                int from = shared ? 0 : steps.run(row).example() * width;
                System.arraycopy(values, from, rows, row * width, width);
            }
        }
    }

    /** A mask for each row. */
    private record OfRows(float[] values, int width) implements Rows {
        @Override
        public void read(PackedSteps steps, int position, float[] rows) {
            System.arraycopy(values, steps.first(position) * width, rows, 0, steps.active(position) * width);
        }
    }

    /** A mask for each step, the same for all examples. */
    private record OfSteps(float[] values, int width) implements Rows {
        @Override
        public void read(PackedSteps steps, int position, float[] rows) {
            int active = steps.active(position);
            for (int row = 0; row < active; row++) {
                System.arraycopy(values, (steps.run(row).start() + position) * width, rows, row * width, width);
            }
        }
    }

    /**
     * Draws masks with the calling thread's random numbers.
     *
     * @param shared whether all examples have the same masks
     */
    record Draw(LstmTreatments treatments, int inputs, int units, boolean shared) {

        /** Masks for sequences of {@code examples} examples. */
        Lasting lasting(int examples) {
            int sequences = shared ? 1 : examples;
            return new Lasting(
                    dropping(treatments.inputs(), sequences * inputs).map(mask -> new OfExamples(mask, inputs, shared)),
                    dropping(treatments.state(), sequences * units).map(mask -> new OfExamples(mask, units, shared)),
                    dropping(treatments.weights(), 4 * units * units));
        }

        /** All masks of a pass. */
        LstmMasks of(PackedSteps steps, Lasting lasting) {
            int rows = (shared ? steps.steps() : steps.rows()) * units;
            return new LstmMasks(
                    lasting,
                    dropping(treatments.freshState(), rows).map(this::atSteps),
                    dropping(treatments.candidate(), rows).map(this::atSteps),
                    keeping(treatments.cell(), rows).map(this::atSteps),
                    keeping(treatments.hidden(), rows).map(this::atSteps));
        }

        private Rows atSteps(float[] mask) {
            return shared ? new OfSteps(mask, units) : new OfRows(mask, units);
        }

        private static Optional<float[]> dropping(DropProbability rate, int count) {
            return drawn(rate, count, rate.retain(), (float) (1 / rate.retain()));
        }

        private static Optional<float[]> keeping(DropProbability rate, int count) {
            return drawn(rate, count, rate.value(), 1);
        }

        private static Optional<float[]> drawn(DropProbability rate, int count, double probability, float value) {
            if (rate.isZero()) {
                return Optional.empty();
            }
            float[] mask = new float[count];
            NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
            draws.mask(mask, count, probability, value);
            draws.advance(count);
            draws.leaveTo(Nd4j.getRandom());
            return Optional.of(mask);
        }
    }

    /** The mask of the recurrent state, whichever there is. */
    Optional<Rows> recurrent() {
        return state.or(lasting::state);
    }
}
