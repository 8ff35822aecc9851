package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PaddedSequences;
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
    private static final int STEPS_AT_ONCE = 1 << 15;
    /** More than in most tables, which have always been predicted in one pass; but a pass keeps all activations. */
    private static final int ROWS_AT_ONCE = 1 << 16;

    LayeredLearner(Network network) {
        this(network, Optional.empty());
    }

    @Override
    public void fit(MiniBatches epoch) {
        if (weights.isPresent()) {
            network.withLoss(loss -> new ClassWeightedLoss(loss, weights.get()), () -> network.fit(epoch));
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
        return predict(rows, examples, atOnce(rows));
    }

    @Override
    public Outputs predict(PresentedImages images, int[] examples) {
        return predict(images, examples, MAPS_AT_ONCE);
    }

    private Outputs predict(BatchSource source, int[] examples, int atOnce) {
        double[] losses = new double[examples.length];
        float[] outputs = new float[examples.length * source.outputs()];
        for (int from = 0; from < examples.length; from += atOnce) {
            int to = Math.min(from + atOnce, examples.length);
            Outputs some = predict(source.batch(examples, from, to));
            System.arraycopy(some.losses(), 0, losses, from, to - from);
            System.arraycopy(some.numbers(), 0, outputs, from * source.outputs(), some.numbers().length);
        }
        return new Outputs(losses, outputs);
    }

    /** Sequences come in parts of their order, each small enough for memory when padded to its longest. */
    @Override
    public Outputs predict(PaddedSequences sequences, int[] examples) {
        int answers = sequences.sequences().answered(examples).length;
        double[] losses = new double[answers];
        float[] outputs = new float[answers * sequences.outputs()];
        int done = 0;
        for (int from = 0; from < examples.length; ) {
            int to = from + sequencesAtOnce(sequences, examples, from);
            Network.Prediction prediction = predict(sequences, examples, from, to);
            int some = prediction.losses().length;
            System.arraycopy(prediction.losses(), 0, losses, done, some);
            float[] numbers = prediction.outputs().dup('c').data().asFloat();
            System.arraycopy(numbers, 0, outputs, done * sequences.outputs(), numbers.length);
            done += some;
            from = to;
        }
        return new Outputs(losses, outputs);
    }

    private Network.Prediction predict(PaddedSequences sequences, int[] examples, int from, int to) {
        DataSet batch = sequences.batch(examples, from, to);
        Network.Prediction prediction = sequences.form().eachStep()
                ? network.predict(
                        batch,
                        sequences.places(
                                Arrays.copyOfRange(examples, from, to),
                                Math.toIntExact(batch.getFeatures().size(2))))
                : network.predict(batch);
        batch.getFeatures().close();
        batch.getLabels().close();
        return prediction;
    }

    private static int sequencesAtOnce(PaddedSequences sequences, int[] examples, int from) {
        int longest = 0;
        int count = 0;
        while (from + count < examples.length && count < MAPS_AT_ONCE) {
            longest = Math.max(longest, sequences.sequences().length(examples[from + count]));
            if (count > 0 && (long) longest * (count + 1) > STEPS_AT_ONCE) {
                break;
            }
            count++;
        }
        return count;
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
