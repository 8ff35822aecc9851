package org.dropoutlab.scoring;

import java.util.Arrays;

/** Cross-entropy of one example, in nats: from probabilities, which need a floor, or from logits, which need none. */
public final class CrossEntropy {
    /** As in Deeplearning4j's {@code LossMCXENT}, which training minimizes: a probability of 0 costs 23 nats. */
    private static final double LEAST_PROBABILITY = 1e-10;
    /** Next to 0 and 1, floats leave nothing to take a logarithm of: no pixel costs more than 16 nats. */
    private static final double LEAST_OF_PIXELS = 1e-7;

    private CrossEntropy() {}

    /** Of the probability of the true class. */
    public static double of(double probability) {
        return -Math.log(Math.max(LEAST_PROBABILITY, probability));
    }

    /**
     * Of a pixel that is taken for a probability.
     *
     * @param probability the reconstruction, from 0 to 1
     * @param pixel the original, from 0 to 1
     */
    public static double ofPixel(double probability, double pixel) {
        double clipped = Math.max(LEAST_OF_PIXELS, Math.min(1 - LEAST_OF_PIXELS, probability));
        return -(pixel * Math.log(clipped) + (1 - pixel) * Math.log1p(-clipped));
    }

    /**
     * Of the logit of a sigmoid: softplus(z) − yz = max(z, 0) − yz + log(1 + exp(−|z|)), which neither overflows nor loses
     * small losses.
     *
     * @param logit z
     * @param label y
     */
    public static double ofLogit(double logit, double label) {
        return Math.max(logit, 0) - label * logit + Math.log1p(Math.exp(-Math.abs(logit)));
    }

    /** Of {@code count} logits of a softmax: Σ y (log Σ exp(z) − z). */
    public static double ofLogits(float[] logits, float[] labels, int from, int count) {
        double logarithm = Logits.logSumExp(logits, from, count);
        double loss = 0;
        for (int i = from; i < from + count; i++) {
            loss += labels[i] * (logarithm - logits[i]);
        }
        return loss;
    }

    /** Of a mean of probabilities, from the loss of each: −log(Σ exp(−loss) / M), without underflow. */
    public static double ofMean(double... losses) {
        double least = Arrays.stream(losses).min().orElseThrow();
        double sum = 0;
        for (double loss : losses) {
            sum += Math.exp(least - loss);
        }
        return least - Math.log(sum / losses.length);
    }
}
