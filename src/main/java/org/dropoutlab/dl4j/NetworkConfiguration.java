package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a network, of either of Deeplearning4j's two kinds. */
public sealed interface NetworkConfiguration {

    /**
     * Layers that follow each other.
     *
     * @param configuration as Deeplearning4j takes it
     */
    record Stack(MultiLayerConfiguration configuration) implements NetworkConfiguration {
        @Override
        public Network network() {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            return new Network.Stack(network);
        }

        @Override
        public Network network(INDArray parameters) {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(parameters, false);
            return new Network.Stack(network);
        }

        @Override
        public List<Layer> layers() {
            return configuration.getConfs().stream()
                    .map(NeuralNetConfiguration::getLayer)
                    .toList();
        }

        /** Below the layer itself, not one that is equal to it. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public Optional<Layer> below(Layer layer) {
            for (int i = 1; i < configuration.getConfs().size(); i++) {
                if (configuration.getConf(i).getLayer() == layer) {
                    return Optional.of(configuration.getConf(i - 1).getLayer());
                }
            }
            return Optional.empty();
        }

        @Override
        public List<Layer> fromOutput() {
            List<Layer> down = new ArrayList<>(layers());
            Collections.reverse(down);
            return down;
        }

        @Override
        public Optional<MultiLayerConfiguration> stack() {
            return Optional.of(configuration);
        }

        @Override
        public String json() {
            return configuration.toJson();
        }

        @Override
        public Stack copy() {
            return new Stack(configuration.clone());
        }

        @Override
        public Stack with(UnaryOperator<Layer> change) {
            Stack copy = copy();
            copy.configuration.getConfs().forEach(conf -> conf.setLayer(change.apply(conf.getLayer())));
            return copy;
        }
    }

    /**
     * A graph with one input and one output.
     *
     * @param configuration as Deeplearning4j takes it
     */
    record Graph(ComputationGraphConfiguration configuration) implements NetworkConfiguration {
        @Override
        public Network network() {
            ComputationGraph network = new ComputationGraph(configuration);
            network.init();
            return new Network.Graph(network);
        }

        @Override
        public Network network(INDArray parameters) {
            ComputationGraph network = new ComputationGraph(configuration);
            network.init(parameters, false);
            return new Network.Graph(network);
        }

        @Override
        public List<Layer> layers() {
            return order().stream()
                    .map(configuration.getVertices()::get)
                    .filter(LayerVertex.class::isInstance)
                    .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
                    .toList();
        }

        /** Names of the vertices, each after those that it depends on; an initialized network's own order. */
        public List<String> order() {
            if (configuration.getTopologicalOrderStr() != null) {
                return configuration.getTopologicalOrderStr().stream()
                        .filter(vertex -> !configuration.getNetworkInputs().contains(vertex))
                        .toList();
            }
            Set<String> ready = new LinkedHashSet<>(configuration.getNetworkInputs());
            Map<String, List<String>> inputs = configuration.getVertexInputs();
            List<String> order = new ArrayList<>();
            while (order.size() < inputs.size()) {
                List<String> next = inputs.keySet().stream()
                        .filter(vertex -> !ready.contains(vertex) && ready.containsAll(inputs.get(vertex)))
                        .toList();
                if (next.isEmpty()) {
                    throw new IllegalArgumentException("the graph has a cycle or a vertex without its input");
                }
                ready.addAll(next);
                order.addAll(next);
            }
            return order;
        }

        /** Below the layer itself, not one that is equal to it. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public Optional<Layer> below(Layer layer) {
            return configuration.getVertices().entrySet().stream()
                    .filter(vertex ->
                            layerOf(vertex.getKey()).filter(of -> of == layer).isPresent())
                    .findFirst()
                    .flatMap(vertex -> layerOf(
                            configuration.getVertexInputs().get(vertex.getKey()).get(0)));
        }

        private Optional<Layer> layerOf(String vertex) {
            return configuration.getVertices().get(vertex) instanceof LayerVertex layer
                    ? Optional.of(layer.getLayerConf().getLayer())
                    : Optional.empty();
        }

        @Override
        public List<Layer> fromOutput() {
            List<Layer> down = new ArrayList<>();
            String at = configuration.getNetworkOutputs().get(0);
            while (configuration.getVertices().get(at) instanceof LayerVertex vertex) {
                down.add(vertex.getLayerConf().getLayer());
                at = configuration.getVertexInputs().get(at).get(0);
            }
            return down;
        }

        @Override
        public Optional<MultiLayerConfiguration> stack() {
            return Optional.empty();
        }

        @Override
        public String json() {
            return configuration.toJson();
        }

        @Override
        public Graph copy() {
            ComputationGraphConfiguration copy = configuration.clone();
            // Parameters are in this order, which Deeplearning4j's clone leaves out.
            copy.setTopologicalOrder(configuration.getTopologicalOrder());
            copy.setTopologicalOrderStr(configuration.getTopologicalOrderStr());
            return new Graph(copy);
        }

        @Override
        public Graph with(UnaryOperator<Layer> change) {
            Graph copy = copy();
            copy.configuration.getVertices().forEach((name, vertex) -> {
                if (vertex instanceof LayerVertex of) {
                    Layer changed = change.apply(of.getLayerConf().getLayer());
                    changed.setLayerName(name);
                    of.getLayerConf().setLayer(changed);
                }
            });
            return copy;
        }
    }

    /** A new network with initial weights from the configuration's seed. */
    Network network();

    /**
     * A network with given parameters.
     *
     * @param parameters [1, parameter], which the network keeps and changes in training
     */
    Network network(INDArray parameters);

    /** The layers, each after those that it depends on. */
    List<Layer> layers();

    /** The layer whose outputs {@code layer}, one of {@link #layers}, takes; empty if it takes anything else. */
    Optional<Layer> below(Layer layer);

    /** The layers from the output down, as far as each has one input, a layer. */
    List<Layer> fromOutput();

    /** The configuration of layers that follow each other; empty for a graph. */
    Optional<MultiLayerConfiguration> stack();

    /**
     * The configuration of layers that follow each other.
     *
     * @throws IllegalArgumentException if it is a graph
     */
    default MultiLayerConfiguration requireStack() {
        return stack().orElseThrow(() -> new IllegalArgumentException(
                "this needs a network whose layers follow each other, not a ComputationGraph"));
    }

    /** As Deeplearning4j writes it. */
    String json();

    /** A copy that shares nothing. */
    NetworkConfiguration copy();

    /**
     * A copy with other layers that have the same parameters.
     *
     * @param change from a layer, a copy of the configuration's, to the one in its place
     */
    NetworkConfiguration with(UnaryOperator<Layer> change);
}
