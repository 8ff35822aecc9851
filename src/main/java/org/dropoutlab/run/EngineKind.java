package org.dropoutlab.run;

import java.util.Locale;
import java.util.Map;
import org.dropoutlab.training.Steps;
import org.dropoutlab.training.TrialRunner;

/** The engines that a user can choose. */
public enum EngineKind {
    /**
     * Processes for networks that train layer by layer, which takes long enough to justify starting them, and whose native
     * operations may crash; threads for direct steps, which need half the memory, and for a single worker.
     */
    LOCAL,
    /** Threads of this process. */
    THREADS,
    /** Separate processes: a crash costs one trial, not the whole run. */
    PROCESSES;

    /**
     * Starts an engine of this kind; the caller must close it.
     *
     * @param steps implementation of the training steps for each arm
     * @param runner trains a trial
     * @param workers number of parallel trials, at least 1
     */
    public Engine with(Map<String, Steps> steps, TrialRunner runner, int workers) {
        return switch (this) {
            case LOCAL -> (workers > 1 && steps.containsValue(Steps.LAYERED) ? PROCESSES : THREADS)
                    .with(steps, runner, workers);
            case THREADS -> new ThreadEngine(runner, workers);
            case PROCESSES -> new ProcessEngine(runner, workers);
        };
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
