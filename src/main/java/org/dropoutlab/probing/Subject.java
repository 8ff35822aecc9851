package org.dropoutlab.probing;

import java.util.function.IntFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Images;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network that is asked something.
 *
 * @param network as its training left it
 * @param inputs gives at most so many test examples, the same ones every time
 * @param shape of the images that the inputs are
 * @param seed of what is drawn for the answer
 */
public record Subject(MultiLayerNetwork network, IntFunction<Inputs> inputs, Images.Shape shape, long seed) {

    /**
     * Test examples as the network wants them.
     *
     * @param features [example, feature]
     * @param labels class of each example
     */
    public record Inputs(INDArray features, int[] labels) {}
}
