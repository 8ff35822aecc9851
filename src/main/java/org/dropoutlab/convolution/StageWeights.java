package org.dropoutlab.convolution;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.convolution.StageCode.WeightLayouts;
import org.dropoutlab.natives.NativeNumbers;

/**
 * A stage's parameters and their gradient, in the network's layout and in oneDNN's. The gradient is a sum over
 * sub-batches: the first overwrites it, the others are added.
 */
final class StageWeights {
    private final WeightLayouts layouts;
    private final NativeNumbers biasGradient;
    private final memory biases;
    private final memory forward;
    private final memory back;
    private final memory gradient;
    private final memory share;
    private final memory biasSum;
    private final memory biasShare;
    private final OneDnn.Call pack;
    private final OneDnn.Call packBack;
    private final OneDnn.Call unpack;

    /**
     * @param parameters biases, then weights [map, map below, row, column]
     * @param derivatives receives the derivatives, in the same order
     */
    StageWeights(
            OneDnn oneDnn,
            ConvolutionStage stage,
            WeightLayouts layouts,
            NativeNumbers parameters,
            NativeNumbers derivatives) {
        this.layouts = layouts;
        int channels = stage.maps().channels();
        this.biasGradient = derivatives.part(0, channels);
        this.biases = oneDnn.view(StageCode.biases(stage), parameters.part(0, channels));
        this.biasSum = oneDnn.view(StageCode.biases(stage), biasGradient);
        this.biasShare = oneDnn.allocate(StageCode.biases(stage));
        memory.desc plain = StageCode.weights(stage, memory.format_tag.oihw);
        memory weights = oneDnn.view(plain, parameters.part(channels, stage.weights()));
        memory result = oneDnn.view(plain, derivatives.part(channels, stage.weights()));
        this.forward = oneDnn.allocate(layouts.forward());
        this.back = oneDnn.allocate(layouts.back());
        this.gradient = oneDnn.allocate(layouts.gradient());
        this.share = oneDnn.allocate(layouts.gradient());
        this.pack = oneDnn.reorder(weights, forward);
        this.packBack = oneDnn.reorder(weights, back);
        this.unpack = oneDnn.reorder(gradient, result);
    }

    WeightLayouts layouts() {
        return layouts;
    }

    memory biases() {
        return biases;
    }

    /** The weights for the forward pass. */
    memory forward() {
        return forward;
    }

    /** The weights for passing errors back. */
    memory back() {
        return back;
    }

    /** Where a sub-batch's gradient of the weights goes. */
    memory gradient(boolean first) {
        return first ? gradient : share;
    }

    /** Where a sub-batch's gradient of the biases goes. */
    memory biasGradient(boolean first) {
        return first ? biasSum : biasShare;
    }

    /** Takes the network's weights for the forward pass. */
    void pack() {
        pack.run();
    }

    /** Takes the network's weights for the backward pass. */
    void packBack() {
        packBack.run();
    }

    /** Adds the gradient of a sub-batch that was not the first. */
    void addShare() {
        int numbers = Math.toIntExact(layouts.gradient().get_size() / Float.BYTES);
        cblas_saxpy(numbers, 1, numbers(share), 1, numbers(gradient), 1);
        int channels = Math.toIntExact(
                biasGradient.address().limit() - biasGradient.address().position());
        cblas_saxpy(channels, 1, numbers(biasShare), 1, biasGradient.address(), 1);
    }

    private static FloatPointer numbers(memory of) {
        return new FloatPointer(of.get_data_handle());
    }

    /** Hands the gradient over in the network's layout. */
    void unpackGradient() {
        unpack.run();
    }
}
