package org.dropoutlab.steps;

import java.util.Optional;
import org.dropoutlab.steps.Part.Activated;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An activation function as Deeplearning4j computes it. */
final class DirectActivation extends DirectLayer {
    private final IActivation function;

    DirectActivation(Activated part, Memory memory) {
        super(part.units(), memory);
        this.function = part.function();
    }

    @Override
    void infer(int examples) {
        activate(examples, false);
    }

    @Override
    void forward(Step step) {
        step.draws().leaveTo(Nd4j.getRandom());
        activate(step.examples(), true);
        step.draws().takeFrom(Nd4j.getRandom());
    }

    private void activate(int examples, boolean training) {
        below().copyTo(outputs(), (long) examples * units());
        INDArray values = outputs().matrix(examples, units());
        INDArray activations = function.getActivation(values, training);
        if (activations != values) {
            values.assign(activations);
        }
    }

    @Override
    void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresent(derivatives -> derivatives
                .matrix(step.examples(), units())
                .assign(function.backprop(
                                below().matrix(step.examples(), units()), errors().matrix(step.examples(), units()))
                        .getFirst()));
    }
}
