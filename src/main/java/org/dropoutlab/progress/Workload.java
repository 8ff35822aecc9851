package org.dropoutlab.progress;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** How much there is to train in a study, for telling the time that is left: examples seen, as far as they are known. */
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

    /** That of a whole trial. */
    double of(TrialId trial) {
        return of(trial, epochs.get(trial.arm()));
    }

    /** That of the first epochs of a trial. */
    double of(TrialId trial, int trained) {
        return perEpoch.get(trial.arm()) * trained;
    }

    /** That of the trials that have results. */
    double of(List<TrialResult> results) {
        return results.stream().mapToDouble(result -> of(result.id())).sum();
    }

    /** That of the whole study. */
    double all() {
        return all;
    }
}
