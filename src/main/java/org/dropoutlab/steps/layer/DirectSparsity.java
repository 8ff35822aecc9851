package org.dropoutlab.steps.layer;

import java.util.Optional;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.steps.layer.Part.Sparse;

/**
 * The KL sparsity penalty on mean activations, which pass unchanged. Its derivative is that of the sum over the
 * mini-batch, the slope at a unit's mean for every example ({@code KlSparsityPenaltyLayer} says why).
 */
final class DirectSparsity extends DirectLayer {
    private final KlSparsity penalty;
    private final Scratch scratch;
    private final double[] means;

    DirectSparsity(Sparse part, Memory memory) {
        super(part.units(), memory);
        this.penalty = part.penalty();
        this.scratch = memory.scratch();
        this.means = new double[part.units()];
    }

    @Override
    public void infer(int examples) {
        below().copyTo(outputs(), (long) examples * units());
    }

    @Override
    public void forward(Step step) {
        infer(step.examples());
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        if (into.isEmpty()) {
            return;
        }
        scratch.means(below().values(), step.examples(), means);
        float[] slopes = new float[units()];
        for (int unit = 0; unit < slopes.length; unit++) {
            slopes[unit] = (float) penalty.slope(means[unit]);
        }
        NativeNumbers derivatives = into.get();
        errors().copyTo(derivatives, (long) step.examples() * units());
        float[] values = scratch.first();
        scratch.update(derivatives.values(), step.examples(), units(), (from, count) -> {
            for (int row = 0; row < count; row += slopes.length) {
                for (int unit = 0; unit < slopes.length; unit++) {
                    values[row + unit] += slopes[unit];
                }
            }
        });
    }
}
