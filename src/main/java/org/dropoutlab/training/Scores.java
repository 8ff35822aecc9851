package org.dropoutlab.training;

import java.util.Arrays;
import org.dropoutlab.measurement.Score;

/**
 * A network's scores on a set of examples, with dropout and other noise off.
 *
 * @param losses loss of each example, in nats; for regression, squared error unless the network has another loss
 * @param correct whether each example is classified correctly; meaningless for regression
 * @param squaredErrors squared error of each example, summed over outputs
 */
record Scores(double[] losses, boolean[] correct, double[] squaredErrors) {

    /**
     * The scores of a classifier, which predicts the class of the largest output or, with a single output, by threshold
     * 0.5.
     *
     * @param losses loss of each example, in nats
     * @param outputs [example][output]
     * @param labels [example][output]
     */
    static Scores of(double[] losses, float[][] outputs, float[][] labels) {
        boolean[] correct = new boolean[losses.length];
        double[] squaredErrors = new double[losses.length];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = classOf(outputs[i]) == classOf(labels[i]);
            for (int output = 0; output < outputs[i].length; output++) {
                double error = (double) outputs[i][output] - labels[i][output];
                squaredErrors[i] += error * error;
            }
        }
        return new Scores(losses, correct, squaredErrors);
    }

    /** The score on examples {@code from} to {@code to} − 1. */
    Score of(int from, int to) {
        double loss = 0;
        int right = 0;
        for (int i = from; i < to; i++) {
            loss += losses[i];
            right += correct[i] ? 1 : 0;
        }
        return new Score(loss / (to - from), (double) right / (to - from));
    }

    /** Mean squared error on examples {@code from} to {@code to} − 1. */
    double squaredError(int from, int to) {
        return Arrays.stream(squaredErrors, from, to).average().orElseThrow();
    }

    private static int classOf(float[] outputs) {
        return outputs.length == 1 ? (outputs[0] > 0.5 ? 1 : 0) : largest(outputs);
    }

    /** The index of the largest output, the first in a tie. */
    static int largest(float[] outputs) {
        int best = 0;
        for (int column = 1; column < outputs.length; column++) {
            if (outputs[column] > outputs[best]) {
                best = column;
            }
        }
        return best;
    }
}
