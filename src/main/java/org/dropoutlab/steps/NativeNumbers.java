package org.dropoutlab.steps;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers outside Java's memory, side by side.
 *
 * @param address where OpenBLAS finds them
 * @param values the same, for Java
 */
record NativeNumbers(FloatPointer address, FloatBuffer values) {

    private static NativeNumbers at(FloatPointer address) {
        return new NativeNumbers(address, address.asBuffer());
    }

    /** New ones, all 0, until {@link #close}. */
    static NativeNumbers allocate(long length) {
        FloatPointer address = new FloatPointer(length);
        address.zero();
        return at(address);
    }

    /** The numbers of a vector that is not a view with gaps; they belong to it. */
    static NativeNumbers of(INDArray vector) {
        FloatPointer address = new FloatPointer(vector.data().addressPointer());
        return at(address.limit(address.position() + vector.length()));
    }

    /** {@code length} of these from {@code first} on; they belong to these. */
    NativeNumbers part(long first, long length) {
        FloatPointer from = address.getPointer(first);
        return at(from.limit(from.position() + length));
    }

    /** Gives the memory of {@linkplain #allocate allocated} numbers back. */
    void close() {
        address.close();
    }
}
