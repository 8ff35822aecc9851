package org.dropoutlab.dl4j.brought;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.global.hdf5;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A Keras model in an HDF5 file, read by Deeplearning4j's own import, which runs no Python. What the import loses without a word
 * is restored from Keras's own configuration by {@link KerasConfiguration}.
 */
final class KerasFile {
    private static final long MOST_NUMBERS = 375_000_000;
    private static final int MOST_OBJECTS = 100_000;
    private static final int DEEPEST = 20;
    private static final String MODEL = "model_config";
    private static final String TRAINING = "training_config";
    private static final ObjectMapper JSON = new ObjectMapper();

    private KerasFile() {}

    /**
     * Reads the network and its weights.
     *
     * @throws IllegalArgumentException if it is no Keras model or Deeplearning4j cannot import it; the message is one line
     */
    static Found read(Path file) throws IOException {
        String path = file.toAbsolutePath().toString();
        try {
            requireSize(path);
            KerasConfiguration keras = configuration(path);
            if (keras.isSequential()) {
                MultiLayerNetwork network = KerasModelImport.importKerasSequentialModelAndWeights(path, true);
                return keras.found(
                        network.getLayerWiseConfigurations().toJson(),
                        () -> LayerWeights.of(new Network.Stack(network)));
            }
            ComputationGraph network = KerasModelImport.importKerasModelAndWeights(path, true);
            return keras.found(network.getConfiguration().toJson(), () -> LayerWeights.of(new Network.Graph(network)));
        } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException e) {
            throw refused(e);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(Exception e) {
        String why = SafeConfiguration.firstLine(e.getMessage() == null ? e.toString() : e.getMessage())
                .replaceAll("[.]? Please file an issue at .*", "");
        return new IllegalArgumentException("Deeplearning4j cannot import this Keras model: " + why, e);
    }

    private static KerasConfiguration configuration(String path)
            throws UnsupportedKerasConfigurationException, JsonProcessingException {
        try (Hdf5Archive archive = new Hdf5Archive(path)) {
            if (!archive.hasAttribute(MODEL)) {
                throw new IllegalArgumentException(
                        archive.hasAttribute("layer_names")
                                        || archive.getGroups().contains("layers")
                                ? "an HDF5 file with weights alone: save the whole Keras model with model.save(\"model.h5\")"
                                : "an HDF5 file, but not a Keras model: it has no attribute " + MODEL);
            }
            JsonNode model = JSON.readTree(archive.readAttributeAsJson(MODEL));
            Optional<JsonNode> training = archive.hasAttribute(TRAINING)
                    ? Optional.of(JSON.readTree(archive.readAttributeAsJson(TRAINING)))
                    : Optional.empty();
            return new KerasConfiguration(model, training);
        }
    }

    /** Rejects files that declare more numbers than a network has: the import allocates what they declare. */
    private static void requireSize(String path) {
        synchronized (Hdf5Archive.LOCK_OBJECT) {
            H5File file;
            try {
                file = new H5File(path, hdf5.H5F_ACC_RDONLY());
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("a damaged HDF5 file; was it copied completely?", e);
            }
            try {
                new Sizes().add(file, 0);
            } finally {
                file.deallocate();
            }
        }
    }

    private static final class Sizes {
        private long numbers;
        private int objects;

        void add(Group group, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("an HDF5 file whose groups are nested too deeply");
            }
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < group.getNumObjs(); i++) {
                if (++objects > MOST_OBJECTS) {
                    throw new IllegalArgumentException(
                            "an HDF5 file with more than %,d objects".formatted(MOST_OBJECTS));
                }
                String name = group.getObjnameByIdx(i).getString();
                int type = group.childObjType(group.getObjnameByIdx(i));
                if (type == hdf5.H5O_TYPE_GROUP) {
                    groups.add(name);
                } else if (type == hdf5.H5O_TYPE_DATASET) {
                    add(group.openDataSet(name));
                }
            }
            for (String name : groups) {
                Group inner = group.openGroup(name);
                add(inner, depth + 1);
                inner.deallocate();
            }
        }

        private void add(DataSet data) {
            DataSpace space = data.getSpace();
            long[] sizes = new long[space.getSimpleExtentNdims()];
            if (sizes.length > 0) {
                space.getSimpleExtentDims(sizes);
            }
            long product = 1;
            for (long size : sizes) {
                product =
                        size < 0 || size > MOST_NUMBERS ? MOST_NUMBERS + 1 : Math.min(product * size, MOST_NUMBERS + 1);
            }
            numbers += product;
            if (numbers > MOST_NUMBERS) {
                throw new IllegalArgumentException(
                        "an HDF5 file with more than %,d numbers, which is too large for a network here"
                                .formatted(MOST_NUMBERS));
            }
            space.deallocate();
            data.deallocate();
        }
    }
}
