package org.dropoutlab.evaluation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;

/**
 * A recommended arm: among those better than their common baseline after Holm's adjustment, the one with the largest
 * mean difference; the baseline if there is none. For inconclusive arms it includes the number of repeats needed. Only
 * studies that compare all arms with one baseline, have no claims to check, do not use synthetic data and have a test of their
 * differences have advice.
 *
 * @param baseline name of the arm that the others are compared with
 * @param use name of the arm to use; empty if no trial of the baseline was completed
 * @param metric metric by which the arms are judged
 * @param prospects the other arms, in the study's order
 */
public record Advice(String baseline, Optional<String> use, Metric metric, List<Prospect> prospects) {
    /** The maximum number of repeats in a study. */
    private static final int MOST_REPEATS = 1000;

    public Advice {
        prospects = List.copyOf(prospects);
    }

    /** An arm's standing against the baseline. */
    public enum Standing {
        /** Better, after Holm's adjustment. */
        BETTER("better"),
        /** Worse, after Holm's adjustment. */
        WORSE("worse"),
        /** Almost certainly too small a difference to matter. */
        PRACTICALLY_SAME("practically the same"),
        /** The data are inconclusive. */
        UNDECIDED("undecided"),
        /** No difference in any pair. */
        SAME("the same in every pair"),
        /** The same nonzero difference in every pair, which leaves no spread to test against. */
        CONSTANT("the same difference in every pair"),
        /** Fewer than two completed pairs. */
        UNTESTED("too few pairs");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        /** The spelling in files. */
        public String words() {
            return words;
        }
    }

    /**
     * An arm against the baseline.
     *
     * @param comparison comparison in the metric of the advice
     * @param standing its outcome
     * @param reach smallest detectable differences; empty unless undecided
     */
    public record Prospect(Comparison comparison, Standing standing, Optional<Reach> reach) {

        /** The arm's name. */
        public String arm() {
            return comparison.arm();
        }

        /** How much better the arm is than the baseline on average, negative if it is worse; 0 without pairs. */
        public double lead() {
            double difference = comparison.difference().orElse(0.0);
            return comparison.metric().wanted() == Metric.Wanted.LESS ? -difference : difference;
        }
    }

    /**
     * The smallest true differences that a study can detect with 80% power by its own test, two-sided at 5% before
     * Holm's adjustment, assuming the observed spread of the pairs.
     *
     * @param detectable smallest detectable difference with the present pairs
     * @param repeats total repeats needed to detect a difference as large as the measured one; empty if more than 1,000
     * @param atBest smallest detectable difference with unlimited repeats; 0 for independent pairs
     */
    public record Reach(double detectable, OptionalInt repeats, double atBest) {}

    /**
     * The advice for a study.
     *
     * @param summary the study's summary, without advice
     * @param differences differences in the study's primary metric over the completed pairs of a contrast
     * @param test the study's test
     */
    static Optional<Advice> of(
            StudySummary summary, Function<Contrast, double[]> differences, CorrectedResampledTTest test) {
        List<Contrast> contrasts = summary.study().contrasts();
        Set<String> baselines = new HashSet<>();
        contrasts.forEach(contrast -> baselines.add(contrast.baseline()));
        if (baselines.size() != 1
                || !summary.study().claims().isEmpty()
                || contrasts.stream().anyMatch(contrast -> !contrast.caveat().isEmpty())
                || summary.data().provenance() == Provenance.SYNTHETIC
                || !test.isPossible()) {
            return Optional.empty();
        }
        String baseline = baselines.iterator().next();
        Metric quality = summary.primary();
        List<Prospect> prospects = summary.comparisons(quality).stream()
                .map(comparison -> prospect(
                        comparison,
                        differences.apply(Contrast.of(comparison.arm(), baseline)),
                        test,
                        summary.study().resampling()))
                .toList();
        Optional<String> use = summary.arm(baseline).completed() == 0
                ? Optional.empty()
                : Optional.of(
                        largest(prospects, Standing.BETTER).map(Prospect::arm).orElse(baseline));
        return Optional.of(new Advice(baseline, use, quality, prospects));
    }

    private static Prospect prospect(
            Comparison comparison, double[] differences, CorrectedResampledTTest test, Resampling splits) {
        Standing standing = standing(comparison, differences);
        return new Prospect(
                comparison,
                standing,
                standing == Standing.UNDECIDED ? Optional.of(reach(differences, test, splits)) : Optional.empty());
    }

    private static Standing standing(Comparison comparison, double[] differences) {
        if (differences.length < 2) {
            return Standing.UNTESTED;
        }
        if (comparison.pValue().isEmpty()) {
            return Standing.CONSTANT;
        }
        if (StandardDeviation.of(differences).getAsDouble() == 0) {
            return Standing.SAME;
        }
        return switch (comparison.verdict()) {
            case BETTER -> Standing.BETTER;
            case WORSE -> Standing.WORSE;
            case PRACTICALLY_SAME -> Standing.PRACTICALLY_SAME;
            default -> Standing.UNDECIDED;
        };
    }

    private static Reach reach(double[] differences, CorrectedResampledTTest test, Resampling splits) {
        TestPower power = new TestPower(test, StandardDeviation.of(differences).getAsDouble());
        double measured = Mean.of(differences).getAsDouble();
        if (splits.pairing() == Pairing.FIXED_FOLDS) {
            // More repeats of the same splits add no differences to the sample.
            double detectable = power.detectable(differences.length);
            return new Reach(detectable, OptionalInt.empty(), detectable);
        }
        return new Reach(
                power.detectable(differences.length),
                power.repeatsFor(measured, (double) differences.length / splits.repeats(), MOST_REPEATS),
                power.detectableAtBest());
    }

    /** The arms with a given standing, in the study's order. */
    public List<Prospect> of(Standing standing) {
        return prospects.stream()
                .filter(prospect -> prospect.standing() == standing)
                .toList();
    }

    /** The undecided arm furthest ahead on average; empty if none is ahead. */
    public Optional<Prospect> mostPromising() {
        return largest(prospects, Standing.UNDECIDED).filter(prospect -> prospect.lead() > 0);
    }

    /** The arm furthest ahead, the first in a tie. */
    private static Optional<Prospect> largest(List<Prospect> prospects, Standing standing) {
        return prospects.stream()
                .filter(prospect -> prospect.standing() == standing)
                .sorted(Comparator.comparingDouble(Prospect::lead).reversed())
                .findFirst();
    }
}
