package org.dropoutlab.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;

/**
 * What the best answer that ignores the inputs scores, by the classes' shares of all examples: the largest class, or the shares as
 * probabilities. A network is worth something only beyond that.
 *
 * @param metric the metric
 * @param value its value
 */
public record ConstantGuess(Metric metric, double value) {

    /** The constant guess in a metric on test data; empty for metrics without one, and for data whose classes were not counted. */
    public static Optional<ConstantGuess> of(Metric metric, DataInfo data, Judgement judgement) {
        if (metric == Metric.TEST_R2) {
            return Optional.of(new ConstantGuess(metric, 0));
        }
        double[] shares = shares(data.classCounts());
        if (shares.length < 2) {
            return Optional.empty();
        }
        double positive = shares[
                judgement.positive(
                        data.classCounts().stream().mapToInt(Integer::intValue).toArray())];
        OptionalDouble value =
                switch (metric) {
                    case TEST_ACCURACY -> OptionalDouble.of(largest(shares));
                    case TEST_BALANCED_ACCURACY -> OptionalDouble.of(1.0 / shares.length);
                    case TEST_MACRO_F1 -> OptionalDouble.of(f1(largest(shares)) / shares.length);
                    case TEST_POSITIVE_F1 -> shares.length == 2
                            ? OptionalDouble.of(f1(positive))
                            : OptionalDouble.empty();
                    case TEST_MATTHEWS -> OptionalDouble.of(0);
                    case TEST_ROC_AUC -> OptionalDouble.of(0.5);
                    case TEST_AVERAGE_PRECISION -> OptionalDouble.of(
                            shares.length == 2 ? positive : 1.0 / shares.length);
                    case TEST_LOG_LOSS, TEST_LOSS -> OptionalDouble.of(entropy(shares));
                    case TEST_BRIER -> OptionalDouble.of(brier(shares));
                    default -> OptionalDouble.empty();
                };
        return value.isPresent() ? Optional.of(new ConstantGuess(metric, value.getAsDouble())) : Optional.empty();
    }

    /** Whether an arm is no better on average. */
    public boolean isAtLeastAsGoodAs(ArmSummary arm) {
        return arm.estimate(metric)
                .filter(estimate ->
                        metric.wanted() == Metric.Wanted.LESS ? estimate.mean() >= value : estimate.mean() <= value)
                .isPresent();
    }

    private static double[] shares(List<Integer> counts) {
        double all = counts.stream().mapToInt(Integer::intValue).sum();
        return counts.stream().mapToDouble(count -> count / all).toArray();
    }

    private static double largest(double[] shares) {
        double largest = 0;
        for (double share : shares) {
            largest = Math.max(largest, share);
        }
        return largest;
    }

    /** F1 of a class with this share that is always predicted: recall 1, precision its share. */
    private static double f1(double share) {
        return 2 * share / (1 + share);
    }

    private static double entropy(double[] shares) {
        double sum = 0;
        for (double share : shares) {
            sum -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum;
    }

    /** Of two classes of one, of more the sum of all. */
    private static double brier(double[] shares) {
        double sum = 0;
        for (double share : shares) {
            sum += share * (1 - share);
        }
        return shares.length == 2 ? sum / 2 : sum;
    }
}
