package org.dropoutlab.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Judgement;

/**
 * Fields that older records do not have, and what they are read as. All other fields are required, because a record without
 * one is damaged.
 */
final class LaterFields {
    private static final Map<Class<?>, Map<String, JsonNode>> FIELDS = Map.of(
            Arm.class,
            Map.of("kept", JsonNodeFactory.instance.arrayNode()),
            DataInfo.class,
            Map.of("warnings", JsonNodeFactory.instance.arrayNode()),
            Study.class,
            Map.of(
                    "rope",
                    JsonNodeFactory.instance.nullNode(),
                    "judgement",
                    usualJudgement(),
                    "treatments",
                    JsonNodeFactory.instance.arrayNode()),
            JournalLine.class,
            Map.of(
                    "outputs",
                    JsonNodeFactory.instance.nullNode(),
                    "scores",
                    JsonNodeFactory.instance.nullNode(),
                    "own",
                    JsonNodeFactory.instance.objectNode()),
            Judgement.class,
            Map.of("own", JsonNodeFactory.instance.arrayNode()),
            TableSchema.class,
            Map.of("form", usualForm()),
            TableSchema.Label.class,
            Map.of("next", JsonNodeFactory.instance.nullNode()),
            TableSchema.Sequence.class,
            Map.of("of_file", JsonNodeFactory.instance.booleanNode(false)),
            Manifest.Session.class,
            Map.of("directory", JsonNodeFactory.instance.nullNode(), "cluster", JsonNodeFactory.instance.nullNode()));

    private LaterFields() {}

    private static JsonNode usualJudgement() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kept", 0)
                .putNull("primary")
                .putNull("positive");
    }

    private static JsonNode usualForm() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("quote", "\"")
                .putNull("comment")
                .set("missing_words", JsonNodeFactory.instance.arrayNode());
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("later fields");
        module.setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription type, JsonDeserializer<?> reads) {
                Map<String, JsonNode> later = FIELDS.get(type.getBeanClass());
                return later == null ? reads : new Completing(reads, later);
            }
        });
        return module;
    }

    /** Adds missing fields to an object before it is read. */
    private static final class Completing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, JsonNode> later;

        Completing(JsonDeserializer<?> reads, Map<String, JsonNode> later) {
            super(reads);
            this.later = later;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> other) {
            return new Completing(other, later);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode record = parser.readValueAsTree();
            if (record instanceof ObjectNode object) {
                later.forEach(object::putIfAbsent);
            }
            try (JsonParser again = record.traverse(parser.getCodec())) {
                again.nextToken();
                return super.deserialize(again, context);
            }
        }
    }
}
