package org.dropoutlab.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.scoring.Outputs;
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

    /** The network's outputs for {@code examples}, with every noise off. */
    Outputs predict(Rows examples);

    @Override
    void close();
}
