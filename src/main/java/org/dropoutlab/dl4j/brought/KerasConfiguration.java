package org.dropoutlab.dl4j.brought;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A Keras model's own configuration, with which Deeplearning4j's import is completed. Version M2.1 of it reads these wrongly
 * without a word: the rate of {@code Dropout} layers is lost (they keep everything), {@code GaussianDropout} gets one minus its
 * rate, penalties in the form of TensorFlow's Keras are lost, and others act half as strongly: Keras adds λΣw² to the loss,
 * Deeplearning4j half of it. Its loss is a layer of its own, which is merged with the dense layer below.
 */
final class KerasConfiguration {
    private static final ObjectMapper MAPPER = NeuralNetConfiguration.mapper();

    private final boolean sequential;
    private final Optional<JsonNode> training;
    private final Map<String, JsonNode> layers = new LinkedHashMap<>();

    /**
     * @param model the attribute {@code model_config}
     * @param training the attribute {@code training_config}; empty if the model was not compiled
     * @throws IllegalArgumentException if it is none of the two kinds of model
     */
    KerasConfiguration(JsonNode model, Optional<JsonNode> training) {
        this.training = training;
        String kind = model.path("class_name").asText();
        if (!List.of("Sequential", "Functional", "Model").contains(kind)) {
            throw new IllegalArgumentException(
                    "a Keras model of class %s; Deeplearning4j imports Sequential and functional models"
                            .formatted(StoredWeights.shown(kind)));
        }
        sequential = kind.equals("Sequential");
        JsonNode config = model.path("config");
        for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
            layers.put(layer.path("config").path("name").asText(), layer);
        }
    }

    boolean isSequential() {
        return sequential;
    }

    /**
     * The imported network, completed.
     *
     * @param json its configuration as imported
     */
    Found found(String json, Supplier<LayerWeights> weights) {
        ObjectNode tree = tree(json);
        List<String> notes = new ArrayList<>();
        Map<String, ObjectNode> imported = new HashMap<>();
        if (sequential) {
            tree.get("confs").forEach(conf -> put(imported, conf));
        } else {
            tree.get("vertices").forEach(vertex -> put(imported, vertex.path("layerConf")));
        }
        imported.forEach((name, layer) -> complete(layer, Optional.ofNullable(layers.get(name)), notes));
        if (sequential) {
            endStack(tree, notes);
        } else {
            endGraph(tree, imported, notes);
        }
        momentum(notes);
        String complete = tree.toString();
        return Found.of("a Keras file", complete, weights, notes);
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Deeplearning4j wrote this JSON", e);
        }
    }

    private static void put(Map<String, ObjectNode> imported, JsonNode conf) {
        if (conf.path("layer") instanceof ObjectNode layer) {
            imported.put(layer.path("layerName").asText(), layer);
        }
    }

    private static void complete(ObjectNode layer, Optional<JsonNode> keras, List<String> notes) {
        // The import gives every layer a dropout that retains everything.
        if (layer.path("idropout").path("@class").asText().equals(Dropout.class.getName())
                && layer.path("idropout").path("p").doubleValue() == 1) {
            layer.putNull("idropout");
        }
        if (keras.isEmpty()) {
            return;
        }
        JsonNode config = keras.get().path("config");
        String name = layer.path("layerName").asText();
        switch (keras.get().path("class_name").asText()) {
            case "Dropout" -> {
                double rate = number(config, "rate", "p");
                if (rate > 0) {
                    layer.set("idropout", MAPPER.valueToTree(new Dropout(1 - rate)));
                } else {
                    layer.set("idropout", MAPPER.valueToTree(new Dropout(1)));
                }
                if (config.hasNonNull("noise_shape")) {
                    notes.add("Keras layer %s drops units together (noise_shape); here they are dropped one by one"
                            .formatted(name));
                }
            }
            case "GaussianDropout" -> layer.set(
                    "idropout", MAPPER.valueToTree(new GaussianDropout(number(config, "rate", "p"))));
            default -> {
                if (config.path("recurrent_dropout").doubleValue() > 0) {
                    notes.add("the recurrent_dropout of Keras layer %s is not imported; see the arm recurrent-dropout"
                            .formatted(name));
                }
            }
        }
        penalize(layer, name, config, notes);
    }

    private static double number(JsonNode config, String... names) {
        for (String name : names) {
            if (config.path(name).isNumber()) {
                return config.path(name).doubleValue();
            }
        }
        return 0;
    }

    private static void penalize(ObjectNode layer, String name, JsonNode config, List<String> notes) {
        JsonNode penalty =
                config.has("kernel_regularizer") ? config.get("kernel_regularizer") : config.path("W_regularizer");
        if (penalty.isObject() && layer.path("regularization").isArray()) {
            ArrayNode penalties = layer.putArray("regularization");
            double l1 = coefficient(penalty, "L1", "l1");
            double l2 = coefficient(penalty, "L2", "l2");
            if (l1 > 0) {
                penalties.add(MAPPER.<JsonNode>valueToTree(new L1Regularization(l1)));
            }
            if (l2 > 0) {
                penalties.add(MAPPER.<JsonNode>valueToTree(new L2Regularization(2 * l2)));
                notes.add("Keras layer %s adds %s times its squared weights to the loss, which is l2=%s here"
                        .formatted(name, l2, 2 * l2));
            }
            if (l1 <= 0 && l2 <= 0) {
                notes.add("the penalty on the weights of Keras layer %s is not imported".formatted(name));
            }
        }
        for (String other : List.of("bias_regularizer", "activity_regularizer", "recurrent_regularizer")) {
            if (config.path(other).isObject()) {
                notes.add("the %s of Keras layer %s is not imported".formatted(other, name));
            }
        }
    }

    /** In Keras 1 a field of the penalty, later one of its configuration. */
    private static double coefficient(JsonNode penalty, String kind, String field) {
        JsonNode config = penalty.path("config");
        return number(penalty, field)
                + number(config, field)
                + (penalty.path("class_name").asText().equals(kind) ? number(config, "l") : 0);
    }

    /** Makes the last dense layer the output layer. */
    private void endStack(ObjectNode tree, List<String> notes) {
        ArrayNode confs = (ArrayNode) tree.get("confs");
        Optional<JsonNode> loss = Optional.empty();
        if (isA(last(confs), LossLayer.class)) {
            loss = Optional.of(last(confs).get("lossFn"));
            confs.remove(confs.size() - 1);
        }
        ObjectNode output = last(confs);
        if (output.path("@class").asText().endsWith(".ActivationLayer") && confs.size() > 1) {
            JsonNode activation = output.get("activationFn");
            ObjectNode below = (ObjectNode) confs.get(confs.size() - 2).get("layer");
            if (isA(below, DenseLayer.class) && isActivation(below, ActivationIdentity.class)) {
                confs.remove(confs.size() - 1);
                below.set("activationFn", activation);
                output = below;
            }
        }
        requireDense(output);
        end(output, loss, notes);
    }

    private static ObjectNode last(ArrayNode confs) {
        return (ObjectNode) confs.get(confs.size() - 1).get("layer");
    }

    /** The same for a graph of one output; others are left as they are and refused where they are trained. */
    private void endGraph(ObjectNode tree, Map<String, ObjectNode> imported, List<String> notes) {
        ArrayNode outputs = (ArrayNode) tree.get("networkOutputs");
        if (outputs.size() != 1) {
            return;
        }
        String last = outputs.get(0).asText();
        ObjectNode inputs = (ObjectNode) tree.get("vertexInputs");
        Optional<JsonNode> loss = Optional.empty();
        String output = last;
        if (isA(imported.get(last), LossLayer.class)) {
            loss = Optional.of(imported.get(last).get("lossFn"));
            output = inputs.get(last).get(0).asText();
            ((ObjectNode) tree.get("vertices")).remove(last);
            inputs.remove(last);
        }
        String name = output;
        ObjectNode layer = imported.get(name);
        if (layer == null) {
            throw new IllegalArgumentException(
                    "a Keras model whose output %s is not a layer with weights".formatted(name));
        }
        requireDense(layer);
        for (JsonNode below : inputs) {
            for (JsonNode one : below) {
                if (one.asText().equals(name)) {
                    throw new IllegalArgumentException(
                            "a Keras model whose output layer %s is also the input of other layers".formatted(name));
                }
            }
        }
        end(layer, loss, notes);
        tree.putArray("networkOutputs").add(name);
        tree.putNull("topologicalOrder");
        tree.putNull("topologicalOrderStr");
    }

    private static boolean isA(ObjectNode layer, Class<?> type) {
        return layer != null && layer.path("@class").asText().equals(type.getName());
    }

    private static boolean isActivation(JsonNode layer, Class<?> type) {
        return layer.path("activationFn").path("@class").asText().equals(type.getName());
    }

    private static void requireDense(ObjectNode output) {
        if (!isA(output, DenseLayer.class)) {
            throw new IllegalArgumentException(
                    "a Keras model that ends with layer %s; here networks end with a dense layer"
                            .formatted(output.path("layerName").asText()));
        }
    }

    private void end(ObjectNode dense, Optional<JsonNode> loss, List<String> notes) {
        dense.put("@class", OutputLayer.class.getName()).remove("hasLayerNorm");
        dense.set("lossFn", loss.orElseGet(() -> {
            ILossFunction usual = isActivation(dense, ActivationSoftmax.class)
                    ? new LossMCXENT()
                    : isActivation(dense, ActivationSigmoid.class) ? new LossBinaryXENT() : new LossMSE();
            notes.add(
                    "the Keras model was saved without loss and optimizer (it was not compiled): the loss is %s, after its output activation, and the optimizer Deeplearning4j's default, SGD; choose one with --optimizer"
                            .formatted(usual.name()));
            return MAPPER.valueToTree(usual);
        }));
    }

    private void momentum(List<String> notes) {
        JsonNode optimizer = training.map(all -> all.path("optimizer_config")).orElse(MAPPER.createObjectNode());
        JsonNode config = optimizer.path("config");
        if (optimizer.path("class_name").asText().equals("SGD")
                && number(config, "momentum") > 0
                && !config.path("nesterov").asBoolean(false)) {
            notes.add(
                    "Deeplearning4j imports Keras's SGD with momentum as Nesterov momentum; --optimizer sgd --momentum %s is Keras's own"
                            .formatted(number(config, "momentum")));
        }
    }
}
