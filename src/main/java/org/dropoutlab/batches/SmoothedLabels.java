package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import org.dropoutlab.regularization.LabelSmoothing;

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
    public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
        int start = labels.position();
        data.write(examples, from, to, features, labels);
        int classes = outputs() == 1 ? 2 : outputs();
        float share = (float) (smoothing.epsilon() / classes);
        float rest = (float) (1 - smoothing.epsilon());
        for (int i = start; i < labels.position(); i++) {
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
