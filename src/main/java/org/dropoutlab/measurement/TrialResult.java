package org.dropoutlab.measurement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came out of a trial.
 *
 * @param id arm, split and repeat
 * @param status whether it can be averaged
 * @param curve learning curve; of a diverged trial, the epochs before it diverged
 * @param trainExamples size of its training data
 * @param testExamples size of its test data
 * @param parameters number of weights and biases of its network or networks, and of scales and shifts where it is normalized
 * @param multiplications that it takes to classify an example: products of weights and activations, of all its networks
 * @param readings one per probe of the study; none unless it is completed
 */
public record TrialResult(
        TrialId id,
        Status status,
        LearningCurve curve,
        int trainExamples,
        int testExamples,
        long parameters,
        long multiplications,
        List<Reading> readings) {
    public TrialResult {
        readings = List.copyOf(readings);
    }

    /** How a trial ended. */
    public enum Status {
        /** All epochs, or as many as early stopping left; every loss finite. */
        COMPLETED,
        /** Its loss was no longer a finite number; training was stopped there, and nothing is gone back to. */
        DIVERGED
    }

    /** The reading of a kind; empty if the network was not asked for it. */
    public <R extends Reading> Optional<R> reading(Class<R> kind) {
        return readings.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The same with another reading, under the name of another arm: the one that has chosen this trial's. */
    public TrialResult chosenBy(String arm, SearchReading search) {
        return new TrialResult(
                new TrialId(arm, id.split(), id.repeat()),
                status,
                curve,
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                Stream.concat(readings.stream(), Stream.of(search)).toList());
    }

    /** Whether it was trained to its end with finite losses. */
    public boolean completed() {
        return status == Status.COMPLETED;
    }

    /** Seconds of training, measuring included; of an arm that chooses, those of all candidates. */
    public double seconds() {
        return reading(SearchReading.class)
                .map(search -> search.tried().stream()
                        .mapToDouble(SearchReading.Tried::seconds)
                        .sum())
                .orElseGet(() -> curve.last().seconds());
    }
}
