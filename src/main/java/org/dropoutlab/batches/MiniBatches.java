package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.dropoutlab.steps.DirectSteps;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The training data in mini-batches, in an order set by a seed. The last mini-batch may be shorter.
 */
public final class MiniBatches implements DataSetIterator, DirectSteps.Feed {
    private static final long serialVersionUID = 1L;

    private final transient BatchSource data;
    private final int[] examples;
    private final int batchSize;
    private final int[] order;
    private transient BatchSource source;
    private int next;

    /**
     * @param data source of the mini-batches
     * @param examples indices of the training examples in {@code data}
     * @param batchSize examples per mini-batch
     */
    public MiniBatches(BatchSource data, int[] examples, int batchSize) {
        this.data = data;
        this.source = data;
        this.examples = examples;
        this.batchSize = batchSize;
        this.order = new int[examples.length];
    }

    /** Switches to the examples of an epoch, counted from 1, from the next mini-batch on. */
    public MiniBatches inEpoch(int epoch) {
        source = data.inEpoch(epoch);
        return this;
    }

    /** Restarts with the examples in an order set by {@code seed}. */
    public MiniBatches shuffled(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = examples[i];
        }
        next = 0;
        return this;
    }

    /** Restarts with the examples in their original order. */
    public MiniBatches inOrder() {
        System.arraycopy(examples, 0, order, 0, order.length);
        next = 0;
        return this;
    }

    @Override
    public boolean hasNext() {
        return next < order.length;
    }

    @Override
    public DataSet next() {
        return next(batchSize);
    }

    @Override
    public DataSet next(int wanted) {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int start = next;
        next = Math.min(next + wanted, order.length);
        return source.batch(order, start, next);
    }

    @Override
    public int next(FloatBuffer features, FloatBuffer labels) {
        int start = next;
        next = Math.min(next + batchSize, order.length);
        source.write(order, start, next, features, labels);
        return next - start;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return source.worthPrefetching();
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public int inputColumns() {
        return source.inputs();
    }

    @Override
    public int totalOutcomes() {
        return source.outputs();
    }

    @Override
    public List<String> getLabels() {
        return null;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("mini-batches are already scaled");
    }
}
