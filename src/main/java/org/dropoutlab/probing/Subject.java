package org.dropoutlab.probing;

import java.util.Arrays;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network to probe.
 *
 * @param network the trained network
 * @param images the data set
 * @param test positions of the test images, ascending
 * @param features the network's inputs for the images at some positions, one row per image
 * @param seed seed of the probe's random numbers
 */
public record Subject(
        MultiLayerNetwork network, Images images, int[] test, Function<int[], INDArray> features, long seed) {

    /**
     * Test examples in the network's format.
     *
     * @param features [example, feature]
     * @param labels class of each example
     */
    record Inputs(INDArray features, int[] labels) {}

    /** Up to {@code most} test examples, evenly spaced, the same ones every time. */
    Inputs inputs(int most) {
        int[] chosen = PresentedImages.spread(test, most);
        return new Inputs(
                features.apply(chosen),
                Arrays.stream(chosen).map(example -> images.labels()[example]).toArray());
    }
}
