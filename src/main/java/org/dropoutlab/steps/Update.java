package org.dropoutlab.steps;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** How a step changes the parameters. */
interface Update {
    /** The update of {@code network} by {@code plan}. */
    static Update of(MultiLayerNetwork network, DirectPlan plan) {
        return plan.momentum()
                .<Update>map(momentum -> new FusedMomentum(network, plan.parts(), momentum))
                .orElseGet(() -> new NetworkUpdate(network));
    }

    /** The array to which layers add the gradient, in the order of the parameters. */
    NativeNumbers gradient();

    /** How they add it in {@code step}. */
    Accumulation accumulation(Step step);

    /** Changes the parameters, after all layers have added their gradient. */
    void apply(Step step);
}
