package org.dropoutlab.evaluation;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;

/**
 * A claim held against what was measured.
 *
 * @param claim what a source says
 * @param measured the mean difference from the baseline, or the mean of the arm alone; empty without completed trials
 * @param ci95 its 95% interval; empty where there is none
 * @param answer what the two come to
 */
public record ClaimCheck(Claim claim, Optional<Double> measured, Optional<Interval> ci95, Answer answer) {

    /** What a measurement says of a claim. */
    public enum Answer {
        /** The claim's sign, and more of it than chance explains. */
        FOUND("holds"),
        /** The opposite sign, and more of it than chance explains. */
        OPPOSITE("does not hold: the opposite was found"),
        /** Chance explains what was measured. */
        NO_EVIDENCE("no evidence either way");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        /** As it is written in files and reports. */
        public String words() {
            return words;
        }
    }

    /**
     * Holds {@code claim} against the comparisons and estimates of the study that has it.
     *
     * @param arm what came out of the claim's arm
     * @param comparisons all of the study
     */
    static ClaimCheck of(Claim claim, ArmSummary arm, List<Comparison> comparisons) {
        return claim.baseline().isPresent() ? compared(claim, comparisons) : alone(claim, arm);
    }

    /**
     * Holds a claim about the difference of two differences against what was measured; goes by whether the 95% interval
     * holds 0.
     *
     * @param differences of the two, one per pair
     */
    static ClaimCheck ofTwo(Claim claim, double[] differences, PairedTest test) {
        Optional<Interval> ci95 = test.test(differences).map(PairedTest.Outcome::ci95);
        Optional<Double> mean = differences.length == 0
                ? Optional.empty()
                : Optional.of(Mean.of(differences).getAsDouble());
        return new ClaimCheck(claim, mean, ci95, answer(claim, ci95));
    }

    /** Goes by the comparison's p-value, adjusted for the number of comparisons. */
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
        Answer answer = comparison.verdict() == Verdict.NO_EVIDENCE
                ? Answer.NO_EVIDENCE
                : answer(claim, comparison.difference().orElseThrow());
        return new ClaimCheck(claim, comparison.difference(), comparison.ci95(), answer);
    }

    /** Goes by whether the 95% interval holds 0. Values that are all the same have no spread to judge by. */
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

    /** Found if all that the interval holds is within the margins, which asks for more than a large p-value does. */
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
