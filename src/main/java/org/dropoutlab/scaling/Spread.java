package org.dropoutlab.scaling;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.Stream;
import org.dropoutlab.data.Features;

/**
 * Mean and standard deviation of a feature, in doubles, over the examples that have it. All features are measured together in
 * two passes over the rows; sums are those of {@link java.util.stream.DoubleStream#average}.
 */
final class Spread {
    private final DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics squares = new DoubleSummaryStatistics();

    private Spread() {}

    /** The spread of each feature over {@code examples}. */
    static Spread[] of(Features features, int[] examples) {
        Spread[] spreads = Stream.generate(Spread::new).limit(features.inputs()).toArray(Spread[]::new);
        double[] row = new double[spreads.length];
        for (int example : examples) {
            features.read(example, row);
            for (int feature = 0; feature < row.length; feature++) {
                if (!Double.isNaN(row[feature])) {
                    spreads[feature].values.accept(row[feature]);
                }
            }
        }
        double[] means = Arrays.stream(spreads).mapToDouble(Spread::mean).toArray();
        for (int example : examples) {
            features.read(example, row);
            for (int feature = 0; feature < row.length; feature++) {
                if (!Double.isNaN(row[feature])) {
                    double distance = row[feature] - means[feature];
                    spreads[feature].squares.accept(distance * distance);
                }
            }
        }
        return spreads;
    }

    /** The mean; 0 if no example has the feature. */
    double mean() {
        return values.getAverage();
    }

    /**
     * The standard deviation (with n, not n − 1); exactly 0 if all values are equal or differ by less than float precision, or
     * if there are none.
     */
    double deviation() {
        if (values.getCount() == 0 || values.getMin() == values.getMax()) {
            return 0;
        }
        double deviation = Math.sqrt(squares.getAverage());
        return deviation < Float.MIN_NORMAL ? 0 : deviation;
    }
}
