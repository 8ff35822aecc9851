package org.dropoutlab.dl4j.json;

import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A network's configuration in Deeplearning4j's own classes, readable without this project: the same layers with the
 * same parameters in the same order, and the same outputs at inference. Parts that act only in training and have no
 * counterpart are left out: DropConnect, max-norm, KL sparsity, heavy-ball momentum and this project's schedules.
 * Dropout layers are Deeplearning4j's own and stay.
 *
 * <p>An LSTM with zoneout, which takes an expectation at inference that Deeplearning4j's does not, stays this project's: such
 * a network cannot be read without it. DropConnect with moment matching, which samples at inference, becomes inference by the mean weights: only there do
 * the outputs differ.
 */
public final class StockConfiguration {
    private static final String CLASS = "@class";
    private static final String OURS = "org.dropoutlab.";

    private StockConfiguration() {}

    private static final class Json {
        private static final ObjectMapper MAPPER = NeuralNetConfiguration.mapper();
    }

    /** The same for layers that follow each other. */
    public static String json(MultiLayerConfiguration network) {
        return json(new NetworkConfiguration.Stack(network));
    }

    /**
     * The configuration as JSON for {@code fromJson} of Deeplearning4j's configurations.
     *
     * @param network configuration of an initialized network, because Deeplearning4j needs its parameter names
     * @throws IllegalArgumentException if a part has no counterpart and cannot be left out
     */
    public static String json(NetworkConfiguration network) {
        try {
            JsonNode stock = stock(Json.MAPPER.readTree(network.json())).orElseThrow();
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(stock);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the configuration cannot be written as JSON", e);
        }
    }

    private static Optional<JsonNode> stock(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode stock = array.arrayNode();
            array.forEach(element -> stock(element).ifPresent(stock::add));
            return Optional.of(stock);
        }
        if (!(node instanceof ObjectNode object)) {
            return Optional.of(node);
        }
        ObjectNode stock = object.objectNode();
        object.fields()
                .forEachRemaining(field ->
                        stock.set(field.getKey(), stock(field.getValue()).orElseGet(stock::nullNode)));
        String name = stock.path(CLASS).asText();
        if (!name.startsWith(OURS)) {
            return Optional.of(stock);
        }
        return OwnClass.named(name)
                .orElseThrow(() -> new IllegalArgumentException("Deeplearning4j has no counterpart of " + name))
                .counterpart()
                .apply(stock);
    }
}
