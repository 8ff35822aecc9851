package org.dropoutlab.steps.layer;

import java.util.Optional;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.NativeNumbers.Matrices;
import org.dropoutlab.steps.layer.Part.Activated;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An activation function as Deeplearning4j computes it. */
final class DirectActivation extends DirectLayer {
    private final IActivation function;
    private final Matrices inputs;
    private final Matrices activations;
    private final Matrices slopes;

    DirectActivation(Activated part, Memory memory) {
        super(part.units(), memory);
        this.function = part.function();
        this.inputs = below().matrices(units());
        this.activations = outputs().matrices(units());
        this.slopes = errors().matrices(units());
    }

    @Override
    public void infer(int examples) {
        activate(examples, false);
    }

    @Override
    public void forward(Step step) {
        step.draws().leaveTo(Nd4j.getRandom());
        activate(step.examples(), true);
        step.draws().takeFrom(Nd4j.getRandom());
    }

    private void activate(int examples, boolean training) {
        below().copyTo(outputs(), (long) examples * units());
        INDArray values = activations.of(examples);
        INDArray made = function.getActivation(values, training);
        if (made != values) {
            values.assign(made);
        }
    }

    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        into.ifPresent(derivatives -> {
            INDArray made = function.backprop(inputs.of(step.examples()), slopes.of(step.examples()))
                    .getFirst();
            boolean inOrder = made.ordering() == 'c' && made.elementWiseStride() == 1;
            NativeNumbers.of(inOrder ? made : made.dup('c')).copyTo(derivatives, (long) step.examples() * units());
        });
    }
}
