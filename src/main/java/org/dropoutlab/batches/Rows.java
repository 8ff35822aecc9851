package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Examples on the Java heap, where copying is faster than ND4J's pullRows, which sets up strides for each call.
 *
 * @param features [example][feature]
 * @param labels [example][output]
 * @param form shape of an example as network input; empty for a plain row
 */
public record Rows(float[][] features, float[][] labels, List<Integer> form) implements BatchSource {

    /** Plain rows. */
    Rows(float[][] features, float[][] labels) {
        this(features, labels, List.of());
    }

    /** The last {@code count} rows. */
    public Rows last(int count) {
        return new Rows(
                Arrays.copyOfRange(features, size() - count, size()),
                Arrays.copyOfRange(labels, size() - count, size()),
                form);
    }

    public int size() {
        return features.length;
    }

    /** The indices of all rows. */
    public int[] all() {
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
        return form.isEmpty()
                ? new long[] {examples, inputs()}
                : LongStream.concat(LongStream.of(examples), form.stream().mapToLong(Integer::longValue))
                        .toArray();
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
