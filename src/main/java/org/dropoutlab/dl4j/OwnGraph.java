package org.dropoutlab.dl4j;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.OwnStack.Block;
import org.dropoutlab.regularization.Place;

/**
 * The treatments that a graph of one input and one output has of its own, and their places. Vertices that are no layers,
 * such as sums, pass on where their inputs come from.
 */
public final class OwnGraph {
    private OwnGraph() {}

    /** The treatments of all layers, each after those that it depends on. */
    public static List<OwnTreatment> treatments(ComputationGraphConfiguration network) {
        return spots(network).entrySet().stream()
                .flatMap(spot -> OwnTreatments.of(layer(network, spot.getKey()), spot.getValue()).stream())
                .toList();
    }

    /**
     * A copy of {@code network} without some of its treatments.
     *
     * @param takenOut which treatments are taken out
     */
    public static ComputationGraphConfiguration without(
            ComputationGraphConfiguration network, Predicate<OwnTreatment> takenOut) {
        ComputationGraphConfiguration copy = network.clone();
        spots(network).forEach((name, spot) -> {
            LayerVertex vertex = (LayerVertex) copy.getVertices().get(name);
            Optional<Layer> left = OwnTreatments.without(layer(network, name), spot, takenOut);
            if (left.isPresent()) {
                left.get().setLayerName(name);
                vertex.getLayerConf().setLayer(left.get());
            } else if (vertex.getPreProcessor() != null) {
                InputPreProcessor preprocessor = vertex.getPreProcessor();
                copy.getVertices().put(name, new PreprocessorVertex(preprocessor));
            } else {
                takeOut(name, copy);
            }
        });
        if (copy.getVertices().keySet().equals(network.getVertices().keySet())) {
            copy.setTopologicalOrder(network.getTopologicalOrder());
            copy.setTopologicalOrderStr(network.getTopologicalOrderStr());
        }
        return copy;
    }

    private static void takeOut(String vertex, ComputationGraphConfiguration network) {
        network.getVertices().remove(vertex);
        String input = network.getVertexInputs().remove(vertex).get(0);
        network.getVertexInputs().values().forEach(inputs -> inputs.replaceAll(of -> of.equals(vertex) ? input : of));
    }

    /** Where each vertex that is a layer stands, by its name, each after those that it depends on. */
    public static Map<String, LayerSpot> spots(ComputationGraphConfiguration network) {
        Map<String, Origin> origins = new LinkedHashMap<>();
        network.getNetworkInputs().forEach(input -> origins.put(input, Origin.INPUTS));
        Map<String, LayerSpot> spots = new LinkedHashMap<>();
        for (String name : new NetworkConfiguration.Graph(network).order()) {
            Origin origin = Origin.of(network.getVertexInputs().get(name).stream()
                    .map(origins::get)
                    .toList());
            if (network.getVertices().get(name) instanceof LayerVertex) {
                spots.put(name, new LayerSpot("layer '%s'".formatted(name), places(origin, name, network)));
                origins.put(name, origin.after(layer(network, name)));
            } else {
                origins.put(name, origin);
            }
        }
        return spots;
    }

    private static Set<Place> places(Origin origin, String name, ComputationGraphConfiguration network) {
        List<String> takers = takers(name, network);
        Set<Place> places = EnumSet.noneOf(Place.class);
        origin.blocks().forEach(block -> block.place().ifPresent(places::add));
        if (origin.unflattened() && anyIs(takers, network, DenseLayer.class::isInstance)) {
            places.add(Place.FLATTENED);
            if (!isNoise(network, name)) {
                places.remove(Place.CONVOLUTION);
            }
        }
        if (anyIs(takers, network, OwnTreatments::isRecurrent)) {
            places.add(Place.RECURRENT);
        }
        if (takers.stream().anyMatch(network.getNetworkOutputs()::contains)) {
            places.add(Place.OUTPUT);
        }
        return places;
    }

    private static boolean anyIs(List<String> vertices, ComputationGraphConfiguration network, Predicate<Layer> kind) {
        return vertices.stream().map(vertex -> layer(network, vertex)).anyMatch(kind);
    }

    /** The vertex itself or, of a dropout layer, the layers that take its outputs. */
    private static List<String> takers(String name, ComputationGraphConfiguration network) {
        if (!(network.getVertices().get(name) instanceof LayerVertex)) {
            return List.of();
        }
        return isNoise(network, name)
                ? consumers(network, name).stream()
                        .flatMap(consumer -> takers(consumer, network).stream())
                        .toList()
                : List.of(name);
    }

    /** The vertices that take the outputs of {@code vertex}. */
    public static List<String> consumers(ComputationGraphConfiguration network, String vertex) {
        return network.getVertexInputs().entrySet().stream()
                .filter(other -> other.getValue().contains(vertex))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isNoise(ComputationGraphConfiguration network, String vertex) {
        return layer(network, vertex) instanceof DropoutLayer;
    }

    private static Layer layer(ComputationGraphConfiguration network, String vertex) {
        return ((LayerVertex) network.getVertices().get(vertex)).getLayerConf().getLayer();
    }

    /**
     * What the outputs of a vertex are made of.
     *
     * @param blocks what they are behind
     * @param unflattened whether feature maps are among them that no dense layer has taken
     */
    private record Origin(Set<Block> blocks, boolean unflattened) {
        static final Origin INPUTS = new Origin(EnumSet.of(Block.INPUTS), false);

        static Origin of(Collection<Origin> inputs) {
            Set<Block> blocks = EnumSet.noneOf(Block.class);
            inputs.forEach(input -> blocks.addAll(input.blocks));
            return new Origin(blocks, inputs.stream().anyMatch(Origin::unflattened));
        }

        Origin after(Layer layer) {
            if (layer instanceof DropoutLayer) {
                return this;
            }
            Set<Block> after = EnumSet.noneOf(Block.class);
            blocks.forEach(block -> after.add(block.after(layer)));
            return new Origin(after, OwnStack.isConvolution(layer) || (unflattened && !(layer instanceof DenseLayer)));
        }
    }
}
