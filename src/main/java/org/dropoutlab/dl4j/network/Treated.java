package org.dropoutlab.dl4j.network;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.dropoutlab.dl4j.ConfigurationTreatment;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.brought.LayerWeights;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/** An architecture with treatments of the calling program's own, which act after all other regularizers. */
record Treated(Architecture architecture) implements Architecture {
    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NetworkConfiguration network = architecture.configuration(
                regularizers.stream()
                        .filter(regularizer -> !isOfCaller(regularizer))
                        .toList(),
                optimizer,
                seed);
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof ConfigurationTreatment treatment) {
                network = seeded(treatment.applied(network), seed);
            } else if (isOfCaller(regularizer)) {
                throw new IllegalArgumentException(
                        "%s is a treatment of the program that ran this comparison: only that program can train with it"
                                .formatted(regularizer.describe()));
            }
        }
        return network;
    }

    private static boolean isOfCaller(Regularizer regularizer) {
        return regularizer instanceof Regularizer.OfCaller || regularizer instanceof Regularizer.Recorded;
    }

    /** Arms of a pair start from the same weights, whatever seed a new configuration has. */
    private static NetworkConfiguration seeded(NetworkConfiguration network, long seed) {
        network.stack().ifPresent(stack -> stack.getConfs().forEach(conf -> conf.setSeed(seed)));
        if (network instanceof NetworkConfiguration.Graph graph) {
            NeuralNetConfiguration defaults = graph.configuration().getDefaultConfiguration();
            if (defaults != null) {
                defaults.setSeed(seed);
            }
            graph.configuration().getVertices().values().stream()
                    .filter(LayerVertex.class::isInstance)
                    .forEach(vertex -> ((LayerVertex) vertex).getLayerConf().setSeed(seed));
        }
        return network;
    }

    @Override
    public NetworkConfiguration plain() {
        return architecture.plain();
    }

    @Override
    public Optional<LayerWeights> startingWeights() {
        return architecture.startingWeights();
    }

    @Override
    public List<OwnTreatment> treatments() {
        return architecture.treatments();
    }

    @Override
    public Presentation presentation() {
        return architecture.presentation();
    }
}
