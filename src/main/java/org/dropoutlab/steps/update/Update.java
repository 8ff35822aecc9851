package org.dropoutlab.steps.update;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.layer.Accumulation;
import org.dropoutlab.steps.layer.Part;
import org.dropoutlab.steps.layer.Step;

/** How a step changes the parameters. */
public interface Update {
    /**
     * The update of {@code network}.
     *
     * @param parts its parts, from the inputs upwards
     * @param momentum settings of the fused update; empty for the network's own
     */
    static Update of(MultiLayerNetwork network, List<Part> parts, Optional<FusedMomentum.Settings> momentum) {
        return momentum.<Update>map(fused -> new FusedMomentum(network, parts, fused))
                .orElseGet(() -> new NetworkUpdate(network));
    }

    /** The array to which layers add the gradient, in the order of the parameters. */
    NativeNumbers gradient();

    /** How they add it in {@code step}. */
    Accumulation accumulation(Step step);

    /** Changes the parameters, after all layers have added their gradient. */
    void apply(Step step);
}
