package org.dropoutlab.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dropoutlab.experiment.Search;

/**
 * The result of an arm's {@link Search} in one split.
 *
 * @param tried one per candidate, in the search's order
 * @param chosen index of the chosen one
 */
public record SearchReading(List<Tried> tried, int chosen) implements Reading {
    public SearchReading {
        tried = List.copyOf(tried);
        Objects.checkIndex(chosen, tried.size());
    }

    /**
     * A candidate's state when its training ended.
     *
     * @param candidate its name
     * @param epochs epochs trained
     * @param outcome how training ended
     * @param train score on the training data or a fixed sample of them; empty, like the others, after immediate
     *     divergence
     * @param validation score on the validation data, which decides the choice
     * @param test score on the test data, which have no part in the choice
     * @param seconds time for training and measuring
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
        /** After the last epoch, or at early stopping. */
        FINISHED,
        /** Stopped in favour of more promising candidates. */
        STOPPED,
        /** The loss was no longer finite; scores are from before that. */
        DIVERGED
    }

    /** The chosen candidate's state. */
    public Tried choice() {
        return tried.get(chosen);
    }
}
