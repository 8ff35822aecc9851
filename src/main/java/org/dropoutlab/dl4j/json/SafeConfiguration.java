package org.dropoutlab.dl4j.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.dropoutlab.dl4j.NetworkConfiguration;
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
    /** The most bytes that a configuration can have. */
    public static final int MOST_BYTES = 10_000_000;

    static final int DEEPEST = 100;

    private static final List<String> PACKAGES = List.of(
            "org.deeplearning4j.nn.conf.",
            "org.deeplearning4j.nn.weights.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.schedule.",
            // Between the convolutional and dense layers of networks imported from Keras.
            "org.deeplearning4j.nn.modelimport.keras.preprocessors.");
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{Alpha}_$][\\w$]*([.][\\p{Alpha}_$][\\w$]*)+");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Where names that users choose stand alone in arrays: any of them may contain a dot. */
    private static final Pattern NAMES = Pattern.compile(
            "/(networkInputs|networkOutputs|topologicalOrderStr|vertexInputs/[^/]+)/[0-9]+|(/[^/]+)+/variables/[0-9]+");

    private static final JsonFactory PLAIN = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private SafeConfiguration() {}

    /**
     * The configuration of a stack of layers in {@code json}, as written by {@link MultiLayerConfiguration#toJson} of this or an
     * earlier version.
     *
     * @throws IllegalArgumentException if it is no such configuration or names a class that is not allowed; the message is
     *     one line
     */
    public static MultiLayerConfiguration read(String json) {
        JsonNode tree = tree(json);
        if (tree.has("vertices")) {
            throw new IllegalArgumentException("this configures a ComputationGraph, not layers that follow each other");
        }
        List<JsonNode> confs = layers(tree);
        MultiLayerConfiguration network = read(json, confs, MultiLayerConfiguration.class);
        for (int i = 0; i < confs.size(); i++) {
            restore(network.getConf(i).getLayer(), confs.get(i));
        }
        return network;
    }

    /**
     * The configuration of a graph in {@code json}, as written by {@link ComputationGraphConfiguration#toJson} of this or an
     * earlier version.
     *
     * @throws IllegalArgumentException if it is no such configuration or names a class that is not allowed; the message is
     *     one line
     */
    public static ComputationGraphConfiguration readGraph(String json) {
        Map<String, JsonNode> confs = vertices(tree(json));
        ComputationGraphConfiguration network =
                read(json, List.copyOf(confs.values()), ComputationGraphConfiguration.class);
        network.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer && confs.containsKey(name)) {
                restore(layer.getLayerConf().getLayer(), confs.get(name));
            }
        });
        return network;
    }

    /**
     * The configuration of a network of either kind in {@code json}.
     *
     * @throws IllegalArgumentException if it is none or names a class that is not allowed; the message is one line
     */
    public static NetworkConfiguration network(String json) {
        return isGraph(json)
                ? new NetworkConfiguration.Graph(readGraph(json))
                : new NetworkConfiguration.Stack(read(json));
    }

    /**
     * Whether {@code json} configures a graph, not a stack of layers.
     *
     * @throws IllegalArgumentException if {@link #check} rejects it
     */
    public static boolean isGraph(String json) {
        return tree(json).has("vertices");
    }

    /**
     * What an old configuration says that Deeplearning4j no longer reads, one sentence each.
     *
     * @throws IllegalArgumentException if it is no configuration
     */
    public static List<String> unread(String json) {
        return OldForm.unread(confs(tree(json)));
    }

    /**
     * Whether a configuration has the form of 1.0.0-alpha or earlier, or a number as dropout.
     *
     * @throws IllegalArgumentException if it is no configuration
     */
    public static boolean isOld(String json) {
        return confs(tree(json)).stream()
                .map(conf -> conf.path("layer"))
                .anyMatch(layer -> OldForm.isWrapped(layer)
                        || OldForm.fields(layer).path("dropOut").isNumber());
    }

    private static List<JsonNode> confs(JsonNode tree) {
        return tree.has("vertices") ? List.copyOf(vertices(tree).values()) : layers(tree);
    }

    private static <T> T read(String json, List<JsonNode> confs, Class<T> type) {
        boolean wrapped = confs.stream().anyMatch(conf -> OldForm.isWrapped(conf.path("layer")));
        try {
            return wrapped
                    ? OldReader.MAPPER.readValue(withoutDropout(json), type)
                    : Reader.MAPPER.readValue(OwnClass.withTodaysNames(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Deeplearning4j cannot read this configuration: " + firstLine(e.getOriginalMessage()), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Deeplearning4j cannot read this configuration: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String withoutDropout(String json) {
        JsonNode tree = tree(json);
        confs(tree).forEach(OldForm::removeDropout);
        return tree.toString();
    }

    /**
     * Checks a configuration that Deeplearning4j itself will read, such as a model file's.
     *
     * @throws IllegalArgumentException if it is not JSON, too large, nested too deeply, or names a class that is not
     *     allowed; the message is one line
     */
    public static void check(String json) {
        requireSize(json.length(), json.getBytes(StandardCharsets.UTF_8).length);
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

    static void requireSize(int... sizes) {
        if (Arrays.stream(sizes).anyMatch(size -> size > MOST_BYTES)) {
            throw new IllegalArgumentException("a configuration can have at most %,d bytes".formatted(MOST_BYTES));
        }
    }

    static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException("a configuration can be nested at most %d levels deep".formatted(DEEPEST));
    }

    static String where(IOException e) {
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
                    throw tooDeep();
                }
            } else if (token.isStructEnd()) {
                depth--;
            } else if (first && token == JsonToken.VALUE_STRING) {
                firstName = parser.getText();
                if (firstName.contains(".") && !isName(parser)) {
                    requireAllowed(firstName);
                }
            } else {
                checkValue(parser, token);
            }
        }
    }

    private static boolean isName(JsonParser parser) {
        return NAMES.matcher(parser.getParsingContext().pathAsPointer().toString())
                .matches();
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

    static void requireAllowed(String name) {
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
        return tree;
    }

    /** The configurations of a stack's layers. */
    private static List<JsonNode> layers(JsonNode tree) {
        JsonNode layers = tree.get("confs");
        if (layers == null || !layers.isArray()) {
            throw new IllegalArgumentException(
                    "not a network configuration as written by toJson(): it has no list \"confs\" (MultiLayerConfiguration) and"
                            + " no \"vertices\" (ComputationGraphConfiguration)");
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the configuration has no layers");
        }
        List<JsonNode> confs = new ArrayList<>();
        layers.forEach(confs::add);
        for (int i = 0; i < confs.size(); i++) {
            requireKind("layer " + (i + 1), confs.get(i));
        }
        return confs;
    }

    /** The configurations of a graph's layers, by the names of their vertices. */
    private static Map<String, JsonNode> vertices(JsonNode tree) {
        JsonNode vertices = tree.path("vertices");
        if (!vertices.isObject() || vertices.isEmpty()) {
            throw new IllegalArgumentException("the graph of the configuration has no vertices");
        }
        Map<String, JsonNode> layers = new LinkedHashMap<>();
        vertices.fields().forEachRemaining(vertex -> OldForm.layerOf(vertex).ifPresent(conf -> {
            requireKind("layer " + shown(vertex.getKey()), conf);
            layers.put(vertex.getKey(), conf);
        }));
        return layers;
    }

    private static void requireKind(String which, JsonNode conf) {
        JsonNode layer = conf.path("layer");
        if (!layer.path("@class").isTextual() && !OldForm.isWrapped(layer)) {
            throw new IllegalArgumentException("%s of the configuration has no \"@class\"".formatted(which));
        }
    }

    /** Restores what Deeplearning4j does not read back. */
    private static void restore(Layer layer, JsonNode conf) {
        OldForm.restoreDropout(layer, conf);
        // Deeplearning4j infers this setting from parameter names, which only initialized networks have, and otherwise
        // assumes logarithms of variances.
        JsonNode logarithm = conf.path("layer").path("useLogStd");
        if (layer instanceof BatchNormalization normalization && logarithm.isBoolean()) {
            normalization.setUseLogStd(logarithm.booleanValue());
        }
    }

    /** The first line of a message. */
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

    /** Deeplearning4j's mapper for the form of 1.0.0-alpha and earlier: there, names of kinds stand for classes. */
    private static final class OldReader {
        private static final ObjectMapper MAPPER =
                JsonMappers.getLegacyMapper().copy().setPolymorphicTypeValidator(new Allowed());
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
