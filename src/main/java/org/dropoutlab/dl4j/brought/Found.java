package org.dropoutlab.dl4j.brought;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that was found in a file.
 *
 * @param kind what the file is, in words
 * @param json its configuration
 * @param named the same with a name for every layer
 * @param weights reads its weights, by those names; empty if the file has none
 * @param notes what was changed or could not be read, one sentence each
 */
record Found(String kind, String json, String named, Optional<Supplier<LayerWeights>> weights, List<String> notes) {
    /** As many as a model file can have. */
    private static final long MOST_PARAMETERS = 375_000_000;

    /** A configuration alone. */
    static Found ofText(String format, String json) {
        if (json.contains("\"class_name\"") && !json.contains("\"confs\"") && !json.contains("\"vertices\"")) {
            throw new IllegalArgumentException(
                    "a Keras model as JSON, without weights: save the whole model with model.save(\"model.h5\")");
        }
        boolean old = SafeConfiguration.isOld(json);
        String today = old ? today(json) : json;
        requireSize(parameters(today));
        return new Found(
                "a configuration in %s%s".formatted(format, old ? ", in the form of an earlier Deeplearning4j" : ""),
                today,
                today,
                Optional.empty(),
                SafeConfiguration.unread(json));
    }

    /** A configuration and, unless they are missing, all its parameters in one row. */
    static Found of(String kind, String json, Optional<Supplier<INDArray>> row) {
        String today = SafeConfiguration.isOld(json) ? today(json) : json;
        requireSize(parameters(today));
        String named = named(today);
        return new Found(
                kind,
                today,
                named,
                row.map(numbers -> () -> weights(named, numbers.get())),
                SafeConfiguration.unread(json));
    }

    private static LayerWeights weights(String named, INDArray row) {
        requireMatch(parameters(named), row.length());
        NetworkConfiguration configuration = SafeConfiguration.network(named);
        if (configuration instanceof NetworkConfiguration.Graph graph) {
            ComputationGraph network = new ComputationGraph(graph.configuration());
            network.init(row, false);
            return LayerWeights.of(new Network.Graph(network));
        }
        MultiLayerConfiguration stack = configuration.requireStack();
        stack.setDataType(row.dataType());
        MultiLayerNetwork network = new MultiLayerNetwork(stack);
        network.init(row, false);
        return LayerWeights.of(new Network.Stack(network));
    }

    static void requireMatch(long parameters, long numbers) {
        if (parameters != numbers) {
            throw new IllegalArgumentException("the file has %,d weights, but its configuration has layers for %,d"
                    .formatted(numbers, parameters));
        }
    }

    /** The number of parameters in the layers of a configuration; nothing is allocated for them. */
    static long parameters(String json) {
        try {
            NetworkConfiguration network = SafeConfiguration.network(json);
            return network instanceof NetworkConfiguration.Graph graph
                    ? graph.configuration().getVertices().values().stream()
                            .mapToLong(vertex -> vertex.numParams(false))
                            .sum()
                    : network.requireStack().getConfs().stream()
                            .mapToLong(conf -> conf.getLayer().initializer().numParams(conf))
                            .sum();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "the configuration has a layer without sizes: "
                            + SafeConfiguration.firstLine(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static void requireSize(long parameters) {
        if (parameters > MOST_PARAMETERS) {
            throw new IllegalArgumentException(
                    "the network has %,d parameters; at most %,d are supported".formatted(parameters, MOST_PARAMETERS));
        }
    }

    private static String today(String json) {
        return SafeConfiguration.network(json).json();
    }

    /** The same with a name for every layer of a stack, which no two share; graphs have them. */
    private static String named(String json) {
        NetworkConfiguration network = SafeConfiguration.network(json);
        if (network instanceof NetworkConfiguration.Graph) {
            return network.json();
        }
        LayerNames.complete(network);
        return network.json();
    }
}
