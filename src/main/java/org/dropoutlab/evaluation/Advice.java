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
import org.dropoutlab.measurement.Metric;

/**
 * Which arm to use: among those that are better than their common baseline after Holm's adjustment, the one with the largest
 * mean difference; the baseline if there is none. Of what stays open it says what would decide it. Given for studies that hold
 * all their arms against one baseline, have no claims of others to answer, and are not of invented data.
 *
 * @param baseline name of the arm that the others are held against
 * @param use name of the arm to use; empty if no trial of the baseline was trained to its end
 * @param metric by which the arms are judged
 * @param prospects of the other arms, in the study's order
 */
public record Advice(String baseline, Optional<String> use, Metric metric, List<Prospect> prospects) {
    /** Repeats that a study can have at the most. */
    private static final int MOST_REPEATS = 1000;

    public Advice {
        prospects = List.copyOf(prospects);
    }

    /** What is known of an arm against the baseline. */
    public enum Standing {
        /** Better, after Holm's adjustment. */
        BETTER("better"),
        /** Worse, after Holm's adjustment. */
        WORSE("worse"),
        /** The data cannot tell. */
        UNDECIDED("undecided"),
        /** The same number in every pair. */
        SAME("the same in every pair"),
        /** The same difference, not 0, in every pair: nothing to judge chance by. */
        CONSTANT("the same difference in every pair"),
        /** Fewer than two completed pairs. */
        UNTESTED("too few pairs");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        /** As it is written in files. */
        public String words() {
            return words;
        }
    }

    /**
     * An arm against the baseline.
     *
     * @param comparison in the metric of the advice
     * @param standing what it comes to
     * @param reach what the differences could have shown; empty unless it is undecided
     */
    public record Prospect(Comparison comparison, Standing standing, Optional<Reach> reach) {

        /** The arm's name. */
        public String arm() {
            return comparison.arm();
        }

        /** The mean difference from the baseline; 0 without pairs. */
        double difference() {
            return comparison.difference().orElse(0.0);
        }
    }

    /**
     * How small a true difference a study can show, with a probability of 80% by its own test, two-sided at 5% before
     * Holm's adjustment, where pairs differ among themselves as much as they were seen to.
     *
     * @param detectable the smallest with the pairs there are
     * @param repeats in all that would show a difference as large as the measured one; empty if not even 1,000 would
     * @param atBest the smallest with however many repeats: 0 where pairs are independent of one another
     */
    public record Reach(double detectable, OptionalInt repeats, double atBest) {}

    /**
     * The advice that a study gives.
     *
     * @param summary without advice yet
     * @param differences of the completed pairs of a contrast, in the quality that the study measures
     * @param test of the study
     */
    static Optional<Advice> of(
            StudySummary summary, Function<Contrast, double[]> differences, CorrectedResampledTTest test) {
        List<Contrast> contrasts = summary.study().contrasts();
        Set<String> baselines = new HashSet<>();
        contrasts.forEach(contrast -> baselines.add(contrast.baseline()));
        if (baselines.size() != 1
                || !summary.study().claims().isEmpty()
                || contrasts.stream().anyMatch(contrast -> !contrast.caveat().isEmpty())
                || summary.data().provenance() == Provenance.SYNTHETIC) {
            return Optional.empty();
        }
        String baseline = baselines.iterator().next();
        Metric quality = summary.data().measures().quality();
        List<Prospect> prospects = summary.comparisons(quality).stream()
                .map(comparison -> prospect(
                        comparison,
                        differences.apply(Contrast.of(comparison.arm(), baseline)),
                        test,
                        summary.study().resampling().repeats()))
                .toList();
        Optional<String> use = summary.arm(baseline).completed() == 0
                ? Optional.empty()
                : Optional.of(
                        largest(prospects, Standing.BETTER).map(Prospect::arm).orElse(baseline));
        return Optional.of(new Advice(baseline, use, quality, prospects));
    }

    private static Prospect prospect(
            Comparison comparison, double[] differences, CorrectedResampledTTest test, int repeats) {
        Standing standing = standing(comparison, differences);
        return new Prospect(
                comparison,
                standing,
                standing == Standing.UNDECIDED ? Optional.of(reach(differences, test, repeats)) : Optional.empty());
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
            default -> Standing.UNDECIDED;
        };
    }

    private static Reach reach(double[] differences, CorrectedResampledTTest test, int repeats) {
        TestPower power = new TestPower(test, StandardDeviation.of(differences).getAsDouble());
        double measured = Mean.of(differences).getAsDouble();
        return new Reach(
                power.detectable(differences.length),
                power.repeatsFor(measured, (double) differences.length / repeats, MOST_REPEATS),
                power.detectableAtBest());
    }

    /** The arms of one standing, in the study's order. */
    public List<Prospect> of(Standing standing) {
        return prospects.stream()
                .filter(prospect -> prospect.standing() == standing)
                .toList();
    }

    /** The undecided arm that is most ahead in the mean; empty if none is ahead. */
    public Optional<Prospect> mostPromising() {
        return largest(prospects, Standing.UNDECIDED).filter(prospect -> prospect.difference() > 0);
    }

    /** Of equals the first. */
    private static Optional<Prospect> largest(List<Prospect> prospects, Standing standing) {
        return prospects.stream()
                .filter(prospect -> prospect.standing() == standing)
                .sorted(Comparator.comparingDouble(Prospect::difference).reversed())
                .findFirst();
    }
}
