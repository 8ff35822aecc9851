package org.dropoutlab.library;

import java.util.Optional;
import org.dropoutlab.dl4j.Head;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.SerializedConfiguration;
import org.dropoutlab.dl4j.brought.LayerNames;
import org.dropoutlab.dl4j.brought.LayerWeights;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.network.CallersNetwork;
import org.dropoutlab.network.NetworkSpec;

/**
 * The network that a comparison was given, in a copy.
 *
 * @param anew the network, which starts from seeds
 * @param trained the same, which starts from its weights; empty if it has none
 * @param outputs of its last layer; 0 if that layer does not say
 */
record LiveNetwork(NetworkSpec anew, Optional<NetworkSpec> trained, int outputs) {

    /** A network without weights. */
    static LiveNetwork of(NetworkConfiguration configuration) {
        return new LiveNetwork(
                spec(configuration), Optional.empty(), Head.of(configuration).outputs());
    }

    /** A network with its weights, unless it is not initialized. */
    static LiveNetwork of(Network network) {
        NetworkConfiguration configuration = network.configuration();
        LiveNetwork anew = of(configuration);
        return network.model().params() == null
                ? anew
                : new LiveNetwork(anew.anew, Optional.of(trained(network)), anew.outputs);
    }

    /** As a configuration in JSON, which any version can train, or as an object if it has classes that only the caller has. */
    private static NetworkSpec spec(NetworkConfiguration configuration) {
        try {
            // Without its seed, which is not used: by default it is the time of day.
            String json = new SerializedConfiguration(configuration).copy().json();
            SafeConfiguration.network(json);
            return new NetworkSpec.Configured(json);
        } catch (RuntimeException e) {
            return new CallersNetwork(configuration, Optional.empty());
        }
    }

    private static NetworkSpec trained(Network network) {
        NetworkConfiguration named = new SerializedConfiguration(network.configuration()).copy();
        LayerNames.complete(named);
        Network copy = named.network();
        copy.params().assign(network.params());
        LayerWeights weights = LayerWeights.of(copy);
        return new CallersNetwork(named, Optional.of(weights));
    }
}
