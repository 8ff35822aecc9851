package org.dropoutlab.dl4j.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.GraphLayers;
import org.dropoutlab.dl4j.Head;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnGraph;
import org.dropoutlab.dl4j.OwnStack;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.OwnTreatments;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;

/**
 * A user-supplied graph of one input and one output. Its layers are treated as {@link ConfiguredNetwork} treats those of a
 * stack. A layer completes another one if nothing else takes the other's outputs. So in a residual block, noise on a
 * convolution acts after its normalization and before the sum, on the branch and not on the sum, as in Wide Residual
 * Networks (Zagoruyko &amp; Komodakis 2016, §3). Noise on the inputs acts for all that take them. Vertices that are no
 * layers stay as they are.
 */
final class ConfiguredGraph implements Architecture {
    private final ComputationGraphConfiguration plain;

    /**
     * @param configuration the graph, which is copied
     * @throws IllegalArgumentException if it has several inputs or outputs, its output is not an {@link OutputLayer}, or
     *     Deeplearning4j rejects it
     */
    ConfiguredGraph(ComputationGraphConfiguration configuration) {
        plain = copy(configuration);
        requireOne("input", plain.getNetworkInputs());
        requireOne("output", plain.getNetworkOutputs());
        try {
            plain.validate(true, false);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(SafeConfiguration.firstLine(e.getMessage()), e);
        }
        if (!(plain.getVertices().get(output()) instanceof LayerVertex)) {
            throw new IllegalArgumentException("the output of the graph, '%s', is not a layer".formatted(output()));
        }
        ConfiguredNetwork.requireOutput(layer(plain, output()), "'" + output() + "'");
        order().forEach(vertex -> {
            if (plain.getVertices().get(vertex) instanceof LayerVertex) {
                layer(plain, vertex).setLayerName(vertex);
                ConfiguredNetwork.requireComplete(layer(plain, vertex), "'" + vertex + "'");
            }
        });
    }

    private static ComputationGraphConfiguration copy(ComputationGraphConfiguration of) {
        ComputationGraphConfiguration copy = of.clone();
        if (of.getTopologicalOrderStr() != null && isOrdered(of)) {
            copy.setTopologicalOrder(of.getTopologicalOrder());
            copy.setTopologicalOrderStr(of.getTopologicalOrderStr());
        }
        return copy;
    }

    /** Whether the order that a configuration has from an initialized network is one, as it may come from a file. */
    private static boolean isOrdered(ComputationGraphConfiguration graph) {
        List<String> names = new ArrayList<>(graph.getNetworkInputs());
        names.addAll(graph.getVertices().keySet());
        List<String> order = graph.getTopologicalOrderStr();
        int[] indices = graph.getTopologicalOrder();
        if (indices == null || indices.length != names.size() || order.size() != names.size()) {
            return false;
        }
        Set<String> before = new HashSet<>();
        for (int i = 0; i < indices.length; i++) {
            String name = order.get(i);
            List<String> inputs = graph.getVertexInputs().getOrDefault(name, List.of());
            if (names.indexOf(name) != indices[i] || !before.containsAll(inputs)) {
                return false;
            }
            before.add(name);
        }
        return true;
    }

    private static void requireOne(String what, List<String> names) {
        if (names == null || names.size() != 1) {
            throw new IllegalArgumentException(
                    names == null || names.isEmpty()
                            ? "the graph has no " + what
                            : "the graph has %d %ss (%s): only graphs with one input and one output can be compared"
                                    .formatted(names.size(), what, String.join(", ", names)));
        }
    }

    private String output() {
        return plain.getNetworkOutputs().get(0);
    }

    private List<String> order() {
        return new NetworkConfiguration.Graph(plain).order();
    }

    private static Layer layer(ComputationGraphConfiguration graph, String vertex) {
        return ((LayerVertex) graph.getVertices().get(vertex)).getLayerConf().getLayer();
    }

    /** Whether the network takes images as feature maps: whether any of its first layers does. */
    private boolean takesMaps() {
        return first().anyMatch(first -> FirstLayers.takeMaps(
                first.getPreProcessor(), first.getLayerConf().getLayer()));
    }

    private Stream<LayerVertex> first() {
        return OwnGraph.consumers(plain, plain.getNetworkInputs().get(0)).stream()
                .map(plain.getVertices()::get)
                .filter(LayerVertex.class::isInstance)
                .map(LayerVertex.class::cast);
    }

    /** With the configuration's own optimizer: layers that keep it to themselves take no other. */
    @Override
    public NetworkConfiguration plain() {
        return configuration(List.of(), new Optimizer.AsConfigured(), 1);
    }

    /** Indices for an embedding, standardized feature maps if a first layer takes them, otherwise vectors of pixels from 0 to 1. */
    @Override
    public Presentation presentation() {
        boolean indices = first().anyMatch(
                        vertex -> FirstLayers.takeIndices(vertex.getLayerConf().getLayer()));
        return indices ? Presentation.INDICES : takesMaps() ? Presentation.STANDARDIZED : Presentation.PIXELS;
    }

    @Override
    public List<OwnTreatment> treatments() {
        return OwnGraph.treatments(plain);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        ComputationGraphConfiguration own = OwnGraph.without(plain, OwnTreatments.replacedBy(regularizers));
        List<String> order = new NetworkConfiguration.Graph(own).order();
        List<Layer> all = order.stream()
                .filter(vertex -> own.getVertices().get(vertex) instanceof LayerVertex)
                .map(vertex -> layer(own, vertex))
                .toList();
        OwnTreatments.requireRoom(all, OwnGraph.treatments(own), regularizers);
        all.forEach(layer -> ConfiguredNetwork.optimize(layer, "'" + layer.getLayerName() + "'", optimizer));
        own.getDefaultConfiguration().setSeed(seed);
        NeuralNetConfiguration.Builder global = global(own, all, seed);
        GraphLayers places = new GraphLayers(own, global);
        RegularizedLayers layers = new RegularizedLayers(
                places, global.getActivationFn(), FirstLayers.kind(takesMaps(), all), regularizers);
        List<Layer> end = Head.of(new NetworkConfiguration.Graph(own)).layers();
        requireOneEnd(end, regularizers);
        Set<String> done = new HashSet<>(Set.of(output()));
        for (String vertex : order) {
            if (done.contains(vertex)) {
                continue;
            }
            if (!(own.getVertices().get(vertex) instanceof LayerVertex)) {
                places.keep(vertex);
                continue;
            }
            places.moveTo(vertex);
            Layer layer = layer(own, vertex);
            if (end.stream().anyMatch(one -> one == layer)) {
                layers.other(preprocessed(layers, own, vertex, Layer.class));
                continue;
            }
            List<String> behind = List.of();
            if (OwnStack.isConvolution(layer)) {
                behind = behind(own, vertex, OwnStack::completesMaps);
                layers.convolution(preprocessed(layers, own, vertex, ConvolutionLayer.class), all(layers, own, behind));
            } else if (layer instanceof DenseLayer) {
                behind = behind(own, vertex, OwnStack::completesDense);
                layers.hidden(preprocessed(layers, own, vertex, DenseLayer.class), all(layers, own, behind));
            } else {
                layers.other(preprocessed(layers, own, vertex, Layer.class));
            }
            done.addAll(behind);
        }
        places.moveTo(output());
        return layers.finish(List.of(preprocessed(layers, own, output(), Layer.class)));
    }

    private static void requireOneEnd(List<Layer> end, List<Regularizer> regularizers) {
        if (end.size() > 1
                && regularizers.stream()
                        .anyMatch(one -> one instanceof Regularizer.Placed placed && placed.place() == Place.OUTPUT)) {
            throw new IllegalArgumentException(
                    "noise on the output layer's inputs needs an OutputLayer in a graph: '%s' has no weights of its own"
                            .formatted(end.get(0).getLayerName()));
        }
    }

    /** The layers that complete the one of a vertex: each the only one that takes the outputs of the one before. */
    private List<String> behind(ComputationGraphConfiguration graph, String vertex, Predicate<Layer> completes) {
        List<String> behind = new ArrayList<>();
        List<String> takers = OwnGraph.consumers(graph, vertex);
        while (takers.size() == 1
                && !takers.get(0).equals(output())
                && graph.getVertices().get(takers.get(0)) instanceof LayerVertex
                && completes.test(layer(graph, takers.get(0)))) {
            behind.add(takers.get(0));
            takers = OwnGraph.consumers(graph, takers.get(0));
        }
        return behind;
    }

    private static Layer[] all(RegularizedLayers layers, ComputationGraphConfiguration graph, List<String> vertices) {
        return vertices.stream()
                .map(vertex -> preprocessed(layers, graph, vertex, Layer.class))
                .toArray(Layer[]::new);
    }

    private static <L extends Layer> L preprocessed(
            RegularizedLayers layers, ComputationGraphConfiguration graph, String vertex, Class<L> kind) {
        Layer layer = layer(graph, vertex);
        if (((LayerVertex) graph.getVertices().get(vertex)).getPreProcessor() != null) {
            layers.preprocessed(layer, ((LayerVertex) graph.getVertices().get(vertex)).getPreProcessor());
        }
        return kind.cast(layer);
    }

    private static NeuralNetConfiguration.Builder global(
            ComputationGraphConfiguration own, List<Layer> layers, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder(own.getDefaultConfiguration())
                .seed(seed)
                .cacheMode(
                        own.getCacheMode() == null
                                ? own.getDefaultConfiguration().getCacheMode()
                                : own.getCacheMode())
                .dataType(own.getDataType());
        layers.stream()
                .filter(BaseLayer.class::isInstance)
                .map(layer -> ((BaseLayer) layer).getIUpdater())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(global::updater);
        return global;
    }
}
