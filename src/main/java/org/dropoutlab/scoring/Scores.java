package org.dropoutlab.scoring;

import java.util.Arrays;
import org.dropoutlab.measurement.Score;

/**
 * A network's results on a set of examples, one by one, with dropout and every other noise off.
 *
 * @param losses of each example, in nats; of regression, squared errors unless the network has another loss
 * @param correct whether each example is classified correctly; without meaning for regression
 * @param squaredErrors of each example, summed over outputs
 */
public record Scores(double[] losses, boolean[] correct, double[] squaredErrors) {

    /**
     * The scores of outputs whose losses are known.
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

    /** Score of probabilities, [example][class], of which {@code labels} are the true classes. */
    public static Score of(double[][] probabilities, int[] labels) {
        double loss = 0;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            loss += CrossEntropy.of(probabilities[i][labels[i]]);
            right += ClassProbabilities.predicted(probabilities[i]) == labels[i] ? 1 : 0;
        }
        return new Score(loss / labels.length, (double) right / labels.length);
    }

    /** The score on the examples from {@code from} to before {@code to}. */
    public Score of(int from, int to) {
        double loss = 0;
        int right = 0;
        for (int i = from; i < to; i++) {
            loss += losses[i];
            right += correct[i] ? 1 : 0;
        }
        return new Score(loss / (to - from), (double) right / (to - from));
    }

    /** Mean squared error on the examples from {@code from} to before {@code to}. */
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
