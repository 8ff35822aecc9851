package org.dropoutlab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;

/**
 * An arm and its baseline in each test period. Periods are not exchangeable, because each has more training data than the one before
 * and what is predicted may change: there is no test of the mean of their differences.
 *
 * @param arm name of the treated arm
 * @param baseline name of the baseline
 * @param metric the metric
 * @param periods in order
 */
public record ByPeriod(String arm, String baseline, Metric metric, List<Period> periods) {
    /** Differences below this are rounding errors of means of equal values. */
    private static final double ROUNDING = 1e-12;

    public ByPeriod {
        periods = List.copyOf(periods);
    }

    /**
     * One test period. Values are means over its seeds with two completed trials.
     *
     * @param name its first and last time, or its number
     * @param trainExamples number of training examples before it
     * @param testExamples number of test examples in it
     * @param pairs number of pairs of completed trials
     * @param arm the arm's value; empty without pairs
     * @param baseline the baseline's value; empty without pairs
     * @param differences arm − baseline for each seed
     */
    public record Period(
            String name,
            int trainExamples,
            int testExamples,
            int pairs,
            Optional<Double> arm,
            Optional<Double> baseline,
            List<Double> differences) {
        public Period {
            differences = List.copyOf(differences);
        }

        /** The mean difference; empty without pairs. */
        public Optional<Double> difference() {
            OptionalDouble mean =
                    differences.stream().mapToDouble(Double::doubleValue).average();
            return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
        }
    }

    /** Number of periods in which the arm is better than its baseline; empty if the metric has no desirable direction. */
    public Optional<Long> ahead() {
        return metric.wanted() == Metric.Wanted.NEITHER
                ? Optional.empty()
                : Optional.of(periods.stream()
                        .flatMap(period -> period.difference().stream())
                        .filter(difference ->
                                metric.wanted() == Metric.Wanted.MORE ? difference > ROUNDING : difference < -ROUNDING)
                        .count());
    }

    /** Number of periods without a difference. */
    public long even() {
        return periods.stream()
                .flatMap(period -> period.difference().stream())
                .filter(difference -> Math.abs(difference) <= ROUNDING)
                .count();
    }

    /**
     * All comparisons of a study by period, by metric; none if its splits are exchangeable.
     *
     * @param byArm results by arm, in the order of repeats and splits
     */
    static List<ByPeriod> of(Study study, List<Metric> metrics, Map<String, List<TrialResult>> byArm) {
        if (study.resampling().pairing() != Pairing.PERIODS) {
            return List.of();
        }
        return metrics.stream()
                .flatMap(metric -> study.contrasts().stream().map(contrast -> of(study, contrast, metric, byArm)))
                .toList();
    }

    private static ByPeriod of(Study study, Contrast contrast, Metric metric, Map<String, List<TrialResult>> byArm) {
        return new ByPeriod(
                contrast.arm(),
                contrast.baseline(),
                metric,
                IntStream.range(0, study.resampling().splits())
                        .mapToObj(split -> period(
                                name(study, split),
                                metric,
                                of(split, byArm.get(contrast.arm())),
                                of(split, byArm.get(contrast.baseline()))))
                        .toList());
    }

    private static String name(Study study, int split) {
        return study.resampling() instanceof ForwardChaining chaining
                        && !chaining.periods().isEmpty()
                ? chaining.periods().get(split)
                : "split " + (split + 1);
    }

    private static List<TrialResult> of(int split, List<TrialResult> results) {
        return results.stream().filter(result -> result.id().split() == split).toList();
    }

    private static Period period(String name, Metric metric, List<TrialResult> treated, List<TrialResult> baseline) {
        List<Double> ofArm = new ArrayList<>();
        List<Double> ofBaseline = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        for (int seed = 0; seed < treated.size(); seed++) {
            if (treated.get(seed).completed() && baseline.get(seed).completed()) {
                double one = metric.of(treated.get(seed));
                double other = metric.of(baseline.get(seed));
                if (Double.isFinite(one) && Double.isFinite(other)) {
                    ofArm.add(one);
                    ofBaseline.add(other);
                    differences.add(one - other);
                }
            }
        }
        return new Period(
                name,
                treated.get(0).trainExamples(),
                treated.get(0).testExamples(),
                differences.size(),
                mean(ofArm),
                mean(ofBaseline),
                differences);
    }

    private static Optional<Double> mean(List<Double> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow());
    }
}
