package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Makes mini-batches as a network wants them. */
public interface BatchSource {

    /**
     * Writes some examples, scaled, one behind the other.
     *
     * @param examples their places
     * @param from the first to take
     * @param to the first not to take
     * @param features [example, input]
     * @param labels [example, output]
     */
    void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels);

    /** The same as arrays. */
    default DataSet batch(int[] examples, int from, int to) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, shape(to - from), 'c');
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, new long[] {to - from, outputs()}, 'c');
        write(examples, from, to, numbers(features), numbers(labels));
        return new DataSet(features, labels);
    }

    /** The numbers of an array without gaps, in its order. */
    static FloatBuffer numbers(INDArray array) {
        return ((FloatPointer) array.data().pointer()).asBuffer();
    }

    /** The same as it is in an epoch, counted from 1, where that changes what is written. */
    default BatchSource inEpoch(int epoch) {
        return this;
    }

    /** Shape of the features of {@code examples} examples. */
    long[] shape(int examples);

    /** Numbers that a network is given for an example. */
    int inputs();

    /** Outputs of the network. */
    int outputs();

    /** Whether making a batch takes long enough for a thread of its own to be worth while. */
    boolean worthPrefetching();
}
