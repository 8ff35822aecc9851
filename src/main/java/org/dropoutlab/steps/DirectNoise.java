package org.dropoutlab.steps;

import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.dropoutlab.steps.Part.Noisy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Noise as Deeplearning4j draws it. */
final class DirectNoise extends DirectLayer {
    private final IDropout noise;

    DirectNoise(Noisy part, Memory memory) {
        super(part.units(), memory);
        this.noise = part.noise().clone();
    }

    @Override
    void infer(int examples) {
        below().copyTo(outputs(), (long) examples * units());
    }

    @Override
    void forward(Step step) {
        INDArray inputs = below().matrix(step.examples(), units());
        INDArray noisy = outputs().matrix(step.examples(), units());
        step.draws().leaveTo(Nd4j.getRandom());
        noise.applyDropout(inputs, noisy, step.iteration(), step.epoch(), Temporaries.WORKSPACES);
        step.draws().takeFrom(Nd4j.getRandom());
    }

    @Override
    void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresentOrElse(
                derivatives -> noise.backprop(
                        errors().matrix(step.examples(), units()),
                        derivatives.matrix(step.examples(), units()),
                        step.iteration(),
                        step.epoch()),
                noise::clear);
    }
}
