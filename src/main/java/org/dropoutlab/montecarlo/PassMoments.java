package org.dropoutlab.montecarlo;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.scoring.ClassProbabilities;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Running moments over passes, in constant memory. Means and squares follow Welford's recurrence (1962, Technometrics
 * 4:419–420): identical passes have exactly that mean and spread 0.
 */
final class PassMoments {
    /** Tolerance for sums of half-precision probabilities. */
    private static final double ROUNDING = 1e-2;

    private int passes;
    private long[] shape = {};
    private double[][] mean = {};
    private double[][] squares = {};
    private double[] meanEntropy = {};

    /**
     * Adds one pass.
     *
     * @param outputs class probabilities, [example, class], or one sigmoid output, [example, 1]
     * @throws IllegalArgumentException if they are not probabilities, or differ in shape from the previous pass
     */
    void add(INDArray outputs) {
        double[][] probabilities = probabilities(outputs);
        if (passes == 0) {
            shape = outputs.shape();
            mean = Arrays.stream(probabilities)
                    .map(row -> new double[row.length])
                    .toArray(double[][]::new);
            squares = Arrays.stream(mean).map(double[]::clone).toArray(double[][]::new);
            meanEntropy = new double[mean.length];
        } else if (!Arrays.equals(shape, outputs.shape())) {
            throw new IllegalArgumentException("passes differ in shape: %s after %s"
                    .formatted(Arrays.toString(outputs.shape()), Arrays.toString(shape)));
        }
        passes++;
        for (int i = 0; i < mean.length; i++) {
            for (int c = 0; c < mean[i].length; c++) {
                double deviation = probabilities[i][c] - mean[i][c];
                mean[i][c] += deviation / passes;
                squares[i][c] += deviation * (probabilities[i][c] - mean[i][c]);
            }
            meanEntropy[i] += (ClassProbabilities.entropy(probabilities[i]) - meanEntropy[i]) / passes;
        }
    }

    /** The predictive distribution of the passes so far. */
    PredictiveDistribution distribution() {
        double[] entropy =
                Arrays.stream(mean).mapToDouble(ClassProbabilities::entropy).toArray();
        double[] information = new double[entropy.length];
        // Entropy is concave, so a negative value is a rounding error.
        Arrays.setAll(information, i -> Math.max(0, entropy[i] - meanEntropy[i]));
        double[][] means = Arrays.stream(mean).map(double[]::clone).toArray(double[][]::new);
        return new PredictiveDistribution(passes, means, sd(), entropy, information);
    }

    private Optional<double[][]> sd() {
        if (passes < 2) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(squares)
                .map(row -> Arrays.stream(row)
                        .map(sum -> Math.sqrt(sum / (passes - 1)))
                        .toArray())
                .toArray(double[][]::new));
    }

    private static double[][] probabilities(INDArray outputs) {
        if (outputs.rank() != 2) {
            throw new IllegalArgumentException("class probabilities must be an array [example, class], not of shape "
                    + Arrays.toString(outputs.shape()));
        }
        int examples = Math.toIntExact(outputs.size(0));
        int columns = Math.toIntExact(outputs.size(1));
        double[] flat = outputs.ravel().toDoubleVector();
        double[][] probabilities = new double[examples][];
        for (int i = 0; i < examples; i++) {
            double[] row = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
            probabilities[i] = ClassProbabilities.of(row);
            if (!ClassProbabilities.isDistribution(probabilities[i], ROUNDING)) {
                throw new IllegalArgumentException(
                        "outputs of example %d are not class probabilities (%s): use a softmax or one sigmoid output"
                                .formatted(i, Arrays.toString(probabilities[i])));
            }
        }
        return probabilities;
    }
}
