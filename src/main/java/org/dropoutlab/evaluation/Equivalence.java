package org.dropoutlab.evaluation;

import java.util.OptionalDouble;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;

/**
 * The posterior probabilities that the true mean difference lies below, inside or above a region of practical equivalence.
 *
 * @param rope half the width of the region around 0, in the metric's unit; the region includes its ends
 * @param below probability of a difference less than −rope
 * @param inside probability of a difference from −rope to rope
 * @param above probability of a difference greater than rope
 */
public record Equivalence(double rope, double below, double inside, double above) {
    /** The probability from which on two arms count as practically the same. */
    public static final double CERTAIN = 0.95;

    /** The usual half-width, for shares, R², nats and scores from 0 to 1: one percentage point, a hundredth of the variance, a hundredth of a nat. */
    private static final double USUAL = 0.01;

    /**
     * Half the width of a study's region in {@code metric}: the study's own for metrics in the unit of the one by which its arms are
     * judged, otherwise the usual one.
     *
     * @param primary the metric by which the arms are judged
     * @return empty for metrics in units of which nothing is known, unless the study has a region of its own
     */
    static OptionalDouble rope(Study study, Metric metric, Metric primary) {
        if (study.rope().isPresent() && metric.unit() == primary.unit()) {
            return study.rope();
        }
        if (metric.isOfLoss() && !study.network().loss().isCrossEntropy()) {
            return OptionalDouble.empty();
        }
        return switch (metric.unit()) {
            case FRACTION, NATS, R2, SCORE -> OptionalDouble.of(USUAL);
            default -> OptionalDouble.empty();
        };
    }

    /** Whether the difference is almost certainly too small to matter. */
    public boolean isPracticallyTheSame() {
        return inside >= CERTAIN;
    }

    /** Probability that the arm is better than its baseline by more than the region, for a metric with a direction. */
    public double better(Metric metric) {
        return metric.wanted() == Metric.Wanted.LESS ? below : above;
    }

    /** Probability that the arm is worse than its baseline by more than the region, for a metric with a direction. */
    public double worse(Metric metric) {
        return metric.wanted() == Metric.Wanted.LESS ? above : below;
    }
}
