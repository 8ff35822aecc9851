package org.dropoutlab.montecarlo;

import java.util.Arrays;
import org.dropoutlab.scoring.OutputUnits;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weighted moments of the class probabilities of masked networks, from their logits. Means and squares follow West's
 * recurrence (1979, Communications of the ACM 22:532–535), which avoids cancellation where all networks agree.
 *
 * <p>The renormalized geometric mean avoids logarithms of probabilities, which may have been rounded to 0: log softmax
 * differs from the logits by a term common to all classes, so
 * {@code softmax(Σ w log softmax(z)) = softmax(Σ w z)}.
 */
final class EnsembleMoments {
    private final int examples;
    private final int columns;
    private final double[][] logits;
    private final double[][] mean;
    private final double[][] squares;
    private double total;

    /**
     * @param columns number of logits: one per class, or one for a sigmoid
     */
    EnsembleMoments(int examples, int columns) {
        int classes = classes(columns);
        this.examples = examples;
        this.columns = columns;
        this.logits = new double[examples][classes];
        this.mean = new double[examples][classes];
        this.squares = new double[examples][classes];
    }

    /**
     * Adds the logits of several masked networks.
     *
     * @param outputs [mask · example, logit]
     * @param weights probability of each mask
     */
    void add(INDArray outputs, double[] weights) {
        double[] flat = outputs.ravel().toDoubleVector();
        double[] row = new double[classes(columns)];
        for (int mask = 0; mask < weights.length; mask++) {
            double weight = weights[mask];
            total += weight;
            double share = weight / total;
            for (int i = 0; i < examples; i++) {
                read(flat, (mask * examples + i) * columns, row);
                for (int c = 0; c < row.length; c++) {
                    logits[i][c] += share * (row[c] - logits[i][c]);
                }
                OutputUnits.softmax(row);
                for (int c = 0; c < row.length; c++) {
                    double deviation = row[c] - mean[i][c];
                    mean[i][c] += share * deviation;
                    squares[i][c] += weight * deviation * (row[c] - mean[i][c]);
                }
            }
        }
    }

    /** The prediction of the networks so far, with that of the unmasked network. */
    EnsemblePrediction prediction(int droppedUnits, INDArray unmasked) {
        EnsembleMoments plain = new EnsembleMoments(examples, columns);
        plain.add(unmasked, new double[] {1});
        double[][] geometric = Arrays.stream(logits).map(double[]::clone).toArray(double[][]::new);
        for (double[] row : geometric) {
            OutputUnits.softmax(row);
        }
        double[][] variance = Arrays.stream(squares)
                .map(row -> Arrays.stream(row).map(sum -> sum / total).toArray())
                .toArray(double[][]::new);
        return new EnsemblePrediction(droppedUnits, mean, geometric, variance, plain.mean);
    }

    private static int classes(int columns) {
        return columns == 1 ? 2 : columns;
    }

    /** Reads a row of logits; a sigmoid is the softmax of 0 and its logit. */
    private void read(double[] flat, int from, double[] row) {
        if (columns == 1) {
            row[0] = 0;
            row[1] = flat[from];
        } else {
            System.arraycopy(flat, from, row, 0, columns);
        }
    }
}
