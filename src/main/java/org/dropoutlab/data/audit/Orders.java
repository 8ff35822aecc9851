package org.dropoutlab.data.audit;

import java.util.Arrays;

/** Orders of numbers. */
final class Orders {
    private Orders() {}

    /** The indices of numbers from the smallest to the largest, equal ones in ascending order. */
    static int[] ascending(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int[] next = new int[sorted.length];
        int[] order = new int[sorted.length];
        for (int i = 0; i < numbers.length; i++) {
            int first = Arrays.binarySearch(sorted, numbers[i]);
            while (first > 0 && Double.compare(sorted[first - 1], numbers[i]) == 0) {
                first--;
            }
            order[first + next[first]++] = i;
        }
        return order;
    }
}
