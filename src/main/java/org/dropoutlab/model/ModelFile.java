package org.dropoutlab.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.datavec.Preparation;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.brought.StoredWeights;
import org.dropoutlab.dl4j.brought.ZipContent;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.StockConfiguration;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Json;
import org.dropoutlab.scaling.Scaling;
import org.dropoutlab.scaling.TableScaling;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The file format of saved models: a model of Deeplearning4j's {@link ModelSerializer}, which reads it without this project,
 * plus what this project needs for predictions. The same model gives the same bytes.
 *
 * <p>Loading a model from an untrusted source executes none of its code. {@code ModelSerializer} would: it loads any class
 * named by a configuration, a normalizer or a serialized object in the file. Here {@link SafeConfiguration} checks both
 * configurations and reads this project's own one; weights are read as numbers, the normalizer is not read, and files with
 * other entries are rejected.
 */
public final class ModelFile {
    private static final String DESCRIPTION = "dropout-lab.json";
    /** What turns a table's cells into the network's inputs, for DataVec; not in every file. */
    public static final String PREPARATION = "datavec-transform-process.json";

    private static final String OWN_CONFIGURATION = "dropout-lab-configuration.json";
    private static final List<String> ENTRIES = List.of(
            ModelSerializer.CONFIGURATION_JSON,
            ModelSerializer.COEFFICIENTS_BIN,
            ModelSerializer.NORMALIZER_BIN,
            DESCRIPTION,
            OWN_CONFIGURATION);
    /** Neither the normalizer, which would be a serialized object, nor the preparation, which is for DataVec. */
    private static final Set<String> READ = Set.of(
            ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN, DESCRIPTION, OWN_CONFIGURATION);

    private static final int MOST_TEXT = 10_000_000;
    private static final int MOST_WEIGHTS = 1_500_000_000;
    /** Identical files need identical times; this is the earliest in a zip. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final JsonMapper MAPPER = Json.linesWith(Scaling.class);

    private ModelFile() {}

    /** The configuration has classes of a calling program that cannot be written as JSON. */
    static final class NotWritable extends Exception {
        private static final long serialVersionUID = 1L;

        NotWritable(RuntimeException cause) {
            super(
                    firstLine(String.valueOf(cause.getMessage())).replaceFirst(" [(]through reference chain.*", ""),
                    cause);
        }
    }

    /**
     * Writes a model.
     *
     * @return whether this project reads it, too: not if its configuration has classes of a calling program
     */
    static boolean write(Path file, ModelDescription description, Network network) throws IOException, NotWritable {
        String own;
        String stock;
        try {
            own = network.configuration().json();
            stock = StockConfiguration.json(network.configuration());
        } catch (RuntimeException e) {
            throw new NotWritable(e);
        }
        try (INDArray row = network.params().dup('c').reshape('c', 1, network.numParams());
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            add(zip, ModelSerializer.CONFIGURATION_JSON, stock.getBytes(UTF_8));
            begin(zip, ModelSerializer.COEFFICIENTS_BIN);
            DataOutputStream weights = new DataOutputStream(new BufferedOutputStream(zip));
            Nd4j.write(row, weights);
            weights.flush();
            ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
            NormalizerSerializer.getDefault().write(description.scaling().normalizer(), normalizer);
            add(zip, ModelSerializer.NORMALIZER_BIN, normalizer.toByteArray());
            add(zip, DESCRIPTION, json(description));
            add(zip, OWN_CONFIGURATION, own.getBytes(UTF_8));
        }
        return isReadable(own) && isReadable(stock);
    }

    private static boolean isReadable(String configuration) {
        try {
            SafeConfiguration.check(configuration);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Adds a table's preparation to a model, or why there is none to its description; atomically.
     *
     * @param rows cells of some rows of the table, without the label
     * @return why there is none
     */
    static Optional<String> prepare(Path file, List<List<String>> rows) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), content(zip, entry));
            }
        }
        ModelDescription description = description(entries.get(DESCRIPTION));
        if (description.schema().filter(schema -> !schema.isOfSequences()).isEmpty()
                || entries.containsKey(PREPARATION)) {
            return description.unprepared();
        }
        Preparation preparation =
                Preparation.of(description.schema().get(), (TableScaling) description.scaling(), rows);
        preparation.json().ifPresent(json -> entries.put(PREPARATION, json.getBytes(UTF_8)));
        entries.put(DESCRIPTION, json(description.unprepared(preparation.refusal())));
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return preparation.refusal();
    }

    private static byte[] json(ModelDescription description) throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        begin(zip, name);
        zip.write(content);
    }

    /**
     * Reads a model.
     *
     * @throws InputException if the file is not a saved model, or names a class that is not allowed in a configuration; the
     *     one-line message says why
     */
    public static KeptModel read(Path file) {
        return reading(file, () -> {
            Map<String, byte[]> entries = entries(file, READ);
            check(entries, ModelSerializer.CONFIGURATION_JSON);
            check(entries, OWN_CONFIGURATION);
            ModelDescription description = description(entries.get(DESCRIPTION));
            return new KeptModel(description, network(entries));
        });
    }

    /**
     * Reads the description of a model alone, which takes neither its weights nor ND4J.
     *
     * @throws InputException if the file is not a saved model; the one-line message says why
     */
    public static ModelDescription describe(Path file) {
        return reading(
                file, () -> description(entries(file, Set.of(DESCRIPTION)).get(DESCRIPTION)));
    }

    /** What is read of a file. */
    private interface Content<C> {
        C read() throws IOException;
    }

    private static <C> C reading(Path file, Content<C> content) {
        if (!Files.exists(file)) {
            throw new InputException(file + " does not exist; pass a model saved by a run: RUN/models/ARM.zip");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + " is not a file; pass a model saved by a run: RUN/models/ARM.zip");
        }
        try {
            return content.read();
        } catch (Refused e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new InputException(file + ": not a saved model (not a valid zip file); was it copied completely?", e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The content of the file is invalid. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static Map<String, byte[]> entries(Path file, Set<String> wanted) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> all = new ArrayList<>(zip.stream().toList());
            requireNames(all.stream().map(ZipEntry::getName).toList());
            for (ZipEntry entry : all) {
                if (wanted.contains(entry.getName())) {
                    entries.put(entry.getName(), content(zip, entry));
                }
            }
        }
        return entries;
    }

    private static void requireNames(List<String> names) {
        if (!names.contains(DESCRIPTION)) {
            throw new Refused(
                    names.contains(ModelSerializer.CONFIGURATION_JSON)
                            ? "a Deeplearning4j model without %s, which describes its inputs; pass a model saved by a run: RUN/models/ARM.zip"
                                    .formatted(DESCRIPTION)
                            : "a zip file without a model; pass a model saved by a run: RUN/models/ARM.zip");
        }
        Set<String> before = new HashSet<>();
        for (String name : names) {
            if (!ENTRIES.contains(name) && !name.equals(PREPARATION)) {
                throw new Refused("not a model saved by a run: unexpected entry " + shown(name));
            }
            if (!before.add(name)) {
                throw new Refused("duplicate entry %s".formatted(name));
            }
        }
        for (String name : ENTRIES) {
            if (!before.contains(name)) {
                throw new Refused("%s is missing".formatted(name));
            }
        }
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }

    /** Unpacks at most the size that a model can have, whatever the zip declares. */
    private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
        try {
            return ZipContent.of(
                    zip, entry, entry.getName().equals(ModelSerializer.COEFFICIENTS_BIN) ? MOST_WEIGHTS : MOST_TEXT);
        } catch (IllegalArgumentException e) {
            throw new Refused(e.getMessage(), e);
        }
    }

    private static void check(Map<String, byte[]> entries, String name) {
        try {
            SafeConfiguration.check(new String(entries.get(name), UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Refused(name + ": " + e.getMessage(), e);
        }
    }

    private static ModelDescription description(byte[] json) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            int format = tree.path("format").asInt();
            if (format != ModelDescription.FORMAT) {
                throw new Refused("%s has format %d, but this version reads format %d"
                        .formatted(DESCRIPTION, format, ModelDescription.FORMAT));
            }
            if (tree instanceof ObjectNode object) {
                // Fields that descriptions of earlier versions do not have.
                object.putIfAbsent("ranges", NullNode.getInstance());
                object.putIfAbsent("threshold", NullNode.getInstance());
                object.putIfAbsent("unprepared", NullNode.getInstance());
            }
            return MAPPER.treeToValue(tree, ModelDescription.class);
        } catch (JsonProcessingException e) {
            throw new Refused("%s cannot be read: %s".formatted(DESCRIPTION, firstLine(e.getOriginalMessage())), e);
        }
    }

    private static Network network(Map<String, byte[]> entries) {
        INDArray weights;
        try {
            weights =
                    StoredWeights.read(ModelSerializer.COEFFICIENTS_BIN, entries.get(ModelSerializer.COEFFICIENTS_BIN));
        } catch (IllegalArgumentException e) {
            throw new Refused(e.getMessage(), e);
        }
        try {
            return StoredWeights.network(
                    SafeConfiguration.network(new String(entries.get(OWN_CONFIGURATION), UTF_8)), weights);
        } catch (RuntimeException e) {
            throw new Refused(
                    "weights and configuration do not match: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
