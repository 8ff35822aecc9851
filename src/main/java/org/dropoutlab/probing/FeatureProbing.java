package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.dropoutlab.data.Images;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.probing.Portions.Portion;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measurements of an autoencoder's hidden layer. */
final class FeatureProbing {
    private static final double BIN_WIDTH = 0.25;
    private static final int BINS = 80;

    private FeatureProbing() {}

    static FeatureReading read(Subject subject) {
        MultiLayerNetwork network = subject.network();
        int hidden = firstDense(network);
        INDArray features = subject.inputs(Integer.MAX_VALUE).features();
        if (features.size(1) != network.layerSize(network.getnLayers() - 1)) {
            throw new IllegalArgumentException("the features probe needs an autoencoder");
        }
        int units = network.layerSize(hidden);
        int activated = activated(network, hidden);
        long[] histogram = new long[BINS];
        double[] sums = new double[units];
        long silent = 0;
        double squaredError = 0;
        for (Portion portion : Portions.of(features)) {
            List<INDArray> activations = network.feedForward(portion.features(), false);
            float[][] inputs = activations.get(0).toFloatMatrix();
            float[][] outputs = activations.get(activations.size() - 1).toFloatMatrix();
            float[][] units2d = activations.get(activated + 1).toFloatMatrix();
            for (int i = 0; i < units2d.length; i++) {
                for (int unit = 0; unit < units; unit++) {
                    float activation = units2d[i][unit];
                    sums[unit] += activation;
                    silent += activation == 0 ? 1 : 0;
                    histogram[Math.min(BINS - 1, (int) (activation / BIN_WIDTH))]++;
                }
                for (int pixel = 0; pixel < inputs[i].length; pixel++) {
                    double difference = inputs[i][pixel] - outputs[i][pixel];
                    squaredError += difference * difference;
                }
            }
            network.clearLayersStates();
        }
        double examples = features.size(0);
        features.close();
        float[][] weights = network.getLayer(hidden)
                .getParam(DefaultParamInitializer.WEIGHT_KEY)
                .transpose()
                .toFloatMatrix();
        Images.Shape shape = subject.images().shape();
        return new FeatureReading(
                squaredError / examples,
                Arrays.stream(sums).sum() / (examples * units),
                silent / (examples * units),
                Arrays.stream(weights)
                        .mapToDouble(weight -> roughness(weight, shape.height(), shape.width()))
                        .average()
                        .orElseThrow(),
                BIN_WIDTH,
                Arrays.stream(histogram).boxed().toList(),
                DoubleStream.of(sums).map(sum -> sum / examples).boxed().toList(),
                shape.height(),
                shape.width(),
                Arrays.stream(weights).map(FeatureProbing::picture).toList());
    }

    private static int firstDense(MultiLayerNetwork network) {
        return IntStream.range(0, network.getnLayers())
                .filter(layer -> network.getLayer(layer) instanceof DenseLayer)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the features probe needs a dense layer"));
    }

    /** The index of a layer's final activations, after any batch normalization and activation layer that follow it. */
    private static int activated(MultiLayerNetwork network, int layer) {
        int last = layer;
        while (network.getLayer(last + 1) instanceof BatchNormalization
                || network.getLayer(last + 1) instanceof ActivationLayer) {
            last++;
        }
        return last;
    }

    /** Half the mean squared difference of neighbours divided by the variance: roughly 1 minus their correlation. */
    static double roughness(float[] weights, int height, int width) {
        double mean = IntStream.range(0, weights.length)
                .mapToDouble(i -> weights[i])
                .average()
                .orElseThrow();
        double variance = 0;
        double squares = 0;
        int pairs = 0;
        for (int i = 0; i < weights.length; i++) {
            variance += (weights[i] - mean) * (weights[i] - mean) / weights.length;
            for (int neighbour : neighbours(i, height, width)) {
                double difference = weights[i] - weights[neighbour];
                squares += difference * difference;
                pairs++;
            }
        }
        return variance == 0 ? 0 : squares / pairs / 2 / variance;
    }

    /** The neighbours to the right and below, if they exist. */
    private static List<Integer> neighbours(int place, int height, int width) {
        List<Integer> neighbours = new ArrayList<>(2);
        if (place % width + 1 < width) {
            neighbours.add(place + 1);
        }
        if (place / width + 1 < height) {
            neighbours.add(place + width);
        }
        return neighbours;
    }

    private static byte[] picture(float[] weights) {
        double largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        byte[] picture = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            picture[i] = (byte) (largest == 0 ? 0 : Math.round(Byte.MAX_VALUE * weights[i] / largest));
        }
        return picture;
    }
}
