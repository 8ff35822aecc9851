package org.dropoutlab.training;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network costs when it is used, as a number that does not depend on the machine. */
final class Multiplications {
    private static final String WEIGHTS = "W";
    private static final int OF_FEATURE_MAPS = 4;

    private Multiplications() {}

    /**
     * Products of a weight and an activation in one forward pass of one example: every weight of a dense layer is used once,
     * every weight of a convolution once for each place of its feature maps. Biases, activations, pooling and normalization
     * multiply little beside that and are not counted.
     *
     * @param example a mini-batch of one; stays open
     */
    static long of(MultiLayerNetwork network, INDArray example) {
        List<INDArray> activations = network.feedForward(example, false);
        long products = 0;
        for (int i = 0; i < network.getnLayers(); i++) {
            Layer layer = network.getLayer(i);
            if (layer.paramTable().containsKey(WEIGHTS)) {
                products += layer.getParam(WEIGHTS).length() * places(activations.get(i + 1));
            }
        }
        network.clearLayersStates();
        // At inference, noise on the inputs hands them on as they are.
        activations.stream()
                .filter(array -> array.closeable() && array.data() != example.data())
                .forEach(INDArray::close);
        return products;
    }

    private static long places(INDArray activations) {
        return activations.rank() == OF_FEATURE_MAPS ? activations.size(2) * activations.size(3) : 1;
    }
}
