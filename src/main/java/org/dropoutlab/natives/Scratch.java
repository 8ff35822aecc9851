package org.dropoutlab.natives;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Arrays on the Java heap, where loops are vectorized, for passes over arrays outside of it: small enough for the L1
 * cache, and at least one row long.
 *
 * @param first array of the pass
 * @param second array of a second operand
 * @param bits array for numbers as bits
 * @param mask array for a second operand as bits
 */
public record Scratch(float[] first, float[] second, int[] bits, int[] mask) {
    /** Numbers in an array. */
    public static final int CHUNK = 4096;

    /** Scratch arrays for rows of up to {@code widest} numbers. */
    public static Scratch forRows(int widest) {
        int length = Math.max(CHUNK, widest);
        return new Scratch(new float[length], new float[length], new int[CHUNK], new int[CHUNK]);
    }

    /** Part of a pass. */
    @FunctionalInterface
    public interface Chunk {
        /** Works on the first {@code count} values of {@link #first}, whole rows that start at index {@code from}. */
        void work(int from, int count);
    }

    /** Replaces rows of an array, [example, unit], a chunk at a time. */
    public void update(FloatBuffer rows, int examples, int units, Chunk work) {
        read(rows, examples, units, (from, count) -> {
            work.work(from, count);
            rows.put(from, first, 0, count);
        });
    }

    /** Reads rows of an array, [example, unit], a chunk at a time. */
    public void read(FloatBuffer rows, int examples, int units, Chunk work) {
        int chunk = first.length / units * units;
        int numbers = examples * units;
        for (int from = 0; from < numbers; from += chunk) {
            int count = Math.min(chunk, numbers - from);
            rows.get(from, first, 0, count);
            work.work(from, count);
        }
    }

    /** Loads {@code count} values from index {@code from} into {@link #second}. */
    public void load(FloatBuffer rows, int from, int count) {
        rows.get(from, second, 0, count);
    }

    /**
     * Replaces numbers with 0 wherever another array, of numbers from 0, has 0. The loop works on bits: one with a condition is
     * not vectorized, and branches as often wrong as right.
     *
     * @param length number of numbers
     */
    public void clearWhereZero(NativeNumbers numbers, NativeNumbers where, int length) {
        IntBuffer values = numbers.bits();
        IntBuffer others = where.bits();
        for (int from = 0; from < length; from += bits.length) {
            int count = Math.min(bits.length, length - from);
            values.get(from, bits, 0, count);
            others.get(from, mask, 0, count);
            for (int i = 0; i < count; i++) {
                bits[i] &= -mask[i] >> (Integer.SIZE - 1);
            }
            values.put(from, bits, 0, count);
        }
    }

    /** The mean of each unit over the examples of an array, [example, unit], summed in doubles. */
    public void means(FloatBuffer rows, int examples, double[] means) {
        int units = means.length;
        Arrays.fill(means, 0);
        read(rows, examples, units, (from, count) -> {
            for (int row = 0; row < count; row += units) {
                for (int unit = 0; unit < units; unit++) {
                    means[unit] += first[row + unit];
                }
            }
        });
        for (int unit = 0; unit < units; unit++) {
            means[unit] /= examples;
        }
    }

    /** The variance of each unit over the examples of an array, [example, unit], with n, not n − 1. */
    public void variances(FloatBuffer rows, int examples, double[] means, double[] variances) {
        int units = means.length;
        Arrays.fill(variances, 0);
        read(rows, examples, units, (from, count) -> {
            for (int row = 0; row < count; row += units) {
                for (int unit = 0; unit < units; unit++) {
                    double difference = first[row + unit] - means[unit];
                    variances[unit] += difference * difference;
                }
            }
        });
        for (int unit = 0; unit < units; unit++) {
            variances[unit] /= examples;
        }
    }
}
