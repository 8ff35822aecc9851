package org.dropoutlab.dl4j.brought;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
        String today = old || SafeConfiguration.isGraph(json) ? today(json) : json;
        requireSize(parameters(today));
        return new Found(
                "a configuration in %s%s".formatted(format, old ? ", in the form of an earlier Deeplearning4j" : ""),
                today,
                today,
                Optional.empty(),
                SafeConfiguration.unread(json));
    }

    /** A configuration whose layers have names, and their weights. */
    static Found of(String kind, String json, Supplier<LayerWeights> weights, List<String> notes) {
        String today = today(json);
        return new Found(kind, today, today, Optional.of(weights), notes);
    }

    /** A configuration and, unless they are missing, all its parameters in one row. */
    static Found of(String kind, String json, Optional<Supplier<INDArray>> row) {
        String today = today(json);
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
        // Configurations of old versions do not name their type of numbers.
        configuration.stack().ifPresent(stack -> stack.setDataType(row.dataType()));
        return LayerWeights.of(StoredWeights.network(configuration, row));
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

    /** The configuration as this Deeplearning4j writes it, of a network that was trained for no steps yet. */
    private static String today(String json) {
        NetworkConfiguration network = SafeConfiguration.network(json);
        if (network instanceof NetworkConfiguration.Graph graph) {
            requireOne("inputs", graph.configuration().getNetworkInputs());
            requireOne("outputs", graph.configuration().getNetworkOutputs());
            graph.configuration().setIterationCount(0);
            graph.configuration().setEpochCount(0);
        }
        network.stack().ifPresent(stack -> {
            stack.setIterationCount(0);
            stack.setEpochCount(0);
            stack.getConfs().forEach(conf -> {
                conf.setIterationCount(0);
                conf.setEpochCount(0);
            });
        });
        return network.json();
    }

    private static void requireOne(String what, List<String> names) {
        if (names.size() != 1) {
            throw new IllegalArgumentException(
                    "the graph has %d %s (%s); only graphs of one input and one output are supported"
                            .formatted(names.size(), what, StoredWeights.shown(String.join(", ", names))));
        }
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
