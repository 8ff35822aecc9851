package org.dropoutlab.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dropoutlab.experiment.Search;

/**
 * What an arm with a {@link Search} found in one split.
 *
 * @param tried one per candidate, in their order
 * @param chosen place of the chosen one
 */
public record SearchReading(List<Tried> tried, int chosen) implements Reading {
    public SearchReading {
        tried = List.copyOf(tried);
        Objects.checkIndex(chosen, tried.size());
    }

    /**
     * How a candidate did when it was left.
     *
     * @param candidate its name
     * @param epochs that it was trained
     * @param outcome whether it was trained to its end
     * @param train on the training data or a fixed sample of them; this and the others are empty if it diverged at once
     * @param validation by which it is chosen
     * @param test on the test data, which have no part in the choice
     * @param seconds of training and measuring
     */
    public record Tried(
            String candidate,
            int epochs,
            Outcome outcome,
            Optional<Score> train,
            Optional<Score> validation,
            Optional<Score> test,
            double seconds) {}

    /** How the training of a candidate ended. */
    public enum Outcome {
        /** After its last epoch, or as many as early stopping left. */
        FINISHED,
        /** Others were more promising. */
        STOPPED,
        /** Its loss was no longer a finite number; scores are those before that. */
        DIVERGED
    }

    /** How the chosen one did. */
    public Tried choice() {
        return tried.get(chosen);
    }
}
