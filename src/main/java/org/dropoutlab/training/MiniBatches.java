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

    private final float[][] features;
    private final float[][] labels;
    private final int batchSize;
    private final int[] order;
    private int next;

    /**
     * @param features [example, feature], training examples first
     * @param labels [example, output], in the same order
     * @param trainExamples how many of them are training examples
     */
    MiniBatches(INDArray features, INDArray labels, int trainExamples, int batchSize) {
        this.features = features.toFloatMatrix();
        this.labels = labels.toFloatMatrix();
        this.batchSize = batchSize;
        this.order = new int[trainExamples];
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
        int start = next;
        next = end;
        return new DataSet(rows(features, start, end), rows(labels, start, end));
    }

    /** Copying rows in Java is quicker than ND4J's pullRows, which sets up strides for each call. */
    private INDArray rows(float[][] source, int start, int end) {
        int columns = source[0].length;
        float[] rows = new float[(end - start) * columns];
        for (int i = start; i < end; i++) {
            System.arraycopy(source[order[i]], 0, rows, (i - start) * columns, columns);
        }
        return Nd4j.create(rows, new long[] {end - start, columns}, 'c');
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
        return features[0].length;
    }

    @Override
    public int totalOutcomes() {
        return labels[0].length;
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
