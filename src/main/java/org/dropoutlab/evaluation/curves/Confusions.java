package org.dropoutlab.evaluation.curves;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How often each class was taken for which, summed over test sets.
 *
 * @param counts [true class][predicted class]
 */
public record Confusions(long[][] counts) {
    public Confusions {
        counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        for (long[] row : counts) {
            if (row.length != counts.length) {
                throw new IllegalArgumentException(
                        "%d true but %d predicted classes".formatted(counts.length, row.length));
            }
        }
    }

    /** Nothing counted yet. */
    public static Confusions none(int classes) {
        return new Confusions(new long[classes][classes]);
    }

    /** With the examples of one more test set. */
    public Confusions and(int[] labels, int[] predicted) {
        Confusions sum = new Confusions(counts);
        for (int i = 0; i < labels.length; i++) {
            sum.counts[labels[i]][predicted[i]]++;
        }
        return sum;
    }

    /** [true class][predicted class]. */
    @Override
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** Number of examples of a true class. */
    public long examples(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    /** Number of all examples. */
    public long examples() {
        return IntStream.range(0, counts.length).mapToLong(this::examples).sum();
    }

    /** The share of a true class's examples that were taken for a class; 0 if it has none. */
    public double share(int label, int predicted) {
        long all = examples(label);
        return all == 0 ? 0 : (double) counts[label][predicted] / all;
    }

    /** The numbers of the {@code most} classes with the most examples, the first of equal ones, in ascending order. */
    public int[] largest(int most) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer c) -> -examples(c)))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** With these classes only, in their order, and all others as one more class at the end. */
    public Confusions joined(int[] kept) {
        int[] place = new int[counts.length];
        Arrays.fill(place, kept.length);
        for (int i = 0; i < kept.length; i++) {
            place[kept[i]] = i;
        }
        Confusions joined = none(kept.length + 1);
        for (int label = 0; label < counts.length; label++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                joined.counts[place[label]][place[predicted]] += counts[label][predicted];
            }
        }
        return joined;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confusions that && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(counts);
    }
}
