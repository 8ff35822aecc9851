package org.dropoutlab.scoring;

/**
 * A last layer's logits turned into its outputs, in place. Single and double precision have a formula of softmax each:
 * the two round differently, so neither can take the other's place without changing results.
 */
public final class Logits {
    private Logits() {}

    /** Replaces each of {@code count} logits by 1/(1 + exp(−z)). */
    public static void sigmoid(float[] logits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            logits[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
    }

    /** Replaces {@code count} logits by exp(z − log Σ exp(z)). */
    public static void softmax(float[] logits, int from, int count) {
        double logarithm = logSumExp(logits, from, count);
        for (int i = from; i < from + count; i++) {
            logits[i] = (float) Math.exp(logits[i] - logarithm);
        }
    }

    /** Replaces logits by exp(z − max z)/Σ exp(z − max z). */
    public static void softmax(double[] logits) {
        double largest = logits[0];
        for (double z : logits) {
            largest = Math.max(largest, z);
        }
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            logits[c] = Math.exp(logits[c] - largest);
            sum += logits[c];
        }
        for (int c = 0; c < logits.length; c++) {
            logits[c] /= sum;
        }
    }

    /** log Σ exp(z), by way of the largest z, which keeps it from overflowing. */
    static double logSumExp(float[] logits, int from, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.exp(logits[i] - largest);
        }
        return largest + Math.log(sum);
    }
}
