package org.dropoutlab.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's adjustment of several p-values: rejecting those whose adjusted value is at most α keeps the probability of one
 * or more false rejections among them at α (Holm 1979, Scandinavian Journal of Statistics 6:65–70).
 */
public final class Holm {
    private Holm() {}

    /** The adjusted values, in the order of {@code pValues}. */
    public static double[] adjust(double[] pValues) {
        int m = pValues.length;
        int[] ascending = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[m];
        double atLeast = 0;
        for (int rank = 0; rank < m; rank++) {
            atLeast = Math.max(atLeast, Math.min(1, (m - rank) * pValues[ascending[rank]]));
            adjusted[ascending[rank]] = atLeast;
        }
        return adjusted;
    }
}
