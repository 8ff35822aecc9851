package org.dropoutlab.engine;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.training.TrialRunner;

/** Runs trials side by side in threads of this process. */
public final class LocalEngine implements Engine {
    private final TrialRunner runner;
    private final int workers;

    /**
     * @param runner knows how a trial is trained
     * @param workers trials that run at a time, at least 1
     */
    public LocalEngine(TrialRunner runner, int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
        this.runner = runner;
        this.workers = workers;
    }

    @Override
    public void run(List<Trial> trials, Consumer<TrialResult> finished) {
        Backend.start();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(workers, trials.size())), task -> {
            Thread thread = new Thread(() -> {
                Backend.startThread();
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<TrialResult> results = new ExecutorCompletionService<>(threads);
            trials.forEach(trial -> results.submit(() -> runner.run(trial)));
            for (int i = 0; i < trials.size(); i++) {
                finished.accept(results.take().get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InputException bad) {
                throw bad;
            }
            throw new IllegalStateException("a trial failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
