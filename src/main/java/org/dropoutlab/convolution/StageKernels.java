package org.dropoutlab.convolution;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.natives.NativeNumbers;

/** A stage's operations on a fixed number of examples, which it takes from anywhere in the stage's arrays. */
final class StageKernels {
    private final StageArrays arrays;
    private final StageWeights weights;
    private final float scale;
    private final int numbers;
    private final memory below;
    private final memory maps;
    private final memory errors;
    private final Optional<memory> winners;
    private final Optional<memory> errorsBelow;
    private final OneDnn.Call convolve;
    private final Optional<OneDnn.Call> pool;
    private final Optional<OneDnn.Call> rectifyBack;
    private final Optional<OneDnn.Call> poolBack;
    private final OneDnn.Call firstGradient;
    private final OneDnn.Call nextGradient;
    private final Optional<OneDnn.Call> back;

    /**
     * @throws NotCompiled if oneDNN would use a reference implementation
     */
    StageKernels(OneDnn oneDnn, StageCode code, StageWeights weights, StageArrays arrays, float scale)
            throws NotCompiled {
        this.arrays = arrays;
        this.weights = weights;
        this.scale = scale;
        this.numbers = Math.toIntExact(code.maps().get_size() / Float.BYTES);
        this.below = oneDnn.view(code.below());
        this.maps = oneDnn.view(code.maps());
        this.errors = oneDnn.view(code.maps());
        boolean pools = code.pooling().isPresent();
        memory convolved = pools ? oneDnn.view(code.convolved()) : maps;
        memory convolvedErrors = pools ? oneDnn.view(code.convolved()) : errors;
        if (pools) {
            convolved.set_data_handle(arrays.convolved().address());
            convolvedErrors.set_data_handle(arrays.convolvedErrors().address());
        }
        this.convolve = oneDnn.call(code.forward(), new convolution_forward(code.forward()))
                .with(dnnl.DNNL_ARG_SRC, below)
                .with(dnnl.DNNL_ARG_WEIGHTS, weights.forward())
                .with(dnnl.DNNL_ARG_BIAS, weights.biases())
                .with(dnnl.DNNL_ARG_DST, convolved);
        this.firstGradient = gradient(oneDnn, code, convolvedErrors, true);
        this.nextGradient = gradient(oneDnn, code, convolvedErrors, false);
        if (pools) {
            pooling_forward.primitive_desc forward = code.pooling().orElseThrow();
            pooling_backward.primitive_desc backward = code.poolingBack().orElseThrow();
            memory places = oneDnn.view(forward.workspace_desc());
            this.winners = Optional.of(places);
            this.pool = Optional.of(oneDnn.call(forward, new pooling_forward(forward))
                    .with(dnnl.DNNL_ARG_SRC, convolved)
                    .with(dnnl.DNNL_ARG_DST, maps)
                    .with(dnnl.DNNL_ARG_WORKSPACE, places));
            this.poolBack = Optional.of(oneDnn.call(backward, new pooling_backward(backward))
                    .with(dnnl.DNNL_ARG_DIFF_DST, errors)
                    .with(dnnl.DNNL_ARG_WORKSPACE, places)
                    .with(dnnl.DNNL_ARG_DIFF_SRC, convolvedErrors));
        } else {
            this.winners = Optional.empty();
            this.pool = Optional.empty();
            this.poolBack = Optional.empty();
        }
        if (code.rectifierBack().isPresent()) {
            eltwise_backward.primitive_desc derivative = code.rectifierBack().get();
            this.rectifyBack = Optional.of(oneDnn.call(derivative, new eltwise_backward(derivative))
                    .with(dnnl.DNNL_ARG_DST, maps)
                    .with(dnnl.DNNL_ARG_DIFF_DST, errors)
                    .with(dnnl.DNNL_ARG_DIFF_SRC, errors));
        } else {
            this.rectifyBack = Optional.empty();
        }
        if (code.back().isPresent()) {
            convolution_backward_data.primitive_desc backward = code.back().get();
            memory into = oneDnn.view(code.below());
            this.errorsBelow = Optional.of(into);
            this.back = Optional.of(oneDnn.call(backward, new convolution_backward_data(backward))
                    .with(dnnl.DNNL_ARG_DIFF_DST, convolvedErrors)
                    .with(dnnl.DNNL_ARG_WEIGHTS, weights.back())
                    .with(dnnl.DNNL_ARG_DIFF_SRC, into));
        } else {
            this.errorsBelow = Optional.empty();
            this.back = Optional.empty();
        }
    }

    private OneDnn.Call gradient(OneDnn oneDnn, StageCode code, memory convolvedErrors, boolean first)
            throws NotCompiled {
        return oneDnn.call(code.gradient(), new convolution_backward_weights(code.gradient()))
                .with(dnnl.DNNL_ARG_SRC, below)
                .with(dnnl.DNNL_ARG_DIFF_DST, convolvedErrors)
                .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, weights.gradient(first))
                .with(dnnl.DNNL_ARG_DIFF_BIAS, weights.biasGradient(first));
    }

    /** Numbers of all examples in the stage's maps, padding included. */
    int numbers() {
        return numbers;
    }

    /** Computes the maps of the examples that start with example {@code first}. */
    void forward(NativeNumbers inputs, int first) {
        below.set_data_handle(arrays.inputsAt(inputs, first));
        maps.set_data_handle(arrays.mapsAt(first));
        winners.ifPresent(places -> places.set_data_handle(arrays.winnersAt(first)));
        convolve.run();
        pool.ifPresent(OneDnn.Call::run);
    }

    /** Computes gradient and errors below of the examples that start with example {@code first}. */
    void backward(NativeNumbers inputs, int first) {
        FloatPointer own = arrays.errorsAt(first);
        below.set_data_handle(arrays.inputsAt(inputs, first));
        maps.set_data_handle(arrays.mapsAt(first));
        errors.set_data_handle(own);
        winners.ifPresent(places -> places.set_data_handle(arrays.winnersAt(first)));
        errorsBelow.ifPresent(into -> into.set_data_handle(arrays.errorsBelowAt(first)));
        // A positive number was neither clipped nor dropped, so no mask needs to be kept.
        rectifyBack.ifPresent(OneDnn.Call::run);
        if (scale != 1) {
            cblas_sscal(numbers, scale, own, 1);
        }
        poolBack.ifPresent(OneDnn.Call::run);
        if (first == 0) {
            firstGradient.run();
        } else {
            nextGradient.run();
            weights.addShare();
        }
        back.ifPresent(OneDnn.Call::run);
    }
}
