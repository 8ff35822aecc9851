package org.dropoutlab.convolution;

import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** What oneDNN chooses to do for a stage on a fixed number of examples, and in which layouts. */
final class StageCode {
    private final OneDnn oneDnn;
    private final memory.desc below;
    private final memory.desc convolved;
    private final memory.desc maps;
    private final convolution_forward.primitive_desc forward;
    private final convolution_backward_weights.primitive_desc gradient;
    private final Optional<convolution_backward_data.primitive_desc> back;
    private final Optional<pooling_forward.primitive_desc> pooling;
    private final Optional<pooling_backward.primitive_desc> poolingBack;
    private final Optional<eltwise_backward.primitive_desc> rectifierBack;

    /** Layouts of the weights, which all numbers of examples share. */
    record WeightLayouts(memory.desc forward, memory.desc back, memory.desc gradient) {
        /** Whatever is fastest. */
        static WeightLayouts any(ConvolutionStage stage) {
            memory.desc any = weights(stage, memory.format_tag.any);
            return new WeightLayouts(any, any, any);
        }
    }

    /**
     * @param layoutBelow layout of the maps below
     * @param layout layout of the maps
     * @param passesBack whether errors are passed to the maps below
     * @param examples number of examples
     * @param weights layouts of the weights
     */
    StageCode(
            OneDnn oneDnn,
            ConvolutionStage stage,
            Layout layoutBelow,
            Layout layout,
            boolean passesBack,
            int examples,
            WeightLayouts weights) {
        this.oneDnn = oneDnn;
        this.below = layoutBelow.describe(stage.below(), examples);
        this.convolved = layout.describe(stage.convolved(), examples);
        this.maps = layout.describe(stage.maps(), examples);
        this.forward = forward(stage, weights.forward(), stage.rectified());
        convolution_forward.primitive_desc plain = forward(stage, weights.forward(), false);
        this.gradient = gradient(stage, weights.gradient(), plain);
        this.back = passesBack ? Optional.of(back(stage, weights.back(), plain)) : Optional.empty();
        this.pooling = stage.pooling().map(this::pooling);
        this.poolingBack = stage.pooling().map(window -> poolingBack(window, pooling.orElseThrow()));
        this.rectifierBack = stage.rectified() ? Optional.of(derivative()) : Optional.empty();
    }

    /** Weights in a layout, [map, map below, row, column]. */
    static memory.desc weights(ConvolutionStage stage, memory.format_tag layout) {
        return OneDnn.numbers(
                layout,
                stage.maps().channels(),
                stage.below().channels(),
                stage.kernel().rows().size(),
                stage.kernel().columns().size());
    }

    static memory.desc biases(ConvolutionStage stage) {
        return OneDnn.numbers(memory.format_tag.a, stage.maps().channels());
    }

    private convolution_forward.primitive_desc forward(ConvolutionStage stage, memory.desc weights, boolean rectified) {
        primitive_attr attributes = oneDnn.attributes();
        if (rectified) {
            post_ops rectifier = oneDnn.own(new post_ops());
            rectifier.append_eltwise(algorithm.eltwise_relu, 0, 0);
            attributes.set_post_ops(rectifier);
        }
        Window kernel = stage.kernel();
        return oneDnn.own(new convolution_forward.primitive_desc(
                oneDnn.processor(),
                prop_kind.forward_training,
                algorithm.convolution_direct,
                below,
                weights,
                biases(stage),
                convolved,
                kernel.strides(),
                kernel.skipped(),
                kernel.before(),
                kernel.after(),
                attributes,
                false));
    }

    private convolution_backward_weights.primitive_desc gradient(
            ConvolutionStage stage, memory.desc weights, convolution_forward.primitive_desc hint) {
        Window kernel = stage.kernel();
        return oneDnn.own(new convolution_backward_weights.primitive_desc(
                oneDnn.processor(),
                algorithm.convolution_direct,
                below,
                weights,
                biases(stage),
                convolved,
                kernel.strides(),
                kernel.skipped(),
                kernel.before(),
                kernel.after(),
                hint,
                oneDnn.attributes(),
                false));
    }

    private convolution_backward_data.primitive_desc back(
            ConvolutionStage stage, memory.desc weights, convolution_forward.primitive_desc hint) {
        Window kernel = stage.kernel();
        return oneDnn.own(new convolution_backward_data.primitive_desc(
                oneDnn.processor(),
                algorithm.convolution_direct,
                below,
                weights,
                convolved,
                kernel.strides(),
                kernel.skipped(),
                kernel.before(),
                kernel.after(),
                hint,
                oneDnn.attributes(),
                false));
    }

    private pooling_forward.primitive_desc pooling(Window window) {
        return oneDnn.own(new pooling_forward.primitive_desc(
                oneDnn.processor(),
                prop_kind.forward_training,
                algorithm.pooling_max,
                convolved,
                maps,
                window.strides(),
                window.size(),
                window.skipped(),
                window.before(),
                window.after(),
                oneDnn.attributes(),
                false));
    }

    private pooling_backward.primitive_desc poolingBack(Window window, pooling_forward.primitive_desc hint) {
        return oneDnn.own(new pooling_backward.primitive_desc(
                oneDnn.processor(),
                algorithm.pooling_max,
                convolved,
                maps,
                window.strides(),
                window.size(),
                window.skipped(),
                window.before(),
                window.after(),
                hint,
                oneDnn.attributes(),
                false));
    }

    /** The derivative of ReLU, told from its output. */
    private eltwise_backward.primitive_desc derivative() {
        algorithm rectifier = algorithm.eltwise_relu_use_dst_for_bwd;
        eltwise_forward.primitive_desc hint = oneDnn.own(new eltwise_forward.primitive_desc(
                oneDnn.processor(),
                prop_kind.forward_training,
                rectifier,
                maps,
                maps,
                0,
                0,
                oneDnn.attributes(),
                false));
        return oneDnn.own(new eltwise_backward.primitive_desc(
                oneDnn.processor(), rectifier, maps, maps, maps, 0, 0, hint, oneDnn.attributes(), false));
    }

    /** The layouts that were chosen for the weights; without errors below, one of them is not used. */
    WeightLayouts weightLayouts() {
        memory.desc plain = forward.weights_desc();
        return new WeightLayouts(
                plain,
                back.map(convolution_backward_data.primitive_desc::weights_desc).orElse(plain),
                gradient.diff_weights_desc());
    }

    memory.desc below() {
        return below;
    }

    memory.desc convolved() {
        return convolved;
    }

    memory.desc maps() {
        return maps;
    }

    convolution_forward.primitive_desc forward() {
        return forward;
    }

    convolution_backward_weights.primitive_desc gradient() {
        return gradient;
    }

    /** Empty unless errors are passed back. */
    Optional<convolution_backward_data.primitive_desc> back() {
        return back;
    }

    /** Empty without pooling. */
    Optional<pooling_forward.primitive_desc> pooling() {
        return pooling;
    }

    /** Empty without pooling. */
    Optional<pooling_backward.primitive_desc> poolingBack() {
        return poolingBack;
    }

    /** Empty without ReLU. */
    Optional<eltwise_backward.primitive_desc> rectifierBack() {
        return rectifierBack;
    }
}
