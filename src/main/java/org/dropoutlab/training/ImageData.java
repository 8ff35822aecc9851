package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.dropoutlab.measurement.Inspection.Prediction;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.probing.MapCorrelations;
import org.dropoutlab.scoring.ClassProbabilities;
import org.dropoutlab.scoring.Scores;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A split of an image data set for a classifier. */
final class ImageData extends ImageSplit {
    private static final int BATCH = 250;
    private static final int CORRELATED = 500;

    /** The split {@code fold} of {@code images}. */
    ImageData(Images images, Fold fold, Presentation presentation) {
        super(images, fold, presentation);
    }

    @Override
    Score score(Committee networks, int[] examples) {
        return Scores.of(
                Arrays.stream(networks.predictions(source(), examples))
                        .map(ClassProbabilities::widened)
                        .toArray(double[][]::new),
                Arrays.stream(examples).map(this::label).toArray());
    }

    private int label(int example) {
        return images().labels()[example];
    }

    @Override
    public Reading read(Probe probe, MultiLayerNetwork network, long seed) {
        return probe instanceof Probe.Inside ? inspection(network) : super.read(probe, network, seed);
    }

    private Inspection inspection(MultiLayerNetwork network) {
        int[] test = fold().test();
        float[][] probabilities = source().predictions(network, test);
        int classes = images().classes().size();
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < test.length; i++) {
            confusion[label(test[i])][ClassProbabilities.predicted(probabilities[i])]++;
        }
        List<Prediction> predictions = Arrays.stream(images().shown(test))
                .mapToObj(example -> prediction(example, probabilities[Arrays.binarySearch(test, example)]))
                .toList();
        return new Inspection(
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                predictions,
                firstFilters(network),
                correlations(network));
    }

    private Prediction prediction(int example, float[] probabilities) {
        int predicted = ClassProbabilities.predicted(probabilities);
        return new Prediction(example, label(example), predicted, probabilities[predicted]);
    }

    /** Weights of the first convolution, [map][channel][row][column]. */
    private static List<List<List<List<Float>>>> firstFilters(MultiLayerNetwork network) {
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
    private List<MapCorrelation> correlations(MultiLayerNetwork network) {
        Map<Integer, MapCorrelations> stages = new TreeMap<>();
        int examples = Math.min(CORRELATED, fold().test().length);
        int[] chosen = PresentedImages.spread(fold().test(), examples);
        for (int from = 0; from < examples; from += BATCH) {
            DataSet batch = source().batch(chosen, from, Math.min(from + BATCH, examples));
            List<INDArray> activations = network.feedForward(batch.getFeatures(), false);
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
            batch.getLabels().close();
        }
        return stages.values().stream().map(MapCorrelations::result).toList();
    }
}
