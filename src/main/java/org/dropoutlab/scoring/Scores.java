package org.dropoutlab.scoring;

import java.util.Arrays;
import org.dropoutlab.measurement.Score;

/**
 * A network's scores on a set of examples, with dropout and other noise off.
 *
 * @param losses loss of each example, in nats; for regression, squared error unless the network has another loss
 * @param correct whether each example is classified correctly; meaningless for regression
 * @param squaredErrors squared error of each example, summed over outputs
 */
public record Scores(double[] losses, boolean[] correct, double[] squaredErrors) {

    /**
     * The scores of outputs with their losses.
     *
     * @param labels [example][output]
     */
    public static Scores of(Outputs of, float[][] labels) {
        boolean[] correct = new boolean[labels.length];
        double[] squaredErrors = new double[labels.length];
        for (int i = 0; i < correct.length; i++) {
            float[] outputs = of.outputs()[i];
            correct[i] = ClassProbabilities.predicted(outputs) == ClassProbabilities.predicted(labels[i]);
            squaredErrors[i] = squaredError(outputs, labels[i], 0, outputs.length);
        }
        return new Scores(of.losses(), correct, squaredErrors);
    }

    /** The score of probabilities, [example][class], against true classes. */
    public static Score of(double[][] probabilities, int[] labels) {
        double loss = 0;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            loss += CrossEntropy.of(probabilities[i][labels[i]]);
            right += ClassProbabilities.predicted(probabilities[i]) == labels[i] ? 1 : 0;
        }
        return new Score(loss / labels.length, (double) right / labels.length);
    }

    /** The score on examples {@code from} to {@code to} − 1. */
    public Score of(int from, int to) {
        double loss = 0;
        int right = 0;
        for (int i = from; i < to; i++) {
            loss += losses[i];
            right += correct[i] ? 1 : 0;
        }
        return new Score(loss / (to - from), (double) right / (to - from));
    }

    /** Mean squared error on examples {@code from} to {@code to} − 1. */
    public double squaredError(int from, int to) {
        return Arrays.stream(squaredErrors, from, to).average().orElseThrow();
    }

    /** Squared error of one example, summed over {@code count} outputs. */
    public static double squaredError(float[] outputs, float[] labels, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double error = (double) outputs[i] - labels[i];
            sum += error * error;
        }
        return sum;
    }
}
