package org.dropoutlab.run;

import java.util.List;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.training.TrialRunner;

/** Runs trials in threads of this process. */
public final class ThreadEngine implements Engine {
    private final TrialRunner runner;
    private final int workers;

    /**
     * @param runner trains a trial
     * @param workers number of parallel trials, at least 1
     */
    public ThreadEngine(TrialRunner runner, int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
        this.runner = runner;
        this.workers = workers;
    }

    @Override
    public Backend.Status backend() {
        return Backend.status();
    }

    @Override
    public boolean listens() {
        return runner.observer().listens();
    }

    @Override
    public void run(List<Trial> trials, Consumer<List<TrialResult>> finished) {
        Backend.start();
        SideBySide.run(trials, workers, Backend::startThread, runner::run, finished);
    }

    @Override
    public void close() {}

    /** The name in records. */
    @Override
    public String toString() {
        return "threads";
    }
}
