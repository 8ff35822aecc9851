package org.dropoutlab.evaluation;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.measurement.Metric;

/**
 * A comparison of an arm with its baseline in one metric, paired by (split, repeat).
 *
 * @param arm name of the treated arm
 * @param baseline name of the baseline
 * @param metric the metric
 * @param pairs number of pairs with two completed trials that have a value; only these are compared
 * @param lostPairs number of pairs with a trial that diverged or has no value
 * @param difference mean of arm − baseline; empty without pairs
 * @param ci95 95% interval of the difference, not adjusted for the number of comparisons
 * @param pValue two-sided, not adjusted
 * @param adjustedPValue Holm's adjustment over the study's comparisons in this metric
 * @param test name of the test
 * @param equivalence posterior probabilities of a difference too small to matter and of larger ones; empty where there is no
 *     posterior, or no region of practical equivalence in this metric
 * @param verdict practically the same if that is almost certain; otherwise the outcome by the adjusted p-value at 5%
 * @param changes differences between the two arms
 * @param caveat a warning about the comparison; may be empty
 */
public record Comparison(
        String arm,
        String baseline,
        Metric metric,
        int pairs,
        int lostPairs,
        Optional<Double> difference,
        Optional<Interval> ci95,
        Optional<Double> pValue,
        Optional<Double> adjustedPValue,
        String test,
        Optional<Equivalence> equivalence,
        Verdict verdict,
        List<String> changes,
        String caveat) {
    private static final double SIGNIFICANCE = 0.05;

    /** Fewer pairs without any spread say little about the next one: by the rule of three, a third of them may differ. */
    private static final int FEWEST_WITHOUT_SPREAD = 10;

    /** Whether the test finds a difference, after Holm's adjustment. */
    public boolean isSignificant() {
        return isSignificant(adjustedPValue);
    }

    private static boolean isSignificant(Optional<Double> adjustedPValue) {
        return adjustedPValue.filter(p -> p < SIGNIFICANCE).isPresent();
    }

    /**
     * The posterior probabilities, for people: without those of a few pairs that all have the same difference, which look like
     * certainty and are none.
     */
    public Optional<Equivalence> sameness() {
        return sameness(equivalence, ci95, pairs);
    }

    private static Optional<Equivalence> sameness(
            Optional<Equivalence> equivalence, Optional<Interval> ci95, int pairs) {
        boolean spread =
                ci95.filter(interval -> interval.low() < interval.high()).isPresent();
        return equivalence.filter(posterior -> spread || pairs >= FEWEST_WITHOUT_SPREAD);
    }

    /** The verdict of a comparison in a metric that should be so. */
    static Verdict verdict(
            Metric.Wanted wanted,
            Optional<Double> difference,
            Optional<PairedTest.Outcome> outcome,
            Optional<Double> adjustedPValue,
            Optional<Equivalence> equivalence,
            int pairs) {
        if (sameness(equivalence, outcome.map(PairedTest.Outcome::ci95), pairs)
                .filter(Equivalence::isPracticallyTheSame)
                .isPresent()) {
            return Verdict.PRACTICALLY_SAME;
        }
        if (!isSignificant(adjustedPValue)) {
            return Verdict.NO_EVIDENCE;
        }
        boolean more = difference.orElseThrow() > 0;
        return switch (wanted) {
            case MORE -> more ? Verdict.BETTER : Verdict.WORSE;
            case LESS -> more ? Verdict.WORSE : Verdict.BETTER;
            case NEITHER -> more ? Verdict.HIGHER : Verdict.LOWER;
        };
    }
}
