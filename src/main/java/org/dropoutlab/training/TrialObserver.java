package org.dropoutlab.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;

/**
 * An observer of trials in training. It is called on the training thread, concurrently for parallel trials, and must
 * not use that thread's random numbers.
 */
public interface TrialObserver {

    /** Called before a network is trained, to add Deeplearning4j listeners. */
    default void starts(TrialId trial, Network network) {}

    /** Whether {@link #starts} adds listeners. */
    default boolean listens() {
        return false;
    }

    /** Called after an epoch, with its measurement. */
    default void epochEnded(TrialId trial, LearningCurve.Point point) {}

    /**
     * Called when a trial is completed, with its final weights.
     *
     * @param test predictions for the test examples, only valid during this call; computing them takes a forward pass
     */
    default void completed(TrialId trial, Supplier<Predictions> test) {}

    /**
     * Metrics of the caller's own for a completed trial, by name, which become part of its result. Called after
     * {@link #completed}.
     *
     * @param test predictions for the test examples, only valid during this call; computing them takes a forward pass
     */
    default Map<String, Double> measured(TrialId trial, Supplier<Predictions> test) {
        return Map.of();
    }

    /**
     * Called when a trial's worker is lost and the trial resumes from its last checkpoint.
     *
     * @param why the reason, as the end of a sentence
     */
    default void startsAgain(TrialId trial, String why) {}

    /** An observer that calls this one, then {@code other}. */
    default TrialObserver and(TrialObserver other) {
        TrialObserver first = this;
        return new TrialObserver() {
            @Override
            public void starts(TrialId trial, Network network) {
                first.starts(trial, network);
                other.starts(trial, network);
            }

            @Override
            public boolean listens() {
                return first.listens() || other.listens();
            }

            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                first.epochEnded(trial, point);
                other.epochEnded(trial, point);
            }

            @Override
            public void completed(TrialId trial, Supplier<Predictions> test) {
                first.completed(trial, test);
                other.completed(trial, test);
            }

            @Override
            public Map<String, Double> measured(TrialId trial, Supplier<Predictions> test) {
                Map<String, Double> all = new LinkedHashMap<>(first.measured(trial, test));
                all.putAll(other.measured(trial, test));
                return all;
            }

            @Override
            public void startsAgain(TrialId trial, String why) {
                first.startsAgain(trial, why);
                other.startsAgain(trial, why);
            }
        };
    }

    /** An observer that does nothing. */
    static TrialObserver none() {
        return new TrialObserver() {};
    }
}
