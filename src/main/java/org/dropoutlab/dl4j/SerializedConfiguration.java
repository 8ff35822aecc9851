package org.dropoutlab.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/**
 * A network's configuration as serialized in this process, from which every trial gets a copy of its own. Deeplearning4j's
 * {@code clone()} is not enough: copies share weight noise, constraints, and dropout of layers without weights, which keep their
 * masks, so parallel trials would use each other's. Immutable and thread-safe.
 */
public final class SerializedConfiguration {
    private final byte[] bytes;
    private final Map<String, Class<?>> classes;

    /**
     * Serializes a configuration, as of a network that has not been trained.
     *
     * @throws IllegalArgumentException if an object in it cannot be serialized or cloned; the message is one line
     */
    public SerializedConfiguration(NetworkConfiguration configuration) {
        this.classes = new HashMap<>();
        try {
            this.bytes = serialized(untrained(configuration));
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    "%s is not Serializable, so trials cannot have copies of the configuration: make it Serializable, or transient where it is a field"
                            .formatted(e.getMessage()),
                    e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the configuration cannot be copied: " + e, e);
        }
        requireCloneable();
    }

    /** The same with the counts of a new network and without the seed, which may be the time of day, in a copy. */
    private static Serializable untrained(NetworkConfiguration configuration) {
        if (configuration instanceof NetworkConfiguration.Graph graph) {
            ComputationGraphConfiguration copy = graph.configuration().clone();
            copy.setIterationCount(0);
            copy.setEpochCount(0);
            if (copy.getDefaultConfiguration() != null) {
                copy.getDefaultConfiguration().setSeed(0);
            }
            copy.getVertices().values().stream()
                    .filter(LayerVertex.class::isInstance)
                    .forEach(vertex -> ((LayerVertex) vertex).getLayerConf().setSeed(0));
            return copy;
        }
        MultiLayerConfiguration copy = configuration.requireStack().clone();
        copy.setIterationCount(0);
        copy.setEpochCount(0);
        for (NeuralNetConfiguration layer : copy.getConfs()) {
            layer.setIterationCount(0);
            layer.setEpochCount(0);
            layer.setSeed(0);
        }
        return copy;
    }

    private byte[] serialized(Serializable object) throws IOException {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytesOut) {
            @Override
            protected void annotateClass(Class<?> type) {
                classes.put(type.getName(), type);
            }
        }) {
            out.writeObject(object);
        }
        return bytesOut.toByteArray();
    }

    /** Deeplearning4j clones parts of a configuration while it builds a network. */
    private void requireCloneable() {
        NetworkConfiguration copy = copy();
        try {
            copy.copy();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("an object of the configuration cannot be cloned: " + e, e);
        }
    }

    /** A new copy. */
    public NetworkConfiguration copy() {
        // Classes are those of the original objects, whichever class loader they came from.
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                Class<?> known = classes.get(description.getName());
                return known == null ? super.resolveClass(description) : known;
            }
        }) {
            Object copy = in.readObject();
            return copy instanceof ComputationGraphConfiguration graph
                    ? new NetworkConfiguration.Graph(graph)
                    : new NetworkConfiguration.Stack((MultiLayerConfiguration) copy);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("the configuration cannot be copied: " + e, e);
        }
    }

    /** A hash of the serialized form, which is the same for equal configurations of one version of the program. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
