package org.dropoutlab.library;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.ConfigurationTreatment;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.SerializedConfiguration;

/**
 * A treatment of your own: any change of a network's configuration. It is used like this project's regularizers, alone or with
 * them, and acts after them:
 *
 * <pre>{@code
 * .arm("mine", Treatment.ofLayers("my dropout", layer -> layer.setIDropout(new MyDropout(0.8))))
 * .arm("both", new L2(1e-4), Treatment.ofStack("my noise", configuration -> …))
 * }</pre>
 *
 * <p>Each trial passes its own copy of the configuration, from the thread that trains it, and trains a copy of what it gets back:
 * objects that you put in are never shared between trials, so they must be {@code Serializable}, as Deeplearning4j's are. Seeds stay
 * the trial's: an arm starts from the weights of its baseline if the treatment adds no parameters.
 */
public final class Treatment implements ConfigurationTreatment {
    private final String name;
    private final UnaryOperator<NetworkConfiguration> change;

    private Treatment(String name, UnaryOperator<NetworkConfiguration> change) {
        if (name.isBlank() || name.lines().count() > 1) {
            throw new IllegalArgumentException("a treatment needs a description in one line, not '%s'".formatted(name));
        }
        this.name = name;
        this.change = change;
    }

    /**
     * A treatment of networks whose layers follow each other.
     *
     * @param name one line that describes it; to {@link NetworkComparison#resume} a run, treatments of one name are the same
     * @param change returns the configuration with the treatment; it may change the one that it gets
     */
    public static Treatment ofStack(String name, UnaryOperator<MultiLayerConfiguration> change) {
        return new Treatment(
                name, network -> new NetworkConfiguration.Stack(required(change.apply(network.requireStack()), name)));
    }

    /**
     * A treatment of graphs.
     *
     * @param name one line that describes it; to {@link NetworkComparison#resume} a run, treatments of one name are the same
     * @param change returns the configuration with the treatment; it may change the one that it gets
     */
    public static Treatment ofGraph(String name, UnaryOperator<ComputationGraphConfiguration> change) {
        return new Treatment(name, network -> {
            if (!(network instanceof NetworkConfiguration.Graph graph)) {
                throw new IllegalArgumentException(
                        "%s is a treatment of graphs, and this network is none".formatted(name));
            }
            return new NetworkConfiguration.Graph(required(change.apply(graph.configuration()), name));
        });
    }

    /**
     * A treatment of layers, of any network.
     *
     * @param name one line that describes it; to {@link NetworkComparison#resume} a run, treatments of one name are the same
     * @param change changes a layer's configuration, called for each layer after those that it depends on, with layers that regularizers
     *     of the arm have added
     */
    public static Treatment ofLayers(String name, Consumer<Layer> change) {
        return new Treatment(name, network -> {
            network.layers().forEach(change);
            return network;
        });
    }

    private static <C> C required(C changed, String name) {
        return Objects.requireNonNull(changed, () -> "treatment '%s' returned no configuration".formatted(name));
    }

    @Override
    public NetworkConfiguration applied(NetworkConfiguration network) {
        try {
            return new SerializedConfiguration(change.apply(network)).copy();
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("treatment '%s' failed: %s".formatted(name, e), e);
        }
    }

    @Override
    public String family() {
        return name;
    }

    @Override
    public String describe() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
