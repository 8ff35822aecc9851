package org.dropoutlab.scoring;

import java.util.Arrays;

/**
 * How well a score ranks positive examples above negative ones. Equal scores are one threshold. O(n log n).
 *
 * @param positives number of positive examples
 * @param negatives number of negative examples
 * @param areaUnderRoc area under the ROC curve, the probability that a positive example has a higher score than a negative one, ties
 *     counted half; {@code NaN} unless there are both
 * @param averagePrecision Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, highest first; {@code NaN} without positive examples
 */
public record Ranking(int positives, int negatives, double areaUnderRoc, double averagePrecision) {

    /**
     * The ranking of some examples.
     *
     * @param scores of each example, not {@code NaN}
     * @param positive whether each example is positive
     */
    public static Ranking of(float[] scores, boolean[] positive) {
        long[] ascending = new long[scores.length];
        int positives = 0;
        for (int i = 0; i < scores.length; i++) {
            ascending[i] = (long) ordered(scores[i]) << 1 | (positive[i] ? 1 : 0);
            positives += positive[i] ? 1 : 0;
        }
        Arrays.sort(ascending);
        int negatives = scores.length - positives;
        // Twice the number of pairs in order: whole numbers, so that nothing is rounded before the division.
        long inOrder = 0;
        double precision = 0;
        int positivesAbove = 0;
        int negativesAbove = 0;
        for (int end = scores.length; end > 0; ) {
            int start = end;
            int tiedPositives = 0;
            while (start > 0 && ascending[start - 1] >> 1 == ascending[end - 1] >> 1) {
                start--;
                tiedPositives += (int) (ascending[start] & 1);
            }
            int tiedNegatives = end - start - tiedPositives;
            inOrder += (long) tiedNegatives * (2L * positivesAbove + tiedPositives);
            positivesAbove += tiedPositives;
            negativesAbove += tiedNegatives;
            precision += (double) tiedPositives * positivesAbove / (positivesAbove + negativesAbove);
            end = start;
        }
        return new Ranking(
                positives,
                negatives,
                positives == 0 || negatives == 0 ? Double.NaN : inOrder / (2.0 * positives * negatives),
                positives == 0 ? Double.NaN : precision / positives);
    }

    /** Bits in the order of the numbers; 0 and −0 have the same. */
    private static int ordered(float number) {
        int bits = Float.floatToIntBits(number + 0f);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }
}
