package org.dropoutlab.data.published;

import java.util.SplittableRandom;

/** Labels of a stand-in: balanced classes in random order. */
final class BalancedLabels {
    private BalancedLabels() {}

    /**
     * Draws them.
     *
     * @param train how many for training
     * @param test how many after them, balanced and mixed among themselves
     * @param classes from how many
     */
    static int[] draw(int train, int test, int classes, SplittableRandom random) {
        int[] labels = new int[train + test];
        deal(labels, 0, train, classes, random);
        deal(labels, train, labels.length, classes, random);
        return labels;
    }

    private static void deal(int[] labels, int from, int to, int classes, SplittableRandom random) {
        for (int i = from; i < to; i++) {
            int other = from + random.nextInt(i - from + 1);
            labels[i] = labels[other];
            labels[other] = (i - from) % classes;
        }
    }
}
