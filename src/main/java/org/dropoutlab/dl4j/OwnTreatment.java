package org.dropoutlab.dl4j;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Removal;

/**
 * A treatment that a user's network has of its own, in one of its layers.
 *
 * @param layer the layer, as in {@code layer 2 (DenseLayer)}
 * @param kind what kind of treatment it is
 * @param part the part of the layer on which it acts
 * @param places where regularizers of arms would act on the same; empty if none does
 * @param family name of the method in the literature
 * @param setting in the network's own terms, as in {@code dropOut(0.8)}
 * @param meaning what that does, as the rest of a sentence; empty if the setting says it
 */
public record OwnTreatment(
        String layer, Removal.Kind kind, Part part, Set<Place> places, String family, String setting, String meaning) {
    public OwnTreatment {
        places = places.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(places));
    }

    /** Layer, setting and what it does, in one line. */
    public String describe() {
        return "%s: %s%s".formatted(layer, setting, meaning.isEmpty() ? "" : ", " + meaning);
    }

    /** Whether it changes training at all. */
    public boolean acts() {
        return part != Part.NOTHING;
    }

    /** What a treatment acts on. */
    public enum Part {
        /** The inputs of the layer. */
        INPUTS,
        /** The weights. */
        WEIGHTS,
        /** The biases. */
        BIASES,
        /** The outputs of the layer. */
        OUTPUTS,
        /** The recurrence of a recurrent layer. */
        RECURRENCE,
        /** Nothing: Deeplearning4j accepts the setting there and ignores it. */
        NOTHING
    }
}
