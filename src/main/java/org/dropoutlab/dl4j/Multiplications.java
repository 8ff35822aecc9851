package org.dropoutlab.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The cost of a network's inference, independent of the machine. */
public final class Multiplications {
    private static final String WEIGHTS = "W";
    private static final String RECURRENT_WEIGHTS = "RW";
    private static final int OF_SEQUENCES = 3;
    private static final int OF_FEATURE_MAPS = 4;

    private Multiplications() {}

    /**
     * The products of weights and activations in one forward pass of one example: one per weight of a dense layer, and
     * one per weight and output position of a convolution or step of a sequence. The few of biases, activations, pooling and normalization
     * are not counted.
     *
     * @param example a mini-batch of one, which is not closed
     */
    public static long of(Network network, INDArray example) {
        List<Layer> layers = network.layers();
        List<INDArray> activations = network.activations(example);
        long products = 0;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).paramTable().containsKey(WEIGHTS)) {
                products += weights(layers.get(i)) * places(layers.get(i), activations.get(i), example);
            }
        }
        // At inference, noise layers pass the inputs through unchanged.
        activations.stream()
                .filter(array -> array.closeable() && array.data() != example.data())
                .forEach(INDArray::close);
        return products;
    }

    private static long weights(Layer layer) {
        long recurrent = isRecurrent(layer) ? layer.getParam(RECURRENT_WEIGHTS).length() : 0;
        return layer.getParam(WEIGHTS).length() + recurrent;
    }

    private static boolean isRecurrent(Layer layer) {
        return layer.paramTable().containsKey(RECURRENT_WEIGHTS);
    }

    /** Of a recurrent layer whose last step alone is used, all steps of the example. */
    private static long places(Layer layer, INDArray activations, INDArray example) {
        if (example.rank() == OF_SEQUENCES) {
            return isRecurrent(layer) ? example.size(2) : activations.rank() == OF_SEQUENCES ? activations.size(2) : 1;
        }
        return activations.rank() == OF_FEATURE_MAPS ? activations.size(2) * activations.size(3) : 1;
    }
}
