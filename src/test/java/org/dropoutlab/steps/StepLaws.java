package org.dropoutlab.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What direct steps and Deeplearning4j's have in common. */
final class StepLaws {
    private StepLaws() {}

    /** The rows of the mini-batch that begins at {@code from}. */
    static INDArray rows(float[][] all, int from, int batch) {
        return Nd4j.createFromArray(Arrays.copyOfRange(all, from, Math.min(from + batch, all.length)));
    }

    /** All rows in mini-batches, in order. */
    static DirectSteps.Feed feed(float[][] features, float[][] labels, int batch) {
        int[] next = {0};
        return (FloatBuffer x, FloatBuffer y) -> {
            int from = next[0];
            next[0] = Math.min(from + batch, features.length);
            for (int i = from; i < next[0]; i++) {
                x.put(features[i]);
                y.put(labels[i]);
            }
            return next[0] - from;
        };
    }

    /**
     * Compares weights after some 25 steps: a rounding of 6e-8 in each of some hundred operations on a weight's way, in weights
     * below 4, is at most 1e-5.
     */
    static void assertSameWeights(MultiLayerNetwork ours, MultiLayerNetwork stock) {
        double[] differences = differences(ours, stock);
        assertThat(Math.sqrt(
                        Arrays.stream(differences).map(d -> d * d).average().orElseThrow()))
                .as("root mean square difference of the weights")
                .isLessThan(1e-6);
        assertThat(Arrays.stream(differences).max().orElseThrow())
                .as("greatest difference of a weight")
                .isLessThan(1e-5);
    }

    /**
     * The differences of all parameters but biases right before batch normalization and the means that follow them. It
     * subtracts such a bias again: its gradient is 0 but for rounding, which an optimizer like Adam scales up to its learning rate.
     */
    private static double[] differences(MultiLayerNetwork ours, MultiLayerNetwork stock) {
        return stock.paramTable().keySet().stream()
                .filter(name -> !isUndetermined(stock, name))
                .map(name -> ours.getParam(name).sub(stock.getParam(name)))
                .map(INDArray::ravel)
                .flatMapToDouble(array -> Arrays.stream(array.toDoubleVector()))
                .map(Math::abs)
                .toArray();
    }

    private static boolean isUndetermined(MultiLayerNetwork network, String name) {
        int layer = Integer.parseInt(name.substring(0, name.indexOf('_')));
        return name.endsWith("_mean")
                || (name.endsWith("_b")
                        && layer + 1 < network.getnLayers()
                        && network.getLayer(layer + 1).conf().getLayer() instanceof BatchNormalization);
    }
}
