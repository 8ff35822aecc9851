package org.dropoutlab.data.audit;

import java.util.Arrays;
import org.dropoutlab.data.Features;

/**
 * How far rows are from each other: the mean over inputs of squared differences, numbers in units of their standard deviation,
 * for categories 1 if they differ. What is missing differs from nothing.
 */
final class Resemblance {
    /** A difference counts as at most so many standard deviations: one outlier is not all. */
    private static final double MOST = 4;
    /** Rows from which standard deviations are estimated. */
    private static final int SAMPLE = 5000;

    private final double[][] blocks;
    private final int columns;
    private final int shift;
    private final int mask;
    /** For each feature, what a difference is multiplied by; 0 if it does not count. */
    private final double[] scales;

    private final boolean[] nominal;
    private final int counted;

    private Resemblance(Features features, double[] scales) {
        this.blocks = features.blocks();
        this.columns = scales.length;
        int perBlock = Features.rowsPerBlock(columns);
        this.shift = Integer.numberOfTrailingZeros(perBlock);
        this.mask = perBlock - 1;
        this.scales = scales;
        this.nominal = new boolean[columns];
        int some = 0;
        for (int column = 0; column < columns; column++) {
            nominal[column] = features.categories()[column] > 0;
            some += scales[column] > 0 ? 1 : 0;
        }
        this.counted = Math.max(1, some);
    }

    /** Measured by all features. */
    static Resemblance of(Features features) {
        int columns = features.categories().length;
        double[] means = new double[columns];
        double[] squares = new double[columns];
        int[] counts = new int[columns];
        int perBlock = Features.rowsPerBlock(columns);
        int step = Math.max(1, features.examples() / SAMPLE);
        for (int row = 0; row < features.examples(); row += step) {
            double[] block = features.blocks()[row / perBlock];
            int from = row % perBlock * columns;
            for (int column = 0; column < columns; column++) {
                double value = block[from + column];
                if (!Double.isNaN(value)) {
                    double off = value - means[column];
                    means[column] += off / ++counts[column];
                    squares[column] += off * (value - means[column]);
                }
            }
        }
        double[] scales = new double[columns];
        for (int column = 0; column < columns; column++) {
            double deviation = Math.sqrt(squares[column] / Math.max(1, counts[column]));
            scales[column] = deviation == 0 ? 0 : features.categories()[column] > 0 ? 1 : 1 / deviation;
        }
        return new Resemblance(features, scales);
    }

    /** Measured by the same features, except for some that follow each other. */
    Resemblance without(Features features, int from, int count) {
        double[] others = scales.clone();
        Arrays.fill(others, from, from + count, 0);
        return new Resemblance(features, others);
    }

    double distance(int one, int other) {
        return distance(one, other, Double.POSITIVE_INFINITY);
    }

    /** The distance, or some number above {@code limit} if it is above. */
    double distance(int one, int other, double limit) {
        double[] left = blocks[one >> shift];
        double[] right = blocks[other >> shift];
        int from = (one & mask) * columns;
        int with = (other & mask) * columns;
        double most = limit * counted;
        double sum = 0;
        for (int i = 0; i < columns; i++) {
            double scale = scales[i];
            if (scale > 0) {
                double difference = left[from + i] - right[with + i];
                if (nominal[i]) {
                    sum += difference == 0 || Double.isNaN(difference) ? 0 : 1;
                } else {
                    double steps = Math.min(MOST, Math.abs(difference) * scale);
                    sum += Double.isNaN(steps) ? 0 : steps * steps;
                }
                if (sum > most) {
                    break;
                }
            }
        }
        return sum / counted;
    }
}
