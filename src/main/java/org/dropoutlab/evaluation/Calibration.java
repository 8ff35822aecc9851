package org.dropoutlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.scoring.ClassProbabilities;

/**
 * The calibration of predicted probabilities: are 80% of the examples predicted with probability 0.8 classified
 * correctly? The confidence of an example is the probability of its predicted class, the largest one, and confidences
 * are sorted into bins of equal width (Guo et al. 2017, "On calibration of modern neural networks", ICML, §2; Naeini et
 * al. 2015 for the two errors).
 *
 * <p>Deeplearning4j's {@code EvaluationCalibration} has one reliability diagram per class, over the probability of that
 * class whether predicted or not, without a summary in one number; it does not cover the confidence of the prediction.
 *
 * @param bins bins of the reliability diagram, by ascending confidence
 * @param expectedCalibrationError Σ n_b/n · |accuracy_b − confidence_b| over the bins b, from 0 to 1
 * @param maximumCalibrationError the largest |accuracy_b − confidence_b| of a non-empty bin
 * @param negativeLogLikelihood mean −log of the probability of the true class, in nats; infinite if that is 0 for any
 *     example
 * @param brierScore mean of Σ (p_c − y_c)² over the classes c, with y_c = 1 for the true class and 0 otherwise (Brier
 *     1950), from 0 to 2
 */
public record Calibration(
        List<Bin> bins,
        double expectedCalibrationError,
        double maximumCalibrationError,
        double negativeLogLikelihood,
        double brierScore) {
    /** Tolerance for sums of single-precision probabilities. */
    private static final double ROUNDING = 1e-3;

    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * The examples with confidences in one interval. An empty bin has neither mean confidence nor accuracy.
     *
     * @param confidences the interval, without its lower end (except in the first bin) and with its upper end
     * @param count number of examples
     * @param meanConfidence mean confidence of its examples
     * @param accuracy share of its examples classified correctly
     */
    public record Bin(Interval confidences, int count, Optional<Double> meanConfidence, Optional<Double> accuracy) {

        /** |accuracy − confidence|, the gap in a reliability diagram; 0 for an empty bin. */
        public double gap() {
            return count == 0 ? 0 : Math.abs(accuracy.orElseThrow() - meanConfidence.orElseThrow());
        }
    }

    /**
     * Compares probabilities with the true classes. The predicted class is the first with the largest probability.
     *
     * @param probabilities [example][class], each row a distribution over at least two classes
     * @param labels true class of each example
     * @param bins number of bins, at least 1; 15 in the paper
     * @throws IllegalArgumentException if there are no examples, the numbers of rows and labels differ, a row is no
     *     distribution, or a label is out of range
     */
    public static Calibration of(double[][] probabilities, int[] labels, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("number of bins must be at least 1, not " + bins);
        }
        if (probabilities.length != labels.length) {
            throw new IllegalArgumentException(
                    "%d distributions but %d labels".formatted(probabilities.length, labels.length));
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("calibration needs at least one example");
        }
        double[] confidences = new double[labels.length];
        boolean[] right = new boolean[labels.length];
        double logLikelihood = 0;
        double brier = 0;
        for (int i = 0; i < labels.length; i++) {
            double[] row = probabilities[i];
            requireDistribution(row, labels[i], i);
            int predicted = ClassProbabilities.predicted(row);
            confidences[i] = row[predicted];
            right[i] = predicted == labels[i];
            logLikelihood += Math.log(row[labels[i]]);
            brier += squaredError(row, labels[i]);
        }
        List<Bin> diagram = bins(confidences, right, bins);
        return new Calibration(
                diagram,
                expectedError(diagram),
                diagram.stream().mapToDouble(Bin::gap).max().orElseThrow(),
                0 - logLikelihood / labels.length,
                brier / labels.length);
    }

    /**
     * The bins of stated probabilities of any event.
     *
     * @param probabilities of each example, from 0 to 1
     * @param happened whether it happened
     * @param bins number of bins, at least 1
     * @return bins by ascending probability; their accuracy is the share of examples with which it happened
     * @throws IllegalArgumentException if a number is no probability
     */
    public static List<Bin> bins(double[] probabilities, boolean[] happened, int bins) {
        int[] counts = new int[bins];
        int[] right = new int[bins];
        double[] confidences = new double[bins];
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("example %d has no probability: %s".formatted(i, probabilities[i]));
            }
            int bin = binOf(probabilities[i], bins);
            counts[bin]++;
            confidences[bin] += probabilities[i];
            right[bin] += happened[i] ? 1 : 0;
        }
        List<Bin> diagram = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            Interval edges = new Interval(edge(b, bins), edge(b + 1, bins));
            int n = counts[b];
            diagram.add(
                    n == 0
                            ? new Bin(edges, 0, Optional.empty(), Optional.empty())
                            : new Bin(edges, n, Optional.of(confidences[b] / n), Optional.of((double) right[b] / n)));
        }
        return diagram;
    }

    /** Σ n_b/n · |accuracy_b − confidence_b| over the bins b, from 0 to 1; 0 without examples. */
    public static double expectedError(List<Bin> bins) {
        int all = bins.stream().mapToInt(Bin::count).sum();
        double expected = 0;
        for (Bin bin : bins) {
            expected += all == 0 ? 0 : bin.gap() * bin.count() / all;
        }
        return expected;
    }

    private static void requireDistribution(double[] row, int label, int example) {
        if (row.length < 2 || !ClassProbabilities.isDistribution(row, ROUNDING)) {
            throw new IllegalArgumentException("example %d is not a distribution over at least two classes: %s"
                    .formatted(example, Arrays.toString(row)));
        }
        if (label < 0 || label >= row.length) {
            throw new IllegalArgumentException(
                    "example %d has label %d, but there are %d classes".formatted(example, label, row.length));
        }
    }

    /** Compares with the edges, because multiplying by the number of bins rounds some confidences past their edge. */
    private static int binOf(double confidence, int bins) {
        int bin = 0;
        while (bin < bins - 1 && confidence > edge(bin + 1, bins)) {
            bin++;
        }
        return bin;
    }

    private static double edge(int index, int bins) {
        return (double) index / bins;
    }

    private static double squaredError(double[] row, int label) {
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            double error = row[c] - (c == label ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }
}
