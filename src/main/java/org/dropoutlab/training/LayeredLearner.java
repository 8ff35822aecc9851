package org.dropoutlab.training;

import java.util.Optional;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.layer.ClassWeightedLoss;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.scoring.Outputs;
import org.nd4j.linalg.dataset.DataSet;

/** A learner with Deeplearning4j's own steps, layer by layer, for any network. */
record LayeredLearner(Network network, Optional<ClassWeights> weights) implements Learner {
    private static final int MAPS_AT_ONCE = 250;
    /** More than in most tables, which have always been predicted in one pass; but a pass keeps all activations. */
    private static final int ROWS_AT_ONCE = 1 << 16;

    LayeredLearner(Network network) {
        this(network, Optional.empty());
    }

    @Override
    public void fit(MiniBatches epoch) {
        if (weights.isPresent()) {
            ClassWeightedLoss.during(network.outputConfiguration(), weights.get(), () -> network.fit(epoch));
        } else {
            network.fit(epoch);
        }
    }

    @Override
    public int atOnce(Rows rows) {
        return rows.form().isEmpty() ? ROWS_AT_ONCE : MAPS_AT_ONCE;
    }

    /** Losses come from the output layer's loss function. */
    @Override
    public Outputs predict(Rows rows, int[] examples) {
        double[] losses = new double[examples.length];
        float[] outputs = new float[examples.length * rows.outputs()];
        for (int from = 0; from < examples.length; from += atOnce(rows)) {
            int to = Math.min(from + atOnce(rows), examples.length);
            Outputs some = predict(rows.batch(examples, from, to));
            System.arraycopy(some.losses(), 0, losses, from, to - from);
            System.arraycopy(some.numbers(), 0, outputs, from * rows.outputs(), some.numbers().length);
        }
        return new Outputs(losses, outputs);
    }

    private Outputs predict(DataSet batch) {
        Network.Prediction prediction = network.predict(batch);
        float[] outputs = prediction.outputs().dup('c').data().asFloat();
        batch.getFeatures().close();
        batch.getLabels().close();
        return new Outputs(prediction.losses(), outputs);
    }

    @Override
    public float[][] predictions(PresentedImages images, int[] examples) {
        return images.predictions(network, examples);
    }

    /** Does nothing: the network belongs to the caller. */
    @Override
    public void close() {}
}
