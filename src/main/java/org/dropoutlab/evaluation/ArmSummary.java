package org.dropoutlab.evaluation;

import java.util.Map;
import java.util.Optional;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.Metric;

/**
 * The results of one arm.
 *
 * @param arm the treatment
 * @param trials number of trials
 * @param completed number of completed trials
 * @param diverged number of diverged trials, which are in no mean
 * @param estimates estimates by metric over the completed trials in which it is defined; none without such trials
 * @param undefined number of completed trials in which a metric is undefined because their data lack what it needs, by metric; only
 *     if there are any
 */
public record ArmSummary(
        Arm arm,
        int trials,
        int completed,
        int diverged,
        Map<Metric, Estimate> estimates,
        Map<Metric, Integer> undefined) {

    /** The estimate of a metric; empty if no trial has it. */
    public Optional<Estimate> estimate(Metric metric) {
        return Optional.ofNullable(estimates.get(metric));
    }

    /** Number of completed trials in which a metric is undefined. */
    public int undefined(Metric metric) {
        return undefined.getOrDefault(metric, 0);
    }
}
