package org.dropoutlab.scoring;

import java.util.Arrays;

/** Cross-entropy of one example, in nats: from probabilities, with a floor, or from logits, without one. */
public final class CrossEntropy {
    /** Floor as in Deeplearning4j's {@code LossMCXENT}, which training minimizes: a probability of 0 costs 23 nats. */
    private static final double LEAST_PROBABILITY = 1e-10;
    /** Floor of probabilities near 0 and 1, whose logarithms floats cannot express: a pixel costs at most 16 nats. */
    private static final double LEAST_OF_PIXELS = 1e-7;

    private CrossEntropy() {}

    /** Cross-entropy from the probability of the true class. */
    public static double of(double probability) {
        return -Math.log(Math.max(LEAST_PROBABILITY, probability));
    }

    /**
     * Cross-entropy of a pixel read as a probability.
     *
     * @param probability the reconstruction, from 0 to 1
     * @param pixel the original, from 0 to 1
     */
    public static double ofPixel(double probability, double pixel) {
        double clipped = Math.max(LEAST_OF_PIXELS, Math.min(1 - LEAST_OF_PIXELS, probability));
        return -(pixel * Math.log(clipped) + (1 - pixel) * Math.log1p(-clipped));
    }

    /**
     * Cross-entropy from the logit of a sigmoid: softplus(z) − yz = max(z, 0) − yz + log(1 + exp(−|z|)), which neither
     * overflows nor loses small losses.
     *
     * @param logit z
     * @param label y
     */
    public static double ofLogit(double logit, double label) {
        return Math.max(logit, 0) - label * logit + Math.log1p(Math.exp(-Math.abs(logit)));
    }

    /** Cross-entropy of a mean of M probabilities from their losses: −log(Σ exp(−loss) / M), without underflow. */
    public static double ofMean(double... losses) {
        double least = Arrays.stream(losses).min().orElseThrow();
        double sum = 0;
        for (double loss : losses) {
            sum += Math.exp(least - loss);
        }
        return least - Math.log(sum / losses.length);
    }
}
