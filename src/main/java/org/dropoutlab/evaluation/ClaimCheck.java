package org.dropoutlab.evaluation;

import java.util.Optional;
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
        FOUND("found"),
        /** The opposite sign, and more of it than chance explains. */
        OPPOSITE("the opposite was found"),
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

    /** Holds {@code claim} against a summary of the study that has it. */
    static ClaimCheck of(Claim claim, StudySummary summary) {
        return claim.baseline().isPresent() ? compared(claim, summary) : alone(claim, summary);
    }

    /** Goes by the comparison's p-value, adjusted for the number of comparisons. */
    private static ClaimCheck compared(Claim claim, StudySummary summary) {
        Comparison comparison = summary.comparisons(claim.metric()).stream()
                .filter(c -> c.arm().equals(claim.arm())
                        && c.baseline().equals(claim.baseline().orElseThrow()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comparison for the claim: " + claim));
        Answer answer = comparison.verdict() == Verdict.NO_EVIDENCE
                ? Answer.NO_EVIDENCE
                : answer(claim, comparison.difference().orElseThrow());
        return new ClaimCheck(claim, comparison.difference(), comparison.ci95(), answer);
    }

    /** Goes by whether the 95% interval holds 0. Values that are all the same have no spread to judge by. */
    private static ClaimCheck alone(Claim claim, StudySummary summary) {
        Optional<Estimate> estimate = summary.arm(claim.arm()).estimate(claim.metric());
        Optional<Interval> ci95 = estimate.flatMap(Estimate::ci95);
        Answer answer = ci95.filter(i -> i.low() < i.high())
                .filter(i -> i.low() > 0 || i.high() < 0)
                .map(i -> answer(claim, i.low()))
                .orElse(Answer.NO_EVIDENCE);
        return new ClaimCheck(claim, estimate.map(Estimate::mean), ci95, answer);
    }

    private static Answer answer(Claim claim, double value) {
        return value > 0 == (claim.sign() == Sign.POSITIVE) ? Answer.FOUND : Answer.OPPOSITE;
    }
}
