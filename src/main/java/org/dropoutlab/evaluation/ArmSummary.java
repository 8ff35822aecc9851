package org.dropoutlab.evaluation;

import java.util.Map;
import java.util.Optional;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.Metric;

/**
 * What came out of one arm.
 *
 * @param arm the treatment
 * @param trials that were asked for
 * @param completed of them
 * @param diverged of them; in no mean
 * @param estimates of each metric over the completed trials; empty if there are none
 */
public record ArmSummary(Arm arm, int trials, int completed, int diverged, Map<Metric, Estimate> estimates) {

    /** The estimate of a metric; empty if no trial was completed. */
    public Optional<Estimate> estimate(Metric metric) {
        return Optional.ofNullable(estimates.get(metric));
    }
}
