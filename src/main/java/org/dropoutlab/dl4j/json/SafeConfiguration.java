package org.dropoutlab.dl4j.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * A safe reader of network configurations from untrusted sources. Deeplearning4j's JSON names the Java class of each
 * object, and Deeplearning4j would load any class; this reader allows only the classes that configurations consist of.
 *
 * <p>Classes are named by {@code "@class"}, for distributions by {@code "type"}, and, as Jackson also accepts, by the
 * first element of an array. {@link #check} knows all three; {@link #read} has Jackson check each class again before
 * loading it.
 */
public final class SafeConfiguration {
    private static final int MOST_BYTES = 10_000_000;
    private static final int DEEPEST = 100;

    private static final List<String> PACKAGES = List.of(
            "org.deeplearning4j.nn.conf.",
            "org.deeplearning4j.nn.weights.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.schedule.");
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{Alpha}_$][\\w$]*([.][\\p{Alpha}_$][\\w$]*)+");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

    private static final JsonFactory PLAIN = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private SafeConfiguration() {}

    /**
     * The configuration in {@code json}, as written by {@link MultiLayerConfiguration#toJson}.
     *
     * @throws IllegalArgumentException if it is no configuration or names a class that is not allowed; the message is
     *     one line
     */
    public static MultiLayerConfiguration read(String json) {
        JsonNode tree = tree(json);
        MultiLayerConfiguration network;
        try {
            network = Reader.MAPPER.readValue(OwnClass.withTodaysNames(json), MultiLayerConfiguration.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Deeplearning4j cannot read this configuration: " + firstLine(e.getOriginalMessage()), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Deeplearning4j cannot read this configuration: " + firstLine(String.valueOf(e.getMessage())), e);
        }
        restoreVariances(network, tree);
        return network;
    }

    /**
     * Checks a configuration that Deeplearning4j itself will read, such as a model file's.
     *
     * @throws IllegalArgumentException if it is not JSON, too large, nested too deeply, or names a class that is not
     *     allowed; the message is one line
     */
    public static void check(String json) {
        if (json.length() > MOST_BYTES || json.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("a configuration can have at most %,d bytes".formatted(MOST_BYTES));
        }
        try (JsonParser parser = PLAIN.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a configuration must be a JSON object, from { to }");
            }
            checkObject(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("a configuration must be one JSON object, but more text follows it");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not valid JSON: " + where(e), e);
        }
    }

    private static String where(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return firstLine(String.valueOf(e.getMessage()));
        }
        return json.getLocation() == null
                ? firstLine(json.getOriginalMessage())
                : "line %d, column %d: %s"
                        .formatted(
                                json.getLocation().getLineNr(),
                                json.getLocation().getColumnNr(),
                                firstLine(json.getOriginalMessage()));
    }

    private static void checkObject(JsonParser parser) throws IOException {
        int depth = 1;
        boolean firstOfArray = false;
        String firstName = null;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IllegalArgumentException("not valid JSON: it ends too early");
            }
            boolean first = firstOfArray;
            String before = firstName;
            firstOfArray = token == JsonToken.START_ARRAY;
            firstName = null;
            if (token == JsonToken.FIELD_NAME) {
                continue;
            }
            if (before != null && token != JsonToken.VALUE_STRING && token != JsonToken.END_ARRAY) {
                requireAllowed(before);
            }
            if (token.isStructStart()) {
                requireNoClass(parser);
                depth++;
                if (depth > DEEPEST) {
                    throw new IllegalArgumentException(
                            "a configuration can be nested at most %d levels deep".formatted(DEEPEST));
                }
            } else if (token.isStructEnd()) {
                depth--;
            } else if (first && token == JsonToken.VALUE_STRING) {
                firstName = parser.getText();
                if (firstName.contains(".")) {
                    requireAllowed(firstName);
                }
            } else {
                checkValue(parser, token);
            }
        }
    }

    private static void checkValue(JsonParser parser, JsonToken token) throws IOException {
        String field = parser.getParsingContext().inObject() ? parser.getCurrentName() : "";
        if (field.equals("@class")) {
            if (token != JsonToken.VALUE_NULL) {
                requireAllowed(parser.getText());
            }
        } else if (field.equals("type")
                && token == JsonToken.VALUE_STRING
                && !CONSTANT.matcher(parser.getText()).matches()) {
            requireAllowed(parser.getText());
        }
    }

    /** Rejects an object or array in place of a class name. */
    private static void requireNoClass(JsonParser parser) {
        String field = parser.getParsingContext().getParent().inObject()
                ? parser.getParsingContext().getParent().getCurrentName()
                : "";
        if ("@class".equals(field)) {
            throw new IllegalArgumentException("\"@class\" in a configuration must be the name of a class");
        }
    }

    private static void requireAllowed(String name) {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException(
                    "class %s is not loaded: configurations consist of Deeplearning4j's and dropout-lab's own classes"
                            .formatted(shown(name)));
        }
    }

    private static boolean isAllowed(String name) {
        return CLASS_NAME.matcher(name).matches()
                && (OwnClass.named(name).isPresent() || PACKAGES.stream().anyMatch(name::startsWith));
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
    }

    private static JsonNode tree(String json) {
        check(json);
        JsonNode tree;
        try {
            tree = Tree.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not valid JSON: " + where(e), e);
        }
        if (tree.has("vertices")) {
            throw new IllegalArgumentException(
                    "this configures a ComputationGraph: only MultiLayerNetwork configurations are supported");
        }
        JsonNode layers = tree.get("confs");
        if (layers == null || !layers.isArray()) {
            throw new IllegalArgumentException(
                    "not a MultiLayerNetwork configuration as written by toJson():" + " it has no list \"confs\"");
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the configuration has no layers");
        }
        for (int i = 0; i < layers.size(); i++) {
            if (!layers.get(i).path("layer").path("@class").isTextual()) {
                throw new IllegalArgumentException(
                        "layer %d of the configuration has no \"@class\": use Deeplearning4j 1.0.0-beta or later"
                                .formatted(i + 1));
            }
        }
        return tree;
    }

    /**
     * Restores the setting of batch normalization. Deeplearning4j infers it from parameter names, which only
     * initialized networks have, and otherwise assumes logarithms of variances.
     */
    private static void restoreVariances(MultiLayerConfiguration network, JsonNode tree) {
        for (int i = 0; i < network.getConfs().size(); i++) {
            JsonNode logarithm = tree.get("confs").get(i).get("layer").path("useLogStd");
            if (network.getConf(i).getLayer() instanceof BatchNormalization normalization && logarithm.isBoolean()) {
                normalization.setUseLogStd(logarithm.booleanValue());
            }
        }
    }

    public static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static final class Tree {
        private static final ObjectMapper MAPPER = new ObjectMapper(PLAIN);
    }

    /** Deeplearning4j's mapper, created when the first configuration is read. */
    private static final class Reader {
        private static final ObjectMapper MAPPER =
                NeuralNetConfiguration.mapper().copy().setPolymorphicTypeValidator(new Allowed());
    }

    /** Decides by name, because a rejected class must not even be loaded. */
    private static final class Allowed extends PolymorphicTypeValidator {
        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
            return Validity.INDETERMINATE;
        }

        @Override
        public Validity validateSubClassName(MapperConfig<?> config, JavaType baseType, String name) {
            return isAllowed(name) ? Validity.ALLOWED : Validity.DENIED;
        }

        @Override
        public Validity validateSubType(MapperConfig<?> config, JavaType baseType, JavaType type) {
            return isAllowed(type.getRawClass().getName()) ? Validity.ALLOWED : Validity.DENIED;
        }
    }
}
