package org.dropoutlab.training;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.steps.DensePlan;
import org.dropoutlab.steps.DirectSteps;

/** A network in training. However it learns, it learns the same but for rounding. */
sealed interface Learner extends AutoCloseable permits DirectLearner, LayeredLearner {

    /**
     * What trains {@code network}.
     *
     * @param network initialized
     * @param plan for direct steps; empty if it is trained layer by layer
     */
    static Learner of(MultiLayerNetwork network, Optional<DensePlan> plan) {
        return plan.<Learner>map(direct -> new DirectLearner(network, DirectSteps.of(network, direct)))
                .orElseGet(() -> new LayeredLearner(network));
    }

    /** The network as it is now. */
    MultiLayerNetwork network();

    /** Trains for an epoch. */
    void fit(MiniBatches epoch);

    /** What the network makes of {@code examples}, with every noise off. */
    Answers answer(Rows examples);

    /** How the network does on {@code examples}, with every noise off. */
    default Scores score(Rows examples) {
        Answers answers = answer(examples);
        return Scores.of(answers.losses(), answers.outputs(), examples.labels());
    }

    /**
     * What a network makes of some examples.
     *
     * @param losses of each example, in nats
     * @param outputs [example][output]
     */
    record Answers(double[] losses, float[][] outputs) {}

    @Override
    void close();
}
