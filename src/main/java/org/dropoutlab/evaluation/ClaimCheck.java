package org.dropoutlab.evaluation;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;

/**
 * A claim checked against the measurement.
 *
 * @param claim a source's prediction
 * @param measured the mean difference from the baseline, or the mean of the arm alone; empty without completed trials
 * @param ci95 its 95% interval; empty where there is none
 * @param answer whether the claim holds
 */
public record ClaimCheck(Claim claim, Optional<Double> measured, Optional<Interval> ci95, Answer answer) {

    /** A measurement's answer to a claim. */
    public enum Answer {
        /** The claimed sign, beyond chance. */
        FOUND("holds"),
        /** The opposite sign, beyond chance. */
        OPPOSITE("does not hold: the opposite was found"),
        /** Within chance. */
        NO_EVIDENCE("no evidence either way");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        /** The wording in files and reports. */
        public String words() {
            return words;
        }
    }

    /**
     * Checks {@code claim} against its study's comparisons and estimates.
     *
     * @param arm results of the claim's arm
     * @param comparisons all comparisons of the study
     */
    static ClaimCheck of(Claim claim, ArmSummary arm, List<Comparison> comparisons) {
        return claim.baseline().isPresent() ? compared(claim, comparisons) : alone(claim, arm);
    }

    /**
     * Checks a claim about the difference between two contrasts' differences by whether its 95% interval contains 0.
     *
     * @param differences first contrast's difference − second's, one per pair
     */
    static ClaimCheck ofTwo(Claim claim, double[] differences, PairedTest test) {
        Optional<Interval> ci95 = test.test(differences).map(PairedTest.Outcome::ci95);
        Optional<Double> mean = differences.length == 0
                ? Optional.empty()
                : Optional.of(Mean.of(differences).getAsDouble());
        return new ClaimCheck(claim, mean, ci95, answer(claim, ci95));
    }

    /** Decides by the comparison's p-value, adjusted for the number of comparisons. */
    private static ClaimCheck compared(Claim claim, List<Comparison> comparisons) {
        Comparison comparison = comparisons.stream()
                .filter(c -> c.metric() == claim.metric()
                        && c.arm().equals(claim.arm())
                        && c.baseline().equals(claim.baseline().orElseThrow()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comparison for the claim: " + claim));
        if (claim.sign().hasMargin()) {
            return new ClaimCheck(claim, comparison.difference(), comparison.ci95(), answer(claim, comparison.ci95()));
        }
        Answer answer = comparison.isSignificant()
                ? answer(claim, comparison.difference().orElseThrow())
                : Answer.NO_EVIDENCE;
        return new ClaimCheck(claim, comparison.difference(), comparison.ci95(), answer);
    }

    /** Decides by whether the 95% interval contains 0. Identical values have no spread to test against. */
    private static ClaimCheck alone(Claim claim, ArmSummary arm) {
        Optional<Estimate> estimate = arm.estimate(claim.metric());
        Optional<Interval> ci95 = estimate.flatMap(Estimate::ci95);
        return new ClaimCheck(claim, estimate.map(Estimate::mean), ci95, answer(claim, ci95));
    }

    private static Answer answer(Claim claim, Optional<Interval> ci95) {
        if (claim.sign().hasMargin()) {
            double least = claim.sign() == Sign.NEGLIGIBLE ? -claim.margin() : Double.NEGATIVE_INFINITY;
            return ci95.map(i -> within(i, least, claim.margin())).orElse(Answer.NO_EVIDENCE);
        }
        return ci95.filter(i -> i.low() < i.high())
                .filter(i -> i.low() > 0 || i.high() < 0)
                .map(i -> answer(claim, i.low()))
                .orElse(Answer.NO_EVIDENCE);
    }

    /** Holds only if the whole interval is within the margins: a large p-value alone is no evidence of equality. */
    private static Answer within(Interval ci95, double least, double most) {
        if (ci95.low() > least && ci95.high() < most) {
            return Answer.FOUND;
        }
        return ci95.low() > most || ci95.high() < least ? Answer.OPPOSITE : Answer.NO_EVIDENCE;
    }

    private static Answer answer(Claim claim, double value) {
        return value > 0 == (claim.sign() == Sign.POSITIVE) ? Answer.FOUND : Answer.OPPOSITE;
    }
}
