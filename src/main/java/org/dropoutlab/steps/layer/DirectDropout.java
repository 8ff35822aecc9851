package org.dropoutlab.steps.layer;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Part.Dropped;

/** Dropout of any numbers. It keeps its mask for the derivatives: 0 or 1/retain. */
final class DirectDropout extends DirectLayer {
    private final float retain;
    private final Scratch scratch;
    private float[] mask = {};

    DirectDropout(Dropped part, Memory memory) {
        super(part.units(), memory);
        this.retain = (float) part.retain();
        this.scratch = memory.scratch();
    }

    @Override
    public void infer(int examples) {
        below().copyTo(outputs(), (long) examples * units());
    }

    @Override
    public void forward(Step step) {
        int numbers = step.examples() * units();
        if (mask.length < numbers) {
            mask = new float[numbers];
        }
        Arrays.fill(mask, 0, numbers, 1);
        step.draws().drop(mask, numbers, 0, retain);
        step.draws().advance(numbers);
        below().copyTo(outputs(), numbers);
        multiply(outputs(), step.examples());
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresent(derivatives -> {
            errors().copyTo(derivatives, (long) step.examples() * units());
            multiply(derivatives, step.examples());
        });
    }

    private void multiply(NativeNumbers numbers, int examples) {
        float[] values = scratch.first();
        scratch.update(numbers.values(), examples, units(), (from, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] *= mask[from + i];
            }
        });
    }
}
