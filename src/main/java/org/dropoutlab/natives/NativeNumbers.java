package org.dropoutlab.natives;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous array outside the Java heap.
 *
 * @param address the array for OpenBLAS
 * @param values the same array for Java
 */
public record NativeNumbers(FloatPointer address, FloatBuffer values) {

    private static NativeNumbers at(FloatPointer address) {
        return new NativeNumbers(address, address.asBuffer());
    }

    /** A new array of zeros, which lives until {@link #close}. */
    public static NativeNumbers allocate(long length) {
        FloatPointer address = new FloatPointer(length);
        address.zero();
        return at(address);
    }

    /** A view of a contiguous vector, which keeps ownership. */
    public static NativeNumbers of(INDArray vector) {
        FloatPointer address = new FloatPointer(vector.data().addressPointer());
        return at(address.limit(address.position() + vector.length()));
    }

    /** A view of {@code length} numbers starting at {@code first}; this array keeps ownership. */
    public NativeNumbers part(long first, long length) {
        FloatPointer from = address.getPointer(first);
        return at(from.limit(from.position() + length));
    }

    /** Frees an {@linkplain #allocate allocated} array. */
    public void close() {
        address.close();
    }
}
