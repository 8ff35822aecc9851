package org.dropoutlab.scoring;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
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
        return mean(
                0,
                labels.length,
                i -> CrossEntropy.of(probabilities[i][labels[i]]),
                i -> ClassProbabilities.predicted(probabilities[i]) == labels[i]);
    }

    /** The same in single precision, in which networks compute. */
    public static Score of(float[][] probabilities, int[] labels) {
        return mean(
                0,
                labels.length,
                i -> CrossEntropy.of(probabilities[i][labels[i]]),
                i -> ClassProbabilities.predicted(probabilities[i]) == labels[i]);
    }

    /** The score on the examples from {@code from} to before {@code to}. */
    public Score of(int from, int to) {
        return mean(from, to, i -> losses[i], i -> correct[i]);
    }

    private static Score mean(int from, int to, IntToDoubleFunction loss, IntPredicate correct) {
        double sum = 0;
        int right = 0;
        for (int i = from; i < to; i++) {
            sum += loss.applyAsDouble(i);
            right += correct.test(i) ? 1 : 0;
        }
        return new Score(sum / (to - from), (double) right / (to - from));
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
