package org.dropoutlab.dl4j.brought;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.dropoutlab.dl4j.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of a trained network by the names of its layers, for networks with the same layers and others between them: a place
 * in the flat vector of parameters would be another layer's there. Immutable and thread-safe.
 *
 * @param layers arrays by name of layer and of parameter, such as W and b
 */
public record LayerWeights(Map<String, Map<String, INDArray>> layers) {

    /**
     * The weights of a network whose layers all have names.
     *
     * @throws IllegalArgumentException if two layers have the same name
     */
    public static LayerWeights of(Network network) {
        Map<String, Map<String, INDArray>> layers = new LinkedHashMap<>();
        each(network, (name, layer) -> {
            if (layer.numParams() > 0) {
                Map<String, INDArray> copies = new LinkedHashMap<>();
                layer.paramTable(false).forEach((parameter, array) -> copies.put(parameter, array.dup('c')));
                if (layers.put(name, copies) != null) {
                    throw new IllegalArgumentException("two layers are named " + name);
                }
            }
        });
        return new LayerWeights(layers);
    }

    private static void each(Network network, BiConsumer<String, Layer> action) {
        if (network instanceof Network.Graph graph) {
            for (GraphVertex vertex : graph.model().getVertices()) {
                if (vertex.hasLayer()) {
                    action.accept(vertex.getVertexName(), vertex.getLayer());
                }
            }
            return;
        }
        for (int i = 0; i < network.layers().size(); i++) {
            action.accept(
                    network.configuration().layers().get(i).getLayerName(),
                    network.layers().get(i));
        }
    }

    /**
     * Gives the layers of a network these weights; its other layers keep theirs. The updater's state stays as it is.
     *
     * @throws IllegalArgumentException if the network lacks one of these layers or parameters, or has one of another shape
     */
    public void into(Network network) {
        Set<String> missing = new LinkedHashSet<>(layers.keySet());
        each(network, (name, layer) -> {
            if (missing.remove(name)) {
                into(name, layer);
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the network has no layer %s to start from the file's weights"
                    .formatted(String.join(", ", missing)));
        }
    }

    private void into(String name, Layer layer) {
        Map<String, INDArray> to = layer.paramTable(false);
        layers.get(name).forEach((parameter, array) -> {
            INDArray place = to.get(parameter);
            if (place == null || !place.equalShapes(array)) {
                throw new IllegalArgumentException("layer %s has no parameter %s of shape %s to start from the file's"
                        .formatted(name, parameter, Arrays.toString(array.shape())));
            }
            place.assign(array);
        });
    }
}
