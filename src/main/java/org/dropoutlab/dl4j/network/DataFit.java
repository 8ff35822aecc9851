package org.dropoutlab.dl4j.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.SingletonDataSetIterator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.dl4j.Head;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.network.Presentation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The check that a network takes the examples and gives what their labels are compared with. Deeplearning4j itself decides: two
 * examples of zeros go through all layers and their preprocessors, forward and backward, and what it says is reported in one line that
 * names the layer.
 */
final class DataFit {
    /** Batch normalization without oneDNN cannot train on one. */
    private static final int EXAMPLES = 2;

    private final Architecture architecture;
    private final NetworkConfiguration configuration;
    private final long[] example;

    /**
     * @param example shape of an example: features; channels, height and width; or features and steps
     */
    DataFit(Architecture architecture, long... example) {
        this.architecture = architecture;
        this.configuration = architecture.plain();
        this.example = example.length != 3 || architecture.presentation() == Presentation.STANDARDIZED
                ? example
                : new long[] {Arrays.stream(example).reduce(1, Math::multiplyExact)};
    }

    /** Rejects the network if it does not take the examples, or its outputs cannot stand for {@code classes} classes. */
    void requireClasses(int classes) {
        require((head, outputs) -> head.unfitForClasses(classes, outputs));
    }

    /**
     * Rejects the network if it does not take the examples, or its output cannot stand for a number.
     *
     * @param standardized whether targets have mean 0 and standard deviation 1
     */
    void requireNumber(boolean standardized) {
        require((head, outputs) -> head.unfitForNumbers(standardized, outputs));
    }

    private interface Labels {
        /** Why the outputs of a network cannot stand for the labels; empty if they can. */
        Optional<String> unfit(Head head, long outputs);
    }

    private void require(Labels labels) {
        long[] shape = new long[example.length + 1];
        shape[0] = EXAMPLES;
        System.arraycopy(example, 0, shape, 1, example.length);
        Network network = built();
        try (INDArray zeros = Nd4j.zeros(DataType.FLOAT, shape)) {
            INDArray outputs = outputs(network, zeros);
            if (architecture.presentation() == Presentation.PIXELS_TO_THEMSELVES) {
                return;
            }
            Head head = Head.of(configuration);
            if (outputs.size(0) != EXAMPLES) {
                throw refusal("%s gives %,d outputs for %,d examples: a layer below changes their number"
                        .formatted(last(), outputs.size(0), EXAMPLES));
            }
            boolean steps = example.length == 2 && outputs.rank() == 3;
            if (outputs.rank() != 2 && !steps) {
                throw refusal("%s gives %s per example, which classes or a number cannot be compared with"
                        .formatted(last(), sizes(outputs)));
            }
            labels.unfit(head, outputs.size(1)).ifPresent(why -> {
                throw refusal(last() + " " + why);
            });
            requireTraining(network, zeros, outputs.shape());
        }
    }

    private static IllegalArgumentException refusal(String message) {
        return new IllegalArgumentException(message);
    }

    private Network built() {
        try {
            return configuration.network();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Deeplearning4j rejects this network: " + reason(e), e);
        }
    }

    /** The layer with the loss. */
    @SuppressWarnings("ReferenceEquality")
    private String last() {
        List<org.deeplearning4j.nn.conf.layers.Layer> layers = configuration.layers();
        org.deeplearning4j.nn.conf.layers.Layer output = Head.of(configuration).layer();
        return IntStream.range(0, layers.size())
                .filter(i -> layers.get(i) == output)
                .mapToObj(i -> name(i, output))
                .findFirst()
                .orElse("the output layer");
    }

    private static String name(int place, org.deeplearning4j.nn.conf.layers.Layer layer) {
        Class<?> kind = layer.getClass().getName().startsWith("org.dropoutlab.")
                ? layer.getClass().getSuperclass()
                : layer.getClass();
        return "layer %d (%s)".formatted(place + 1, kind.getSimpleName());
    }

    private INDArray outputs(Network network, INDArray zeros) {
        if (network instanceof Network.Stack stack) {
            return outputs(stack.model(), zeros);
        }
        try {
            return network.output(zeros, Optional.empty(), false);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the network does not take examples of %s: %s".formatted(sizes(zeros), reason(e)), e);
        }
    }

    /** The outputs, layer by layer. */
    private static INDArray outputs(MultiLayerNetwork network, INDArray zeros) {
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        INDArray at = zeros;
        for (int i = 0; i < network.getnLayers(); i++) {
            Layer layer = network.getLayer(i);
            org.deeplearning4j.nn.conf.layers.Layer own = layer.conf().getLayer();
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
            try {
                if (before != null) {
                    at = before.preProcess(at.dup(), EXAMPLES, heap);
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "the %s before %s does not take %s: %s"
                                .formatted(
                                        before.getClass().getSimpleName(),
                                        name(i, own),
                                        i == 0 ? "examples of " + sizes(at) : sizes(at) + from(network, i),
                                        reason(e)),
                        e);
            }
            if (own instanceof FeedForwardLayer sized) {
                requireInputs(network, i, sized, at, before == null && i == 0);
            }
            try {
                at = layer.activate(at.dup(), false, heap);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        i == 0 && own instanceof ConvolutionLayer && at.rank() == 2
                                ? "the network starts with a convolution, but these examples are rows of %,d features"
                                        .formatted(at.size(1))
                                : "%s does not take %s: %s"
                                        .formatted(
                                                name(i, own),
                                                i == 0 ? "examples of " + sizes(at) : sizes(at) + from(network, i),
                                                reason(e)),
                        e);
            }
        }
        return at;
    }

    private static String from(MultiLayerNetwork network, int place) {
        return " from " + name(place - 1, network.getLayer(place - 1).conf().getLayer());
    }

    /** Not every layer notices that it gets another number of inputs than its weights have. */
    private static void requireInputs(
            MultiLayerNetwork network, int place, FeedForwardLayer layer, INDArray at, boolean first) {
        boolean maps = layer instanceof ConvolutionLayer;
        boolean counted = at.rank() == (maps ? 4 : layer instanceof BaseRecurrentLayer ? 3 : 2);
        boolean indices = layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer;
        if (layer.getNIn() < 1 || !counted || indices) {
            return;
        }
        long given = at.size(maps && ((ConvolutionLayer) layer).getCnn2dDataFormat() == CNN2DFormat.NHWC ? 3 : 1);
        if (given == layer.getNIn()) {
            return;
        }
        String what = maps ? "channels" : "inputs";
        throw refusal(
                first
                        ? "the network takes %,d %s, but these examples have %,d".formatted(layer.getNIn(), what, given)
                        : "%s takes %,d %s but gets %,d%s"
                                .formatted(
                                        name(place, layer),
                                        layer.getNIn(),
                                        what,
                                        given,
                                        place == 0 ? "" : from(network, place)));
    }

    private static void requireTraining(Network network, INDArray zeros, long[] outputs) {
        try (INDArray labels = Nd4j.zeros(DataType.FLOAT, outputs)) {
            network.fit(new SingletonDataSetIterator(new DataSet(zeros.dup(), labels)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s cannot be trained on examples of %s: %s"
                            .formatted(culprit(network, e).orElse("the network"), sizes(zeros), reason(e)),
                    e);
        }
    }

    /** The layer in whose code Deeplearning4j failed, if there is one of its kind only. */
    private static Optional<String> culprit(Network network, RuntimeException e) {
        List<Layer> layers = network.layers();
        return Arrays.stream(e.getStackTrace())
                .map(StackTraceElement::getClassName)
                .map(name -> IntStream.range(0, layers.size())
                        .filter(i -> layers.get(i).getClass().getName().equals(name))
                        .toArray())
                .filter(places -> places.length > 0)
                .findFirst()
                .filter(places -> places.length == 1)
                .map(places -> name(places[0], layers.get(places[0]).conf().getLayer()));
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : SafeConfiguration.firstLine(e.getMessage()).strip();
    }

    /** The shape of one of some examples. */
    private static String sizes(INDArray examples) {
        long[] sizes = Arrays.copyOfRange(examples.shape(), 1, examples.rank());
        return sizes.length == 1 && sizes[0] == 1
                ? "1 number"
                : Arrays.stream(sizes).mapToObj("%,d"::formatted).collect(Collectors.joining("×"))
                        + (sizes.length == 1 ? " numbers" : "");
    }
}
