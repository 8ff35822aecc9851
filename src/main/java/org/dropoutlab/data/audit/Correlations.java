package org.dropoutlab.data.audit;

import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/** Correlation of two lists of numbers. */
final class Correlations {
    private Correlations() {}

    /** Pearson's coefficient; 0 if one of the lists is constant. */
    static double pearson(double[] one, double[] other) {
        double oneMean = mean(one);
        double otherMean = mean(other);
        double product = 0;
        double oneSquares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.length; i++) {
            double x = one[i] - oneMean;
            double y = other[i] - otherMean;
            product += x * y;
            oneSquares += x * x;
            otherSquares += y * y;
        }
        return oneSquares == 0 || otherSquares == 0 ? 0 : product / Math.sqrt(oneSquares * otherSquares);
    }

    /** Ranks, of equal numbers the middle one: with them, Pearson's coefficient is Spearman's. */
    static double[] ranks(double[] numbers) {
        return new NaturalRanking(TiesStrategy.AVERAGE).apply(numbers.clone());
    }

    private static double mean(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
