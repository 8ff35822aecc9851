package org.dropoutlab.run;

import java.util.Locale;
import java.util.Map;
import org.dropoutlab.training.Steps;
import org.dropoutlab.training.TrialRunner;

/** The ways of running trials that a user can choose from. */
public enum EngineKind {
    /**
     * On this machine: in processes where networks train layer by layer, in native code that may crash and for long enough
     * that starting processes does not matter; in threads where direct steps are done before a process has started, or there
     * is one worker.
     */
    LOCAL,
    /** Side by side in threads of this process. */
    THREADS,
    /** Side by side in processes of their own, so that one that dies costs a trial and not the run. */
    PROCESSES;

    /**
     * An engine of this kind, at work: it is for the caller to close.
     *
     * @param steps steps of each arm, by name
     * @param runner knows how a trial is trained
     * @param workers trials at a time, at least 1
     */
    public Engine with(Map<String, Steps> steps, TrialRunner runner, int workers) {
        return switch (this) {
            case LOCAL -> (workers > 1 && steps.containsValue(Steps.LAYERED) ? PROCESSES : THREADS)
                    .with(steps, runner, workers);
            case THREADS -> new ThreadEngine(runner, workers);
            case PROCESSES -> new ProcessEngine(runner, workers);
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
