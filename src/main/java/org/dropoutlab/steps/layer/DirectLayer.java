package org.dropoutlab.steps.layer;

import java.util.Optional;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.steps.layer.Part.Activated;
import org.dropoutlab.steps.layer.Part.AlphaDropped;
import org.dropoutlab.steps.layer.Part.Convolved;
import org.dropoutlab.steps.layer.Part.Dense;
import org.dropoutlab.steps.layer.Part.Dropped;
import org.dropoutlab.steps.layer.Part.Noisy;
import org.dropoutlab.steps.layer.Part.Normalized;
import org.dropoutlab.steps.layer.Part.Sparse;

/** A {@link Part} at work: outputs from inputs, derivatives of inputs and parameters from those of outputs. */
public abstract class DirectLayer implements AutoCloseable {
    private final int units;
    private final NativeNumbers below;
    private final NativeNumbers outputs;
    private final NativeNumbers errors;

    /**
     * Where a layer finds its numbers.
     *
     * @param parameters its parameters
     * @param gradient receives the gradient of its parameters, in the same order
     * @param below its inputs, [example, input]
     * @param capacity maximum number of examples at a time
     * @param scratch shared by all layers
     */
    public record Memory(
            NativeNumbers parameters, NativeNumbers gradient, NativeNumbers below, int capacity, Scratch scratch) {}

    DirectLayer(int units, Memory memory) {
        this(units, memory, NativeNumbers.allocate((long) memory.capacity() * units));
    }

    /** A layer with the array of its outputs, [example, unit], which it frees at the end. */
    DirectLayer(int units, Memory memory, NativeNumbers outputs) {
        this.units = units;
        this.below = memory.below();
        this.outputs = outputs;
        this.errors = NativeNumbers.allocate((long) memory.capacity() * units);
    }

    /** The layer of {@code part}. */
    public static DirectLayer of(Part part, Memory memory) {
        if (part instanceof Dense dense) {
            return dense.retainWeight() < 1 ? new MaskedDense(dense, memory) : new DirectDense(dense, memory);
        }
        if (part instanceof Convolved convolved) {
            return DirectConvolutions.of(convolved, memory);
        }
        if (part instanceof Normalized normalized) {
            return new DirectNormalization(normalized, memory);
        }
        if (part instanceof Dropped dropped) {
            return new DirectDropout(dropped, memory);
        }
        if (part instanceof AlphaDropped dropped) {
            return new DirectAlphaDropout(dropped, memory);
        }
        if (part instanceof Activated activated) {
            return new DirectActivation(activated, memory);
        }
        if (part instanceof Noisy noisy) {
            return new DirectNoise(noisy, memory);
        }
        return new DirectSparsity((Sparse) part, memory);
    }

    /** Number of outputs per example. */
    public final int units() {
        return units;
    }

    /** The inputs, [example, input]. */
    public final NativeNumbers below() {
        return below;
    }

    /** The outputs, [example, unit]. */
    public final NativeNumbers outputs() {
        return outputs;
    }

    /** The derivatives of the loss, summed over the examples, with respect to the outputs, [example, unit]. */
    public final NativeNumbers errors() {
        return errors;
    }

    /** Computes the outputs with all noise off. */
    public abstract void infer(int examples);

    /** Computes the outputs in training. */
    public abstract void forward(Step step);

    /**
     * Turns the {@link #errors}, which it may change, into the derivatives of its parameters and inputs.
     *
     * @param how how the gradient of the parameters is added
     * @param into receives the derivatives with respect to the inputs, [example, input]; empty if nothing needs them
     */
    public abstract void backward(Step step, Accumulation how, Optional<NativeNumbers> into);

    /** Frees the layer's own arrays; parameters and gradients belong to the network. */
    @Override
    public void close() {
        outputs.close();
        errors.close();
    }
}
