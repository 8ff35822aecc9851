package org.dropoutlab.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightMasks.Inference;

/** The JSON format of records: names in snake_case, sealed types with a {@code type} in kebab-case. */
public final class Json {
    private static final JsonMapper MAPPER = linesWith();

    private Json() {}

    /** Reads and writes records, one line each. */
    public static JsonMapper lines() {
        return MAPPER;
    }

    /** The same, with these additional sealed types of records. */
    public static JsonMapper linesWith(Class<?>... sealed) {
        return in(new JsonFactory(), sealed);
    }

    /** The same in another of Jackson's formats, such as a binary one. */
    public static JsonMapper in(JsonFactory format, Class<?>... sealed) {
        JsonMapper.Builder builder = mapper(format);
        for (Class<?> type : sealed) {
            sealedType(builder, type);
        }
        return builder.build();
    }

    /** Writes records in a readable form: indented, with the same bytes on every platform. */
    public static ObjectWriter pretty() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return MAPPER.writer(
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    }

    private static JsonMapper.Builder mapper(JsonFactory format) {
        JsonMapper.Builder builder = JsonMapper.builder(format)
                .addModule(new Jdk8Module())
                .addModule(LaterFields.module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .addMixIn(DropProbability.class, Bare.class)
                .addMixIn(NetworkSpec.class, ByName.class)
                .addMixIn(TestOutputs.class, PackedOutputs.Format.class)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        sealedType(builder, Optimizer.class);
        sealedType(builder, Schedule.class);
        sealedType(builder, Regularizer.class);
        sealedType(builder, Inference.class);
        sealedType(builder, Resampling.class);
        sealedType(builder, Probe.class);
        sealedType(builder, Reading.class);
        sealedType(builder, Search.Strategy.class);
        sealedType(builder, TableSchema.Column.class);
        return builder;
    }

    private static void sealedType(JsonMapper.Builder builder, Class<?> sealed) {
        builder.addMixIn(sealed, TypeInProperty.class);
        records(sealed).forEach(type -> {
            String kebab =
                    type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            builder.registerSubtypes(new NamedType(type, kebab));
        });
    }

    /** The records of a sealed type. */
    private static Stream<Class<?>> records(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).flatMap(Json::records);
        }
        // An open interface is that of a calling program's own values, which records describe by another type.
        return type.isInterface() ? Stream.empty() : Stream.of(type);
    }

    /** A value type written as its only component. */
    private interface Bare {
        @JsonValue
        double value();
    }

    /** A sealed type whose values are written as their names. */
    private abstract static class ByName {
        @JsonValue
        abstract String name();

        @JsonCreator
        static NetworkSpec parse(String name) {
            return NetworkSpec.parse(name);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface TypeInProperty {}
}
