package org.dropoutlab.steps.layer;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Part.AlphaDropped;

/**
 * Alpha dropout (Klambauer et al. 2017): kept units become {@code a·x + b}, dropped ones {@code a·α′ + b}, where α′ is the
 * lower limit of SELU, and a and b preserve mean and variance. The masks are those that Deeplearning4j would draw; its
 * eight operations take longer than the rest of a small network's step.
 */
final class DirectAlphaDropout extends DirectLayer {
    private final AlphaDropout noise;
    private final double retain;
    private final Scratch scratch;
    private float[] mask = {};

    DirectAlphaDropout(AlphaDropped part, Memory memory) {
        super(part.units(), memory);
        this.noise = part.noise();
        this.retain = noise.getP();
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
        step.draws().mask(mask, numbers, retain, 1);
        step.draws().advance(numbers);
        float scale = (float) noise.a(retain);
        float shift = (float) noise.b(retain);
        float limit = (float) noise.getAlphaPrime();
        float[] values = scratch.first();
        below().copyTo(outputs(), numbers);
        scratch.update(outputs().values(), step.examples(), units(), (from, count) -> {
            for (int i = 0; i < count; i++) {
                float kept = mask[from + i];
                values[i] = (values[i] * kept + (1 - kept) * limit) * scale + shift;
            }
        });
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresent(derivatives -> {
            float scale = (float) noise.a(retain);
            float[] values = scratch.first();
            errors().copyTo(derivatives, (long) step.examples() * units());
            scratch.update(derivatives.values(), step.examples(), units(), (from, count) -> {
                for (int i = 0; i < count; i++) {
                    values[i] *= mask[from + i] * scale;
                }
            });
        });
    }
}
