package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.dropoutlab.data.Table;

/**
 * The label of the closest row, by standardized inputs: the simplest model that can profit from a row that it has seen, and so a
 * measure of what a table gives away.
 */
final class NearestNeighbour {
    private final double[][] rows;
    private final int[] labels;

    private NearestNeighbour(double[][] rows, int[] labels) {
        this.rows = rows;
        this.labels = labels;
    }

    /** On standardized inputs; a missing one is the mean. */
    static NearestNeighbour of(Table table) {
        double[][] rows = table.features().rows();
        for (int column = 0; column < rows[0].length; column++) {
            int at = column;
            double[] there = Arrays.stream(rows)
                    .mapToDouble(row -> row[at])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double mean = Arrays.stream(there).average().orElse(0);
            double deviation = Math.sqrt(Arrays.stream(there)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0));
            for (double[] row : rows) {
                row[at] = Double.isNaN(row[at]) || deviation == 0 ? 0 : (row[at] - mean) / deviation;
            }
        }
        return new NearestNeighbour(rows, table.labels());
    }

    /** On inputs as they are. */
    static NearestNeighbour unscaled(Table table) {
        return new NearestNeighbour(table.features().rows(), table.labels());
    }

    /** The share of rows whose label is that of the closest row in another fold. */
    double accuracy(IntUnaryOperator fold) {
        return accuracy((row, other) -> fold.applyAsInt(row) == fold.applyAsInt(other) ? 0 : 1);
    }

    /** The share of rows whose label is that of the closest row from which it may learn: where {@code learns} is 1. */
    double accuracy(IntBinaryOperator learns) {
        int right = 0;
        int asked = 0;
        for (int row = 0; row < rows.length; row++) {
            int closest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < rows.length; other++) {
                if (learns.applyAsInt(row, other) == 1) {
                    double distance = 0;
                    for (int column = 0; column < rows[row].length && distance < least; column++) {
                        double difference = rows[row][column] - rows[other][column];
                        distance += difference * difference;
                    }
                    if (distance < least) {
                        least = distance;
                        closest = other;
                    }
                }
            }
            if (closest >= 0) {
                asked++;
                right += labels[closest] == labels[row] ? 1 : 0;
            }
        }
        return (double) right / asked;
    }
}
