package org.dropoutlab.training;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training data in mini-batches, in an order that a seed decides. The last mini-batch holds what is left and may be
 * shorter.
 */
final class MiniBatches implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private final INDArray features;
    private final INDArray labels;
    private final int batchSize;
    private final int[] order;
    private int next;

    /**
     * @param features [example, feature]
     * @param labels [example, output]
     */
    MiniBatches(INDArray features, INDArray labels, int batchSize) {
        this.features = features;
        this.labels = labels;
        this.batchSize = batchSize;
        this.order = new int[Math.toIntExact(features.size(0))];
    }

    /** Starts again with the examples in the order that {@code seed} decides. */
    void shuffle(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        next = 0;
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
    public DataSet next(int examples) {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int end = Math.min(next + examples, order.length);
        int[] rows = java.util.Arrays.copyOfRange(order, next, end);
        next = end;
        return new DataSet(Nd4j.pullRows(features, 1, rows), Nd4j.pullRows(labels, 1, rows));
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** Batches are cheap: a thread that makes them ahead would cost more than it saves. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public int inputColumns() {
        return Math.toIntExact(features.size(1));
    }

    @Override
    public int totalOutcomes() {
        return Math.toIntExact(labels.size(1));
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
        throw new UnsupportedOperationException("scaling is fitted before batches are made");
    }
}
