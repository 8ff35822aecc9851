package org.dropoutlab.scoring;

import java.util.Arrays;

/** One row of a classifier's outputs: its class, its probabilities, its entropy. */
public final class ClassProbabilities {
    /** Of softmax outputs in single precision. */
    private static final double ROUNDING = 1e-3;

    private ClassProbabilities() {}

    /**
     * The predicted class: the one with the largest output, the first in a tie; for a single output, 1 if it is above
     * 0.5.
     */
    public static int predicted(double[] outputs) {
        if (outputs.length == 1) {
            return outputs[0] > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < outputs.length; c++) {
            best = outputs[c] > outputs[best] ? c : best;
        }
        return best;
    }

    /** The predicted class from single-precision outputs. */
    public static int predicted(float[] outputs) {
        if (outputs.length == 1) {
            return outputs[0] > 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < outputs.length; c++) {
            best = outputs[c] > outputs[best] ? c : best;
        }
        return best;
    }

    /**
     * The probabilities of all classes: {1 − p, p} for a single sigmoid output p, otherwise the outputs themselves. Outputs that do not
     * sum to 1, such as several sigmoids or those of a squared error, are divided by their sum, after the least is subtracted if it is
     * negative; their order stays.
     */
    public static double[] of(double[] outputs) {
        if (outputs.length == 1) {
            return new double[] {1 - outputs[0], outputs[0]};
        }
        if (isDistribution(outputs, ROUNDING) || !Arrays.stream(outputs).allMatch(Double::isFinite)) {
            return outputs;
        }
        double least = Math.min(0, Arrays.stream(outputs).min().orElseThrow());
        double sum = Arrays.stream(outputs).map(output -> output - least).sum();
        return Arrays.stream(outputs)
                .map(output -> sum == 0 ? 1.0 / outputs.length : (output - least) / sum)
                .toArray();
    }

    /** The numbers in double precision. */
    public static double[] widened(float[] outputs) {
        double[] widened = new double[outputs.length];
        for (int i = 0; i < widened.length; i++) {
            widened[i] = outputs[i];
        }
        return widened;
    }

    /** Whether the numbers are at least 0 and sum to 1 within {@code rounding}. */
    public static boolean isDistribution(double[] row, double rounding) {
        double sum = 0;
        double least = 0;
        for (double probability : row) {
            sum += probability;
            least = Math.min(least, probability);
        }
        return Math.abs(sum - 1) <= rounding && least >= 0;
    }

    /** −Σ p log p of a distribution, in nats, with 0 log 0 = 0. */
    public static double entropy(double[] distribution) {
        double sum = 0;
        for (double p : distribution) {
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return sum;
    }
}
