package org.dropoutlab.natives;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    /** The same array as bits. */
    IntBuffer bits() {
        return new IntPointer(address).asBuffer();
    }

    /** Copies the first {@code length} numbers. */
    public void copyTo(NativeNumbers other, long length) {
        Pointer.memcpy(other.address, address, length * Float.BYTES);
    }

    /** Views of its first rows as arrays, [row, column], for Deeplearning4j. */
    public Matrices matrices(int columns) {
        return new Matrices(address, columns, new HashMap<>());
    }

    /**
     * Views that are made once, because making one takes as long as an operation.
     *
     * @param made the views so far, by their number of rows
     */
    public record Matrices(FloatPointer address, int columns, Map<Integer, INDArray> made) {

        /** The first {@code rows} rows. */
        public INDArray of(int rows) {
            return made.computeIfAbsent(rows, count -> {
                try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                    DataBuffer numbers = Nd4j.createBuffer(address, (long) count * columns, DataType.FLOAT);
                    return Nd4j.create(numbers, new long[] {count, columns});
                }
            });
        }
    }

    /** Frees an {@linkplain #allocate allocated} array. */
    public void close() {
        address.close();
    }
}
