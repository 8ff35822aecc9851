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

    /** The labels of some examples. */
    @FunctionalInterface
    public interface Labels {
        /** Writes the label, [output], of the example at a place. */
        void write(int place, float[] into);
    }

    /** Scores of {@code examples} examples, to be {@linkplain #put put} there. */
    public static Scores of(int examples) {
        return new Scores(new double[examples], new boolean[examples], new double[examples]);
    }

    /** The scores of outputs with their losses. */
    public static Scores of(Outputs outputs, Labels labels) {
        Scores scores = of(outputs.losses().length);
        scores.put(0, outputs, labels);
        return scores;
    }

    /** Puts the scores of outputs at place {@code first} and after it; {@code labels} has them from place 0 on. */
    public void put(int first, Outputs outputs, Labels labels) {
        float[] output = new float[outputs.width()];
        float[] label = new float[outputs.width()];
        for (int i = 0; i < outputs.losses().length; i++) {
            outputs.read(i, output);
            labels.write(i, label);
            losses[first + i] = outputs.losses()[i];
            correct[first + i] = ClassProbabilities.predicted(output) == ClassProbabilities.predicted(label);
            squaredErrors[first + i] = squaredError(output, label, 0, output.length);
        }
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

    /**
     * The score of predicted numbers on examples {@code from} to {@code to} − 1: the mean loss, and R², which comes from squared errors
     * even if the network has another loss.
     *
     * @param targets of these examples
     */
    public Score ofNumbers(int from, int to, double[] targets) {
        double mean = Arrays.stream(targets).average().orElseThrow();
        double variance = Arrays.stream(targets)
                .map(target -> (target - mean) * (target - mean))
                .average()
                .orElseThrow();
        return new Score(of(from, to).loss(), 1 - squaredError(from, to) / variance);
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
