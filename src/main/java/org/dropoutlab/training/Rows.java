package org.dropoutlab.training;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Examples in Java's memory: copying them there is quicker than ND4J's pullRows, which sets up strides for each call.
 *
 * @param features [example][feature]
 * @param labels [example][output]
 */
record Rows(float[][] features, float[][] labels) implements BatchSource {

    int size() {
        return features.length;
    }

    /** Places of all of them. */
    int[] all() {
        return IntStream.range(0, size()).toArray();
    }

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer into, FloatBuffer labelsInto) {
        for (int i = from; i < to; i++) {
            into.put(features[examples[i]]);
            labelsInto.put(labels[examples[i]]);
        }
    }

    @Override
    public long[] shape(int examples) {
        return new long[] {examples, inputs()};
    }

    @Override
    public int inputs() {
        return features[0].length;
    }

    @Override
    public int outputs() {
        return labels[0].length;
    }

    @Override
    public boolean worthPrefetching() {
        return false;
    }
}
