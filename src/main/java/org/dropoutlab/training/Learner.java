package org.dropoutlab.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.direct.DirectSteps;

/** A network in training. However it learns, it learns the same but for rounding. */
sealed interface Learner extends AutoCloseable permits DirectLearner, LayeredLearner {

    /**
     * Trains by direct steps where the network is one for them and nobody listens, because Deeplearning4j's listeners ask
     * for gradients and activations that direct steps do not keep; else layer by layer.
     *
     * @param network initialized
     * @param batchSize examples in a mini-batch
     */
    static Learner of(MultiLayerNetwork network, int batchSize) {
        return network.getListeners().isEmpty()
                ? DirectSteps.of(network, Math.max(batchSize, DirectLearner.ASKED_AT_ONCE))
                        .<Learner>map(steps -> new DirectLearner(network, steps))
                        .orElseGet(() -> new LayeredLearner(network))
                : new LayeredLearner(network);
    }

    /** The network as it is now. */
    MultiLayerNetwork network();

    /** Trains for an epoch. */
    void fit(MiniBatches epoch);

    /** How the network does on {@code examples}, with every noise off. */
    Scores score(Rows examples);

    @Override
    void close();
}
