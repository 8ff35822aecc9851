package org.dropoutlab.data.audit;

import java.util.List;

/**
 * How far rows are from each other: the mean over columns of squared differences, numbers in units of their standard deviation,
 * for categories 1 if they differ. What is missing differs from nothing.
 */
final class Resemblance {
    /** A difference counts as at most so many standard deviations: one outlier is not all. */
    private static final double MOST = 4;

    private final List<AuditedColumn> columns;
    private final double[] deviations;

    /** Measured by these columns. */
    Resemblance(List<AuditedColumn> columns) {
        this.columns = columns;
        this.deviations =
                columns.parallelStream().mapToDouble(AuditedColumn::deviation).toArray();
    }

    double distance(int one, int other) {
        double sum = 0;
        for (int i = 0; i < deviations.length; i++) {
            if (deviations[i] > 0) {
                AuditedColumn column = columns.get(i);
                double x = column.at(one);
                double y = column.at(other);
                if (column.isNominal()) {
                    sum += x == y || Double.isNaN(x) || Double.isNaN(y) ? 0 : 1;
                } else if (!Double.isNaN(x) && !Double.isNaN(y)) {
                    double steps = Math.min(MOST, Math.abs(x - y) / deviations[i]);
                    sum += steps * steps;
                }
            }
        }
        return sum / Math.max(1, deviations.length);
    }
}
