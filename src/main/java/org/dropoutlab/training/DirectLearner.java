package org.dropoutlab.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.direct.DirectSteps;

/** Learns by {@link DirectSteps}. */
record DirectLearner(MultiLayerNetwork network, DirectSteps steps) implements Learner {
    @Override
    public void fit(MiniBatches epoch) {
        steps.fit(epoch);
    }

    @Override
    public Scores score(Rows examples) {
        DirectSteps.Answers answers =
                steps.answer(new MiniBatches(examples, examples.all(), steps.capacity()).inOrder());
        return Scores.of(answers.losses(), answers.outputs(), examples.labels());
    }

    @Override
    public void close() {
        steps.close();
    }
}
