package org.dropoutlab.dl4j.brought;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.NetworkConfiguration;

/** Names of layers, by which {@link LayerWeights} find them. */
public final class LayerNames {
    private LayerNames() {}

    /** Gives every layer of a stack a name that no other has; those of a graph have one. */
    public static void complete(NetworkConfiguration network) {
        if (network instanceof NetworkConfiguration.Graph) {
            return;
        }
        Set<String> used = new HashSet<>();
        List<Layer> unnamed = new ArrayList<>();
        for (Layer layer : network.layers()) {
            String own = layer.getLayerName();
            // Names like layer3 are Deeplearning4j's own, for places.
            if (own == null || own.matches("layer[0-9]+") || !used.add(own)) {
                unnamed.add(layer);
            }
        }
        int number = 1;
        for (Layer layer : unnamed) {
            while (!used.add("own-" + number)) {
                number++;
            }
            layer.setLayerName("own-" + number);
        }
    }
}
