package org.dropoutlab.measurement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a trial.
 *
 * @param id arm, split and repeat
 * @param status how it ended; only completed trials are averaged
 * @param curve learning curve; for a diverged trial, the epochs before divergence
 * @param trainExamples size of its training data
 * @param testExamples size of its test data
 * @param parameters number of weights and biases of all its networks, including the scales and shifts of normalization
 * @param multiplications products of weights and activations to classify one example, over all its networks
 * @param readings one per probe of the study; none unless it is completed
 * @param outputs final outputs for test examples; empty if the study keeps none, unless it is completed, and in older records
 * @param scores of its final outputs; empty if they were not scored, unless it is completed, and in older records
 * @param own metrics of the calling program's own, by name; {@code NaN} where they are undefined
 */
public record TrialResult(
        TrialId id,
        Status status,
        LearningCurve curve,
        int trainExamples,
        int testExamples,
        long parameters,
        long multiplications,
        List<Reading> readings,
        Optional<TestOutputs> outputs,
        Optional<FinalScores> scores,
        Map<String, Double> own) {
    public TrialResult {
        readings = List.copyOf(readings);
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    /** A result without metrics of the calling program's own. */
    public TrialResult(
            TrialId id,
            Status status,
            LearningCurve curve,
            int trainExamples,
            int testExamples,
            long parameters,
            long multiplications,
            List<Reading> readings,
            Optional<TestOutputs> outputs,
            Optional<FinalScores> scores) {
        this(
                id,
                status,
                curve,
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                readings,
                outputs,
                scores,
                Map.of());
    }

    /** A result without outputs and their scores. */
    public TrialResult(
            TrialId id,
            Status status,
            LearningCurve curve,
            int trainExamples,
            int testExamples,
            long parameters,
            long multiplications,
            List<Reading> readings) {
        this(
                id,
                status,
                curve,
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                readings,
                Optional.empty(),
                Optional.empty());
    }

    /** How a trial ended. */
    public enum Status {
        /** Trained for all epochs or until early stopping, with finite losses throughout. */
        COMPLETED,
        /** Stopped because the loss was no longer finite; no earlier epoch is restored. */
        DIVERGED
    }

    /** The reading of a kind; empty if the study has no such probe. */
    public <R extends Reading> Optional<R> reading(Class<R> kind) {
        return readings.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** A copy with the search reading, under the name of the arm that chose this trial's. */
    public TrialResult chosenBy(String arm, SearchReading search) {
        return new TrialResult(
                new TrialId(arm, id.split(), id.repeat()),
                status,
                curve,
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                Stream.concat(readings.stream(), Stream.of(search)).toList(),
                outputs,
                scores,
                own);
    }

    /** A copy with metrics of the calling program's own, by name. */
    public TrialResult withOwn(Map<String, Double> metrics) {
        return new TrialResult(
                id,
                status,
                curve,
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                readings,
                outputs,
                scores,
                metrics);
    }

    /** Whether the trial ended with finite losses. */
    public boolean completed() {
        return status == Status.COMPLETED;
    }

    /** Seconds of training and measuring; for an arm with a search, over all candidates. */
    public double seconds() {
        return reading(SearchReading.class)
                .map(search -> search.tried().stream()
                        .mapToDouble(SearchReading.Tried::seconds)
                        .sum())
                .orElseGet(() -> curve.last().seconds());
    }
}
