package org.dropoutlab.dl4j.json;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLParser;

/**
 * A configuration in YAML, as written by {@code toYaml()}, converted to the JSON that {@code toJson()} would have written.
 * Deeplearning4j's YAML names the class of an object by a tag, its JSON by a field.
 *
 * <p>Only events of the text are read, and no object is made from them. Tags are checked as {@link SafeConfiguration} checks
 * class names in JSON; anchors and aliases, which make a small text a huge tree, are rejected.
 */
public final class YamlConfiguration {
    /** Deeplearning4j names distributions by a field of their own. */
    private static final String DISTRIBUTIONS = "org.deeplearning4j.nn.conf.distribution.";

    private static final int LONGEST_NUMBER = 100;

    private static final YAMLFactory YAML =
            (YAMLFactory) new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final JsonFactory JSON = new JsonFactory();

    private YamlConfiguration() {}

    /**
     * The same as JSON.
     *
     * @throws IllegalArgumentException if it is not YAML, not a mapping, too large, nested too deeply, has aliases, or a tag
     *     names a class that is not allowed; the message is one line
     */
    public static String toJson(String yaml) {
        SafeConfiguration.requireSize(yaml.length(), yaml.getBytes(StandardCharsets.UTF_8).length);
        StringWriter json = new StringWriter();
        try (YAMLParser parser = YAML.createParser(yaml);
                JsonGenerator out = JSON.createGenerator(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a configuration in YAML must be a mapping of names to values");
            }
            convert(parser, out);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("a configuration must be one YAML document, but another follows it");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not valid YAML: " + SafeConfiguration.where(e), e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalArgumentException(
                    "not valid YAML: " + SafeConfiguration.firstLine(String.valueOf(e.getMessage())), e);
        }
        return json.toString();
    }

    /** Copies one object; the objects in it that are wrapped in their names end with one more brace. */
    private static void convert(YAMLParser parser, JsonGenerator out) throws IOException {
        Deque<Boolean> wrapped = new ArrayDeque<>();
        JsonToken token = parser.currentToken();
        do {
            requirePlain(parser);
            if (token == JsonToken.START_OBJECT) {
                wrapped.push(begin(parser.getTypeId(), out));
            } else if (token == JsonToken.END_OBJECT) {
                out.writeEndObject();
                if (wrapped.pop()) {
                    out.writeEndObject();
                }
            } else if (token == JsonToken.START_ARRAY) {
                wrapped.push(false);
                out.writeStartArray();
            } else if (token == JsonToken.END_ARRAY) {
                wrapped.pop();
                out.writeEndArray();
            } else if (token == JsonToken.FIELD_NAME) {
                out.writeFieldName(parser.getCurrentName());
            } else {
                value(parser, token, out);
            }
            if (wrapped.size() > SafeConfiguration.DEEPEST) {
                throw SafeConfiguration.tooDeep();
            }
            token = wrapped.isEmpty() ? null : parser.nextToken();
        } while (token != null);
    }

    private static void requirePlain(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new IllegalArgumentException(
                    "line %d: anchors and aliases (& and *) are not read in a configuration: write the values out"
                            .formatted(parser.getCurrentLocation().getLineNr()));
        }
        String tag = parser.getTypeId();
        if (tag != null && tag.contains(".")) {
            SafeConfiguration.requireAllowed(tag);
        }
    }

    /** Whether the object is wrapped in another, whose only field is its name, as in old configurations. */
    private static boolean begin(String tag, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (tag == null) {
            return false;
        }
        if (tag.contains(".")) {
            out.writeStringField(tag.startsWith(DISTRIBUTIONS) ? "type" : "@class", tag);
            return false;
        }
        out.writeFieldName(tag);
        out.writeStartObject();
        return true;
    }

    private static void value(YAMLParser parser, JsonToken token, JsonGenerator out) throws IOException {
        switch (token) {
            case VALUE_NULL -> out.writeNull();
            case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT -> {
                requireShort(parser);
                out.writeNumber(parser.getBigIntegerValue());
            }
            case VALUE_NUMBER_FLOAT -> {
                requireShort(parser);
                double number = parser.getDoubleValue();
                if (Double.isFinite(number)) {
                    out.writeNumber(number);
                } else {
                    out.writeString(String.valueOf(number));
                }
            }
            default -> out.writeString(parser.getText());
        }
    }

    /** A number of a million digits would take minutes to convert. */
    private static void requireShort(YAMLParser parser) throws IOException {
        if (parser.getTextLength() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("line %d: a number can have at most %d characters"
                    .formatted(parser.getCurrentLocation().getLineNr(), LONGEST_NUMBER));
        }
    }
}
