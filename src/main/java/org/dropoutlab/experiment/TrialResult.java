package org.dropoutlab.experiment;

import java.util.Optional;

/**
 * What came out of a trial.
 *
 * @param id arm, split and repeat
 * @param status whether it can be averaged
 * @param curve learning curve; of a diverged trial, the epochs before it diverged
 * @param trainExamples size of its training data
 * @param testExamples size of its test data
 * @param parameters number of weights and biases of its network
 * @param inspection the trained network from inside; empty unless it is a completed one for images
 */
public record TrialResult(
        TrialId id,
        Status status,
        LearningCurve curve,
        int trainExamples,
        int testExamples,
        long parameters,
        Optional<Inspection> inspection) {

    /** How a trial ended. */
    public enum Status {
        /** All epochs, every loss finite. */
        COMPLETED,
        /** Its loss was no longer a finite number; training was stopped there. */
        DIVERGED
    }

    /** Whether all epochs were trained with finite losses. */
    public boolean completed() {
        return status == Status.COMPLETED;
    }
}
