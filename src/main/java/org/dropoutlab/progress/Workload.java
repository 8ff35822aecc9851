package org.dropoutlab.progress;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** Training work of a study, for estimating the time left: examples seen, as far as known. */
final class Workload {
    private final Map<String, Integer> epochs;
    private final Map<String, Double> perEpoch;
    private final double all;

    Workload(Study study) {
        epochs = study.arms().stream().collect(Collectors.toMap(Arm::name, study::epochsOf));
        perEpoch = study.arms().stream().collect(Collectors.toMap(Arm::name, arm ->
                (double) study.resamplingOf(arm).trainSize().orElse(1)));
        all = study.trials().stream().mapToDouble(trial -> of(trial.id())).sum();
    }

    /** Work of a whole trial. */
    double of(TrialId trial) {
        return of(trial, epochs.get(trial.arm()));
    }

    /** Work of the first epochs of a trial. */
    double of(TrialId trial, int trained) {
        return perEpoch.get(trial.arm()) * trained;
    }

    /** Work of the trials with results. */
    double of(List<TrialResult> results) {
        return results.stream().mapToDouble(result -> of(result.id())).sum();
    }

    /** Work of the whole study. */
    double all() {
        return all;
    }
}
