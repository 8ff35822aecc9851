package org.dropoutlab.engine;

import java.util.Locale;
import org.dropoutlab.training.TrialRunner;

/** The ways of running trials that a user can choose from. */
public enum EngineKind {
    /**
     * On this machine: side by side in processes of their own, so that one that dies costs a trial and not the run; a
     * single trial at a time, or trials that a listener of Deeplearning4j's watches, in this process.
     */
    LOCAL,
    /** Side by side in threads of this process. */
    THREADS;

    /**
     * An engine of this kind, at work: it is for the caller to close.
     *
     * @param runner knows how a trial is trained
     * @param workers trials at a time, at least 1
     */
    public Engine with(TrialRunner runner, int workers) {
        return switch (this) {
            case LOCAL -> workers == 1 || runner.observer().listens()
                    ? new ThreadEngine(runner, workers)
                    : new ProcessEngine(runner, workers);
            case THREADS -> new ThreadEngine(runner, workers);
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
