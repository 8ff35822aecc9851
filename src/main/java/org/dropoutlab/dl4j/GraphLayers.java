package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.regularization.Place;

/**
 * Places in a graph of one input and one output. Layers that are added in a vertex's place take its inputs; what took its
 * outputs takes those of the last. Weights are drawn in the order of the vertices, so new ones stand behind those that
 * they follow and the others keep their order.
 */
public final class GraphLayers implements LayerChain {
    private final ComputationGraphConfiguration graph;
    private final NeuralNetConfiguration.Builder global;
    private final Map<String, LayerSpot> spots;
    private final List<String> order;
    private final Map<String, GraphVertex> vertices = new HashMap<>();
    private final Map<String, List<String>> inputs = new HashMap<>();

    /** The last vertex in the place of each one that has been visited. */
    private final Map<String, String> ends = new HashMap<>();

    private String place;
    private List<String> next;

    /**
     * Begins at the network's input.
     *
     * @param graph network whose vertices are added to another one; its settings become the other's. It is modified
     * @param global settings of the layers
     */
    public GraphLayers(ComputationGraphConfiguration graph, NeuralNetConfiguration.Builder global) {
        this.graph = graph;
        this.global = global;
        spots = OwnGraph.spots(graph);
        order = new ArrayList<>(graph.getVertices().keySet());
        place = graph.getNetworkInputs().get(0);
        next = List.of(place);
        ends.put(place, place);
    }

    /** Layers are now added in the place of {@code vertex}. Those that it takes the outputs of have been visited. */
    public void moveTo(String vertex) {
        place = vertex;
        next = graph.getVertexInputs().get(vertex).stream().map(ends::get).toList();
    }

    /** Adds a vertex that is no layer, or a layer within it. */
    public void keep(String vertex) {
        moveTo(vertex);
        put(vertex, graph.getVertices().get(vertex));
    }

    @Override
    public void add(Layer layer, Optional<InputPreProcessor> preprocessor) {
        String name = Optional.ofNullable(layer.getLayerName()).orElseGet(() -> unused(layer));
        if (graph.getVertices().containsKey(name)) {
            place = name;
        }
        layer.setLayerName(name);
        put(name, new LayerVertex(global.clone().layer(layer).build(), preprocessor.orElse(null)));
    }

    private void put(String name, GraphVertex vertex) {
        vertices.put(name, vertex);
        inputs.put(name, next);
        if (!order.contains(name)) {
            order.add(order.indexOf(next.get(0)) + 1, name);
        }
        next = List.of(name);
        ends.put(place, name);
    }

    private String unused(Layer layer) {
        String plain = place + "-" + layer.getClass().getSimpleName();
        String name = plain;
        for (int i = 2; order.contains(name) || graph.getNetworkInputs().contains(name); i++) {
            name = plain + i;
        }
        return name;
    }

    @Override
    public Object end() {
        return next;
    }

    @Override
    public boolean areFlattenedMaps() {
        return spots.get(place).inputs().contains(Place.FLATTENED);
    }

    @Override
    public NetworkConfiguration build() {
        Map<String, GraphVertex> ordered = new LinkedHashMap<>();
        Map<String, List<String>> orderedInputs = new LinkedHashMap<>();
        for (String name : order) {
            ordered.put(name, vertices.get(name));
            orderedInputs.put(name, new ArrayList<>(inputs.get(name)));
        }
        if (ordered.size() > graph.getVertices().size()) {
            graph.setTopologicalOrder(null);
            graph.setTopologicalOrderStr(null);
        }
        graph.setVertices(ordered);
        graph.setVertexInputs(orderedInputs);
        return new NetworkConfiguration.Graph(graph);
    }
}
