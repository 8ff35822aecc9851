package org.dropoutlab.dl4j.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Configurations of Deeplearning4j 1.0.0-alpha and earlier, which name a layer's kind by an object around it, such as
 * {@code {"dense": {…}}}, and have its dropout as a number. Deeplearning4j still reads them, but without a word it loses dropout if
 * the layer has an updater of today's form (0.9), and schedules of learning rates; in graphs it takes a dropout of 0, which meant
 * none, for a mistake. So dropout is read here.
 */
final class OldForm {
    private OldForm() {}

    /** Whether kinds of layers are named by objects around them. */
    static boolean isWrapped(JsonNode layer) {
        return layer.isObject()
                && !layer.has("@class")
                && layer.size() == 1
                && layer.elements().next().isObject();
    }

    /** The fields of a layer, in either form. */
    static JsonNode fields(JsonNode layer) {
        return isWrapped(layer) ? layer.elements().next() : layer;
    }

    /**
     * Gives a layer its dropout: {@code "dropOut"}, the probability of retaining, is dropout or,
     * with {@code "useDropConnect"} beside the layer, weight noise.
     *
     * @param conf JSON of the layer's {@code NeuralNetConfiguration}
     */
    static void restoreDropout(Layer layer, JsonNode conf) {
        JsonNode retained = fields(conf.path("layer")).path("dropOut");
        if (layer == null || !retained.isNumber() || layer.getIDropout() != null) {
            return;
        }
        double probability = retained.doubleValue();
        if (!(probability > 0 && probability < 1)) {
            return;
        }
        if (!conf.path("useDropConnect").asBoolean(false)) {
            layer.setIDropout(new Dropout(probability));
        } else if (layer instanceof BaseLayer weights && weights.getWeightNoise() == null) {
            weights.setWeightNoise(new DropConnect(probability));
        }
    }

    /** Hides a layer's dropout from Deeplearning4j. */
    static void removeDropout(JsonNode conf) {
        if (fields(conf.path("layer")) instanceof ObjectNode layer
                && layer.path("dropOut").isNumber()) {
            layer.remove("dropOut");
        }
    }

    /** What Deeplearning4j no longer reads in these configurations of layers, one sentence each. */
    static List<String> unread(List<JsonNode> confs) {
        TreeSet<String> policies = new TreeSet<>();
        boolean biases = false;
        for (JsonNode conf : confs) {
            JsonNode layer = fields(conf.path("layer"));
            Stream.of(conf, layer)
                    .flatMap(node -> Stream.of("learningRatePolicy", "lrPolicy").map(node::path))
                    .filter(policy -> policy.isTextual() && !policy.asText().equalsIgnoreCase("None"))
                    .forEach(policy -> policies.add(policy.asText()));
            biases |= differs(layer.path("biasLearningRate"), layer.path("learningRate"));
        }
        List<String> unread = new ArrayList<>();
        if (!policies.isEmpty()) {
            unread.add(
                    "Deeplearning4j no longer reads the configuration's learning rate policy (%s): the learning rate stays constant"
                            .formatted(String.join(", ", policies)));
        }
        if (biases) {
            unread.add(
                    "Deeplearning4j no longer reads the configuration's learning rate of biases: they have that of the weights");
        }
        return unread;
    }

    private static boolean differs(JsonNode one, JsonNode other) {
        return one.isNumber()
                && other.isNumber()
                && Double.isFinite(one.doubleValue())
                && one.doubleValue() != other.doubleValue();
    }

    /** The configurations of a graph's layers, by vertex; other vertices have none. */
    static Optional<JsonNode> layerOf(Map.Entry<String, JsonNode> vertex) {
        JsonNode inside =
                isWrapped(vertex.getValue()) ? vertex.getValue().elements().next() : vertex.getValue();
        return Optional.ofNullable(inside.get("layerConf"));
    }
}
