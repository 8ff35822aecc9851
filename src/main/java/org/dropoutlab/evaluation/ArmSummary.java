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
 * @param estimates estimates by metric over the completed trials; empty if there are none
 */
public record ArmSummary(Arm arm, int trials, int completed, int diverged, Map<Metric, Estimate> estimates) {

    /** The estimate of a metric; empty if no trial was completed. */
    public Optional<Estimate> estimate(Metric metric) {
        return Optional.ofNullable(estimates.get(metric));
    }
}
