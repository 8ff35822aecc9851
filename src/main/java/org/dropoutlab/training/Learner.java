package org.dropoutlab.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.steps.DirectSteps;

/** A network in training. All learners give the same weights up to rounding. */
sealed interface Learner extends AutoCloseable permits DirectLearner, LayeredLearner {

    /**
     * A learner for {@code network}.
     *
     * @param network initialized network
     * @param steps how to take its steps
     * @param batchSize examples per mini-batch
     */
    static Learner of(MultiLayerNetwork network, Steps steps, int batchSize) {
        return switch (steps) {
            case DIRECT -> new DirectLearner(network, DirectSteps.of(network, batchSize));
            case LAYERED -> new LayeredLearner(network);
        };
    }

    /** The network in its current state. */
    MultiLayerNetwork network();

    /** Trains for one epoch. */
    void fit(MiniBatches epoch);

    /** The network's losses and outputs for {@code examples}, with all noise off. */
    Answers answer(Rows examples);

    /** The network's scores on {@code examples}, with all noise off. */
    default Scores score(Rows examples) {
        Answers answers = answer(examples);
        return Scores.of(answers.losses(), answers.outputs(), examples.labels());
    }

    /**
     * A network's losses and outputs for some examples.
     *
     * @param losses loss of each example, in nats
     * @param outputs [example][output]
     */
    record Answers(double[] losses, float[][] outputs) {}

    @Override
    void close();
}
