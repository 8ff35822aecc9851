package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A source of mini-batches in a network's format. */
public interface BatchSource {

    /**
     * Writes scaled examples, one after another.
     *
     * @param examples indices of examples
     * @param from position of the first one to write
     * @param to position after the last one to write
     * @param features [example, input]
     * @param labels [example, output]
     */
    void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels);

    /** A mini-batch of examples at positions {@code from} to {@code to} − 1. */
    default DataSet batch(int[] examples, int from, int to) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, shape(to - from), 'c');
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, new long[] {to - from, outputs()}, 'c');
        write(examples, from, to, numbers(features), numbers(labels));
        return new DataSet(features, labels);
    }

    /** The numbers of a contiguous array, in its order. */
    static FloatBuffer numbers(INDArray array) {
        return ((FloatPointer) array.data().pointer()).asBuffer();
    }

    /** The source for an epoch, counted from 1; different only if examples change between epochs. */
    default BatchSource inEpoch(int epoch) {
        return this;
    }

    /** Shape of the features of {@code examples} examples. */
    long[] shape(int examples);

    /** Number of network inputs per example. */
    int inputs();

    /** Number of network outputs per example. */
    int outputs();

    /** Whether making a batch takes long enough to justify a separate thread. */
    boolean worthPrefetching();
}
