package org.dropoutlab.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Some fields of the JSON object that has this as a component, written at its place: their names depend on what was measured. For
 * components that are {@link com.fasterxml.jackson.annotation.JsonUnwrapped}.
 *
 * @param byName what they hold, in their order; {@code null} where it is empty
 */
@JsonSerialize(using = Fields.Writer.class)
record Fields(Map<String, Optional<?>> byName) {
    Fields {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    static final class Writer extends JsonSerializer<Fields> {
        @Override
        public boolean isUnwrappingSerializer() {
            return true;
        }

        @Override
        public void serialize(Fields fields, JsonGenerator json, SerializerProvider provider) throws IOException {
            for (Map.Entry<String, Optional<?>> field : fields.byName().entrySet()) {
                provider.defaultSerializeField(field.getKey(), field.getValue().orElse(null), json);
            }
        }
    }
}
