package org.dropoutlab.training;

import java.util.Optional;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PaddedSequences;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.steps.DirectPlan;
import org.dropoutlab.steps.DirectSteps;

/** A network in training. All learners give the same weights up to rounding. */
sealed interface Learner extends AutoCloseable permits DirectLearner, LayeredLearner {

    /**
     * A learner for {@code network}.
     *
     * @param network initialized network
     * @param plan plan for direct steps; empty for training layer by layer
     */
    static Learner of(Network network, Optional<DirectPlan> plan) {
        return of(network, plan, Optional.empty());
    }

    /** The same with {@code weights} of the classes in the training loss. */
    static Learner of(Network network, Optional<DirectPlan> plan, Optional<ClassWeights> weights) {
        return plan.<Learner>map(
                        direct -> new DirectLearner(network, DirectSteps.of(network.requireStack(), direct, weights)))
                .orElseGet(() -> new LayeredLearner(network, weights));
    }

    /** The network in its current state. */
    Network network();

    /** Trains for one epoch. */
    void fit(MiniBatches epoch);

    /** The network's outputs and losses for some {@code examples} of {@code rows}, with all noise off. */
    Outputs predict(Rows rows, int[] examples);

    /**
     * The network's outputs and losses for some {@code examples} of {@code sequences}, with all noise off: one of each answer, in the
     * order of {@link org.dropoutlab.data.Sequences#answered}.
     */
    Outputs predict(PaddedSequences sequences, int[] examples);

    /**
     * Number of examples in a forward pass of {@link #predict}: the rounding of an example's outputs may depend on its place in
     * the pass, so examples that are predicted in parts must be in parts of a multiple of it to get the same numbers.
     */
    int atOnce(Rows rows);

    /** The network's outputs and losses for some images, with all noise off. */
    Outputs predict(PresentedImages images, int[] examples);

    /** The network's outputs for images, with all noise off, [example][output]. */
    float[][] predictions(PresentedImages images, int[] examples);

    @Override
    void close();
}
