package org.dropoutlab.data.audit;

import java.util.Arrays;

/** Different numbers with their counts, as long as they are not too many: faster than sorting all that are equal. */
final class DistinctNumbers {
    private static final int MOST = 8192;
    private static final int SLOTS = 2 * MOST;
    private static final int GOLDEN = 0x9e3779b1;

    private final double[] numbers = new double[SLOTS];
    private final int[] counts = new int[SLOTS];
    private int size;

    /** Counts a number; false if there are too many different ones. No NaN, and 0 for −0. */
    boolean add(double number) {
        int slot = slot(number);
        if (counts[slot]++ == 0) {
            numbers[slot] = number;
            size++;
        }
        return size < MOST;
    }

    /** The slot of a number, or the free one where it belongs. */
    private int slot(double number) {
        long bits = Double.doubleToRawLongBits(number);
        int slot = ((int) (bits ^ bits >>> Integer.SIZE) * GOLDEN) >>> 18;
        while (counts[slot] > 0 && numbers[slot] != number) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    double[] ascending() {
        double[] distinct = new double[size];
        int at = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (counts[slot] > 0) {
                distinct[at++] = numbers[slot];
            }
        }
        Arrays.sort(distinct);
        return distinct;
    }

    int[] counts(double[] distinct) {
        int[] of = new int[distinct.length];
        for (int i = 0; i < of.length; i++) {
            of[i] = counts[slot(distinct[i])];
        }
        return of;
    }
}
