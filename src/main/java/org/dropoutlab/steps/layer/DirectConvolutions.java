package org.dropoutlab.steps.layer;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import java.util.Optional;
import org.dropoutlab.convolution.ConvolutionStack;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.layer.Part.Convolved;

/** The convolutions of a network. */
final class DirectConvolutions extends DirectLayer {
    private final ConvolutionStack stack;
    private final NativeNumbers gradient;
    private final int parameters;

    private DirectConvolutions(Convolved part, ConvolutionStack stack, Memory memory) {
        super(part.units(), memory, stack.features());
        this.stack = stack;
        this.gradient = memory.gradient();
        this.parameters = part.plan().parameters();
    }

    static DirectConvolutions of(Convolved part, Memory memory) {
        ConvolutionStack stack = ConvolutionStack.of(
                        part.plan(), memory.parameters(), memory.gradient(), memory.capacity())
                .orElseThrow(
                        () -> new IllegalStateException("oneDNN has no code for a network that was planned for it"));
        return new DirectConvolutions(part, stack, memory);
    }

    @Override
    public void infer(int examples) {
        stack.forward(examples, below());
    }

    @Override
    public void forward(Step step) {
        stack.forwardInTraining(step.examples(), below(), step.draws());
    }

    /** Convolutions are the first part of a network, and nothing needs the derivatives with respect to images. */
    @Override
    public void backward(Step step, Accumulation how, Optional<NativeNumbers> into) {
        if (how.kept() != 0 || into.isPresent()) {
            throw new IllegalArgumentException("convolutions are the first part, and overwrite their gradient");
        }
        stack.backward(step.examples(), errors());
        cblas_sscal(parameters, how.rate() / how.divisor(), gradient.address(), 1);
    }

    /** Frees the features, too. */
    @Override
    public void close() {
        errors().close();
        stack.close();
    }
}
