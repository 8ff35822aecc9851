package org.dropoutlab.training;

import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PaddedSequences;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.steps.DirectSteps;

/** A learner with {@link DirectSteps}. */
record DirectLearner(Network network, DirectSteps steps) implements Learner {
    @Override
    public void fit(MiniBatches epoch) {
        steps.fit(epoch);
    }

    @Override
    public Outputs predict(Rows rows, int[] examples) {
        return steps.predict(new MiniBatches(rows, examples, steps.capacity()).inOrder());
    }

    @Override
    public Outputs predict(PaddedSequences sequences, int[] examples) {
        throw new IllegalStateException("there are no direct steps on sequences");
    }

    @Override
    public int atOnce(Rows rows) {
        return steps.capacity();
    }

    @Override
    public Outputs predict(PresentedImages images, int[] examples) {
        return steps.predict(new MiniBatches(images, examples, steps.capacity()).inOrder());
    }

    @Override
    public float[][] predictions(PresentedImages images, int[] examples) {
        return predict(images, examples).outputs();
    }

    @Override
    public void close() {
        steps.close();
    }
}
