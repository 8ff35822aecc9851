package org.dropoutlab.dl4j.brought;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network in the zip file of Deeplearning4j's {@link ModelSerializer}, plain or saved by a run of this project. Only the
 * configuration and the weights are read: normalizers, updaters and preprocessors in such files are serialized objects.
 */
final class ModelZip {
    /** The configuration of models that a run saved, in this project's own classes. */
    private static final String OWN_CONFIGURATION = "dropout-lab-configuration.json";

    private static final int MOST_ENTRIES = 1000;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private ModelZip() {}

    /**
     * Reads the configuration; the weights are read on demand.
     *
     * @throws IllegalArgumentException if it is no model; the message is one line and says what it is
     */
    static Found read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names =
                    zip.stream().limit(MOST_ENTRIES).map(ZipEntry::getName).toList();
            requireModel(names);
            boolean own = names.contains(OWN_CONFIGURATION);
            String json = new String(
                    ZipContent.of(
                            zip,
                            zip.getEntry(own ? OWN_CONFIGURATION : ModelSerializer.CONFIGURATION_JSON),
                            SafeConfiguration.MOST_BYTES),
                    UTF_8);
            ZipEntry weights = zip.getEntry(ModelSerializer.COEFFICIENTS_BIN);
            boolean none = weights == null || names.contains(ModelSerializer.NO_PARAMS_MARKER);
            Optional<Supplier<INDArray>> row = none ? Optional.empty() : Optional.of(() -> weights(file, json));
            Found found = Found.of(own ? "a model saved by a run" : "a Deeplearning4j model", json, row);
            // A file that does not fit is refused now, not in the first trial.
            if (found.weights().isPresent()) {
                LayerWeights unused = found.weights().get().get();
            }
            return found;
        } catch (ZipException e) {
            throw new IllegalArgumentException("not a valid zip file; was it copied completely?", e);
        }
    }

    private static void requireModel(List<String> names) {
        Set<String> before = new HashSet<>();
        for (String name : names) {
            if (!before.add(name)) {
                throw new IllegalArgumentException("duplicate entry " + StoredWeights.shown(name));
            }
        }
        if (before.contains(ModelSerializer.CONFIGURATION_JSON)) {
            return;
        }
        if (before.contains("config.json") && before.contains("model.weights.h5")) {
            throw new IllegalArgumentException(
                    "a .keras file of Keras 3, which Deeplearning4j's import cannot read: save it with model.save(\"model.h5\") in Keras 2");
        }
        if (names.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
            throw new IllegalArgumentException(
                    "a PyTorch file, which holds weights but no network that could be read: write the network as a Deeplearning4j configuration");
        }
        throw new IllegalArgumentException(
                "a zip file without a network: %s is missing; save one with ModelSerializer.writeModel"
                        .formatted(ModelSerializer.CONFIGURATION_JSON));
    }

    /** The number of weights is compared with the configuration before any are unpacked. */
    private static INDArray weights(Path file, String json) {
        String name = ModelSerializer.COEFFICIENTS_BIN;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            long parameters = Found.parameters(json);
            try (InputStream in = zip.getInputStream(entry)) {
                Found.requireMatch(parameters, StoredWeights.declared(name, in.readNBytes(StoredWeights.MOST_HEADER)));
            }
            long most = parameters * Double.BYTES + StoredWeights.MOST_HEADER;
            return StoredWeights.read(name, ZipContent.of(zip, entry, (int) Math.min(most, LARGEST)));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read (%s)".formatted(e.getMessage()), e);
        }
    }
}
