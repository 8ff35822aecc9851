package org.dropoutlab.dl4j;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.dropoutlab.regularization.Place;

/**
 * Where a layer stands in its network.
 *
 * @param name the layer within a sentence, as in {@code layer 2}
 * @param inputs the places that regularizers of arms have for the layer's input; empty for an input that they leave alone
 */
public record LayerSpot(String name, Set<Place> inputs) {
    public LayerSpot {
        inputs = inputs.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(inputs));
    }
}
