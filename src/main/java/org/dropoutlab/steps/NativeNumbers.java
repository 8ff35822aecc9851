package org.dropoutlab.steps;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A contiguous array outside the Java heap.
 *
 * @param address the array for OpenBLAS
 * @param values the same array for Java
 */
record NativeNumbers(FloatPointer address, FloatBuffer values) {

    private static NativeNumbers at(FloatPointer address) {
        return new NativeNumbers(address, address.asBuffer());
    }

    /** A new array of zeros, which lives until {@link #close}. */
    static NativeNumbers allocate(long length) {
        FloatPointer address = new FloatPointer(length);
        address.zero();
        return at(address);
    }

    /** A view of a contiguous vector, which keeps ownership. */
    static NativeNumbers of(INDArray vector) {
        FloatPointer address = new FloatPointer(vector.data().addressPointer());
        return at(address.limit(address.position() + vector.length()));
    }

    /** A view of {@code length} numbers starting at {@code first}; this array keeps ownership. */
    NativeNumbers part(long first, long length) {
        FloatPointer from = address.getPointer(first);
        return at(from.limit(from.position() + length));
    }

    /** Copies the first {@code length} numbers. */
    void copyTo(NativeNumbers other, long length) {
        Pointer.memcpy(other.address, address, length * Float.BYTES);
    }

    /** The first {@code rows} rows as an array, [row, column], over the same memory. */
    INDArray matrix(int rows, int columns) {
        long length = (long) rows * columns;
        return Nd4j.create(Nd4j.createBuffer(address, length, DataType.FLOAT), new long[] {rows, columns});
    }

    /** Frees an {@linkplain #allocate allocated} array. */
    void close() {
        address.close();
    }
}
