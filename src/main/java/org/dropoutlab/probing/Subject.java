package org.dropoutlab.probing;

import java.util.function.IntFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Images;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network to probe.
 *
 * @param network the trained network
 * @param inputs test examples, up to the given number, the same ones every time
 * @param shape shape of the input images
 * @param seed seed of the probe's random numbers
 */
public record Subject(MultiLayerNetwork network, IntFunction<Inputs> inputs, Images.Shape shape, long seed) {

    /**
     * Test examples in the network's format.
     *
     * @param features [example, feature]
     * @param labels class of each example
     */
    public record Inputs(INDArray features, int[] labels) {}
}
