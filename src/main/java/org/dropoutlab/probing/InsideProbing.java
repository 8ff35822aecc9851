package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.dropoutlab.measurement.Inspection.Prediction;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.scoring.ClassProbabilities;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inspection of an image classifier: its predictions, first filters and feature maps. */
final class InsideProbing {
    private static final int BATCH = 250;
    private static final int CORRELATED = 500;

    private final Subject subject;
    private final MultiLayerNetwork network;

    private InsideProbing(Subject subject) {
        this.subject = subject;
        this.network = subject.network();
    }

    static Inspection read(Probe probe, Subject subject) {
        int outputs = subject.network().layerSize(subject.network().getnLayers() - 1);
        if (outputs != subject.images().classes().size()) {
            throw new IllegalArgumentException("the study's data do not suit the probe " + probe);
        }
        return new InsideProbing(subject).read();
    }

    private Inspection read() {
        List<float[]> probabilities = new ArrayList<>();
        inBatches(subject.test(), features -> {
            INDArray outputs = network.output(features, false);
            probabilities.addAll(Arrays.asList(outputs.toFloatMatrix()));
            outputs.close();
            features.close();
        });
        int[] test = subject.test();
        int classes = subject.images().classes().size();
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < test.length; i++) {
            confusion[label(test[i])][ClassProbabilities.predicted(probabilities.get(i))]++;
        }
        return new Inspection(
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                Arrays.stream(subject.images().shown(test))
                        .mapToObj(example -> prediction(example, probabilities.get(Arrays.binarySearch(test, example))))
                        .toList(),
                firstFilters(),
                correlations());
    }

    private void inBatches(int[] examples, Consumer<INDArray> each) {
        for (int from = 0; from < examples.length; from += BATCH) {
            each.accept(subject.features()
                    .apply(Arrays.copyOfRange(examples, from, Math.min(from + BATCH, examples.length))));
        }
    }

    private int label(int example) {
        return subject.images().labels()[example];
    }

    private Prediction prediction(int example, float[] probabilities) {
        int predicted = ClassProbabilities.predicted(probabilities);
        return new Prediction(example, label(example), predicted, probabilities[predicted]);
    }

    /** Weights of the first convolution, [map][channel][row][column]. */
    private List<List<List<List<Float>>>> firstFilters() {
        return Arrays.stream(network.getLayers())
                .filter(ConvolutionLayer.class::isInstance)
                .findFirst()
                .map(layer -> nested(layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY)))
                .orElse(List.of());
    }

    private static List<List<List<List<Float>>>> nested(INDArray weights) {
        return range(weights, 0)
                .mapToObj(map -> range(weights, 1)
                        .mapToObj(channel -> range(weights, 2)
                                .mapToObj(row -> range(weights, 3)
                                        .mapToObj(column -> weights.getFloat(map, channel, row, column))
                                        .toList())
                                .toList())
                        .toList())
                .toList();
    }

    private static IntStream range(INDArray array, int dimension) {
        return IntStream.range(0, Math.toIntExact(array.size(dimension)));
    }

    /** Correlations of the feature maps, as the next convolution or dense layer sees them. */
    private List<MapCorrelation> correlations() {
        Map<Integer, MapCorrelations> stages = new TreeMap<>();
        inBatches(PresentedImages.spread(subject.test(), CORRELATED), features -> {
            List<INDArray> activations = network.feedForward(features, false);
            for (int layer = 1; layer < network.getnLayers(); layer++) {
                boolean read = network.getLayer(layer) instanceof ConvolutionLayer
                        || network.getLayer(layer) instanceof DenseLayer;
                INDArray below = activations.get(layer);
                if (read && below.rank() == 4) {
                    stages.computeIfAbsent(layer, l -> new MapCorrelations(below))
                            .add(below);
                }
            }
            network.clearLayersStates();
            activations.stream().filter(INDArray::closeable).forEach(INDArray::close);
        });
        return stages.values().stream().map(MapCorrelations::result).toList();
    }
}
