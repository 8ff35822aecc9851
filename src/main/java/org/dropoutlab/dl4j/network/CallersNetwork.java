package org.dropoutlab.dl4j.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.SerializedConfiguration;
import org.dropoutlab.dl4j.brought.LayerWeights;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network of the calling program, with classes that only it has: layers, dropout, losses, constraints. Every trial has a copy
 * of the configuration. Thread-safe.
 */
public final class CallersNetwork implements NetworkSpec.OfCaller, Architecture {
    private final SerializedConfiguration configuration;
    private final Optional<LayerWeights> start;
    private final Recorded recorded;

    /**
     * @param network its configuration; with weights, every layer has a name
     * @param start weights that every arm starts from; empty to start from seeds
     * @throws IllegalArgumentException if an object in it cannot be serialized or cloned; the message is one line
     */
    public CallersNetwork(NetworkConfiguration network, Optional<LayerWeights> start) {
        this.configuration = new SerializedConfiguration(network);
        this.start = start;
        this.recorded = new Recorded(
                identity(configuration, start),
                lossClass(network).map(Class::getSimpleName).orElse(""),
                content(network));
    }

    private static String content(NetworkConfiguration network) {
        try {
            return network.json();
        } catch (RuntimeException e) {
            // Its classes may not be made for JSON.
            return words(network);
        }
    }

    private static String words(NetworkConfiguration network) {
        List<Layer> layers = network.layers();
        return "%d layer%s (%s)"
                .formatted(
                        layers.size(),
                        layers.size() == 1 ? "" : "s",
                        layers.stream().map(CallersNetwork::words).collect(Collectors.joining(", ")));
    }

    private static String words(Layer layer) {
        String name = layer.getClass().getSimpleName().isEmpty()
                ? layer.getClass().getName()
                : layer.getClass().getSimpleName();
        return layer instanceof FeedForwardLayer sized && sized.getNOut() > 0 ? name + " " + sized.getNOut() : name;
    }

    private static Optional<Class<?>> lossClass(NetworkConfiguration network) {
        List<Layer> layers = network.layers();
        Layer last = layers.get(layers.size() - 1);
        return last instanceof BaseOutputLayer output
                ? Optional.of(output.getLossFn().getClass())
                : last instanceof LossLayer loss ? Optional.of(loss.getLossFn().getClass()) : Optional.empty();
    }

    private static String identity(SerializedConfiguration configuration, Optional<LayerWeights> start) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(configuration.sha256().getBytes(UTF_8));
            start.ifPresent(weights -> weights.layers().forEach((layer, arrays) -> {
                digest.update(layer.getBytes(UTF_8));
                arrays.values().forEach(array -> digest.update(bytes(array)));
            }));
            return (start.isPresent() ? Recorded.TRAINED : "") + "sha256:"
                    + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static ByteBuffer bytes(INDArray array) {
        double[] numbers = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return bytes;
    }

    @Override
    public Recorded recorded() {
        return recorded;
    }

    private Architecture copy() {
        return Architectures.configured(configuration.copy());
    }

    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        return copy().configuration(regularizers, optimizer, seed);
    }

    @Override
    public NetworkConfiguration plain() {
        return copy().plain();
    }

    @Override
    public Optional<LayerWeights> startingWeights() {
        return start;
    }

    @Override
    public List<OwnTreatment> treatments() {
        return copy().treatments();
    }

    @Override
    public Presentation presentation() {
        return copy().presentation();
    }
}
