package org.dropoutlab.convolution;

import java.util.List;
import java.util.Optional;

/**
 * A convolution and all that completes its feature maps, in any order that means the same: ReLU and max-pooling can change
 * places, because max(max(a, 0), max(b, 0)) = max(max(a, b), 0).
 *
 * @param below maps below
 * @param kernel window of the convolution
 * @param convolved maps of the convolution
 * @param rectified whether they go through ReLU
 * @param pooling window of max-pooling, if any
 * @param maps maps of the whole stage
 * @param noise dropout on them, in this order; empty unless rectified
 */
record ConvolutionStage(
        Maps below,
        Window kernel,
        Maps convolved,
        boolean rectified,
        Optional<Window> pooling,
        Maps maps,
        List<MapNoise> noise) {
    ConvolutionStage {
        noise = List.copyOf(noise);
        if (!rectified && !noise.isEmpty()) {
            throw new IllegalArgumentException("noise on maps that can be negative");
        }
    }

    /** Number of weights, [map, map below, row, column], without the biases. */
    int weights() {
        return Math.multiplyExact(Math.multiplyExact(maps.channels(), below.channels()), kernel.area());
    }

    /** Number of biases and weights; the biases come first. */
    int parameters() {
        return maps.channels() + weights();
    }

    /** 1/retain of all noise together. */
    float scale() {
        float scale = 1;
        for (MapNoise each : noise) {
            scale *= 1 / (float) each.retain();
        }
        return scale;
    }
}
