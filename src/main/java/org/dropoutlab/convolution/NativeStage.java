package org.dropoutlab.convolution;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sasum;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.convolution.StageCode.WeightLayouts;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;

/**
 * A stage in training and inference. It takes the examples in sub-batches, so few that the maps of the convolution, which
 * pooling makes four times smaller, never leave the processor's cache. Their sizes are powers of two: any number of
 * examples then needs only a few sets of operations.
 */
final class NativeStage implements AutoCloseable {
    /** Numbers in the convolution's maps of a sub-batch: half a megabyte. */
    private static final int SUB_BATCH = 1 << 17;

    private final OneDnn oneDnn;
    private final ConvolutionStage stage;
    private final Layout layoutBelow;
    private final Layout layout;
    private final boolean passesBack;
    private final int largest;
    private final NativeNumbers parameters;
    private final StageWeights weights;
    private final StageArrays arrays;
    private final MapDropout dropout;
    private final Map<Integer, StageKernels> kernels = new HashMap<>();

    /**
     * @param below the stage below; empty if the inputs are images
     * @param parameters biases, then weights [map, map below, row, column]
     * @param gradient receives the derivatives, in the same order
     * @param capacity maximum number of examples
     * @throws NotCompiled if oneDNN would use a reference implementation
     */
    NativeStage(
            OneDnn oneDnn,
            ConvolutionStage stage,
            Layout layoutBelow,
            Layout layout,
            Optional<NativeStage> below,
            NativeNumbers parameters,
            NativeNumbers gradient,
            int capacity)
            throws NotCompiled {
        this.oneDnn = oneDnn;
        this.stage = stage;
        this.layoutBelow = layoutBelow;
        this.layout = layout;
        this.passesBack = below.isPresent();
        this.parameters = parameters;
        int convolved = layout.size(stage.convolved());
        this.largest = Integer.highestOneBit(Math.max(1, Math.min(capacity, SUB_BATCH / convolved)));
        StageCode code = code(largest, WeightLayouts.any(stage));
        this.weights = new StageWeights(oneDnn, stage, code.weightLayouts(), parameters, gradient);
        this.arrays = new StageArrays(
                layoutBelow.size(stage.below()),
                layout.size(stage.maps()),
                stage.pooling().isPresent() ? largest * convolved : 0,
                code.pooling()
                        .map(pooling -> Math.toIntExact(pooling.workspace_desc().get_size() / largest))
                        .orElse(0),
                capacity,
                below.map(NativeStage::arrays));
        this.dropout = new MapDropout(stage.maps(), layout);
        try {
            kernels.put(largest, new StageKernels(oneDnn, code, weights, arrays, stage.scale()));
        } catch (NotCompiled | RuntimeException e) {
            arrays.close();
            throw e;
        }
    }

    private StageCode code(int examples, WeightLayouts weightLayouts) {
        return new StageCode(oneDnn, stage, layoutBelow, layout, passesBack, examples, weightLayouts);
    }

    private StageArrays arrays() {
        return arrays;
    }

    /** The stage's maps. */
    NativeNumbers maps() {
        return arrays.maps();
    }

    /** The derivatives with respect to the stage's maps. */
    NativeNumbers errors() {
        return arrays.errors();
    }

    /**
     * Computes the maps, without noise.
     *
     * @param inputs the images, or the maps of the stage below
     * @return whether parameters and maps are finite
     */
    boolean forward(int examples, NativeNumbers inputs) {
        weights.pack();
        boolean finite = isFinite(stage.parameters(), parameters.address());
        for (int done = 0; done < examples; ) {
            int next = next(examples - done);
            StageKernels code = kernels(next);
            code.forward(inputs, done);
            finite &= isFinite(code.numbers(), arrays.mapsAt(done));
            done += next;
        }
        return finite;
    }

    private static boolean isFinite(int numbers, FloatPointer from) {
        return Float.isFinite(cblas_sasum(numbers, from, 1));
    }

    /** Drops numbers of the maps. */
    void drop(int examples, NativeDraws draws) {
        for (MapNoise noise : stage.noise()) {
            dropout.drop(maps(), examples, noise, draws);
        }
    }

    /** Computes the gradient, and the errors of the stage below, from {@link #errors}, which it changes. */
    void backward(int examples, NativeNumbers inputs) {
        if (passesBack) {
            weights.packBack();
        }
        for (int done = 0; done < examples; ) {
            int next = next(examples - done);
            kernels(next).backward(inputs, done);
            done += next;
        }
        weights.unpackGradient();
    }

    private int next(int left) {
        return Math.min(largest, Integer.highestOneBit(left));
    }

    private StageKernels kernels(int examples) {
        return kernels.computeIfAbsent(examples, this::compile);
    }

    private StageKernels compile(int examples) {
        try {
            StageCode code = code(examples, weights.layouts());
            return new StageKernels(oneDnn, code, weights, arrays, stage.scale());
        } catch (NotCompiled e) {
            throw new IllegalStateException(
                    "oneDNN compiles a convolution for %d examples, but not for %d".formatted(largest, examples), e);
        }
    }

    /** Frees its arrays. */
    @Override
    public void close() {
        arrays.close();
    }
}
