package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import org.dropoutlab.regularization.LabelSmoothing;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Training examples with smoothed labels.
 *
 * @param data source with the true labels
 * @param smoothing amount of smoothing
 */
public record SmoothedLabels(BatchSource data, LabelSmoothing smoothing) implements BatchSource {

    @Override
    public SmoothedLabels inEpoch(int epoch) {
        return new SmoothedLabels(data.inEpoch(epoch), smoothing);
    }

    @Override
    public DataSet batch(int[] examples, int from, int to) {
        DataSet batch = data.batch(examples, from, to);
        FloatBuffer labels = BatchSource.numbers(batch.getLabels());
        smooth(labels, 0, labels.limit());
        return batch;
    }

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
        int start = labels.position();
        data.write(examples, from, to, features, labels);
        smooth(labels, start, labels.position());
    }

    private void smooth(FloatBuffer labels, int from, int to) {
        int classes = outputs() == 1 ? 2 : outputs();
        float share = (float) (smoothing.epsilon() / classes);
        float rest = (float) (1 - smoothing.epsilon());
        for (int i = from; i < to; i++) {
            labels.put(i, labels.get(i) * rest + share);
        }
    }

    @Override
    public long[] shape(int examples) {
        return data.shape(examples);
    }

    @Override
    public int inputs() {
        return data.inputs();
    }

    @Override
    public int outputs() {
        return data.outputs();
    }

    @Override
    public boolean worthPrefetching() {
        return data.worthPrefetching();
    }
}
