package org.dropoutlab.scoring;

import java.util.function.IntToDoubleFunction;

/** One row of a classifier's outputs: its class, its probabilities, its entropy. */
public final class ClassProbabilities {
    private ClassProbabilities() {}

    /** The predicted class: that of the largest output, the first of equals; of a single output, 1 if it is above 0.5. */
    public static int predicted(double[] outputs) {
        return predicted(outputs.length, c -> outputs[c]);
    }

    /** The same in single precision, in which networks compute. */
    public static int predicted(float[] outputs) {
        return predicted(outputs.length, c -> outputs[c]);
    }

    private static int predicted(int count, IntToDoubleFunction output) {
        if (count == 1) {
            return output.applyAsDouble(0) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < count; c++) {
            best = output.applyAsDouble(c) > output.applyAsDouble(best) ? c : best;
        }
        return best;
    }

    /** Probabilities of all classes: a single sigmoid output p, that of class 1, is {1 − p, p}; others are as they are. */
    public static double[] of(double[] outputs) {
        return outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs;
    }

    /** Whether the numbers are at least 0 and sum to 1, but for {@code rounding}. */
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
