package org.dropoutlab.steps.layer;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.NativeNumbers.Matrices;
import org.dropoutlab.natives.Temporaries;
import org.dropoutlab.steps.layer.Part.Noisy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Noise as Deeplearning4j draws it. */
final class DirectNoise extends DirectLayer {
    private final IDropout noise;
    private final Matrices inputs;
    private final Matrices noisy;
    private final Matrices slopes;

    DirectNoise(Noisy part, Memory memory) {
        super(part.units(), memory);
        this.noise = part.noise().clone();
        this.inputs = below().matrices(units());
        this.noisy = outputs().matrices(units());
        this.slopes = errors().matrices(units());
    }

    @Override
    public void infer(int examples) {
        below().copyTo(outputs(), (long) examples * units());
    }

    @Override
    public void forward(Step step) {
        int examples = step.examples();
        step.draws().leaveTo(Nd4j.getRandom());
        noise.applyDropout(
                inputs.of(examples), noisy.of(examples), step.iteration(), step.epoch(), Temporaries.WORKSPACES);
        step.draws().takeFrom(Nd4j.getRandom());
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresentOrElse(
                derivatives -> {
                    INDArray made = slopes.of(step.examples());
                    noise.backprop(made, made, step.iteration(), step.epoch());
                    errors().copyTo(derivatives, (long) step.examples() * units());
                },
                noise::clear);
    }
}
