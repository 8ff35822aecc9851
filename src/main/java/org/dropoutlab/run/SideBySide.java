package org.dropoutlab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;

/** Runs trials in threads and delivers their results in the calling thread; shared by the engines on one machine. */
final class SideBySide {
    private SideBySide() {}

    /**
     * Runs all trials, as {@link Engine#run} specifies.
     *
     * @param threads number of parallel trials
     * @param begin called once in each thread, before its first trial
     * @param training trains a trial
     */
    static void run(
            List<Trial> trials,
            int threads,
            Runnable begin,
            Function<Trial, TrialResult> training,
            Consumer<List<TrialResult>> finished) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, trials.size())), task -> {
            Thread thread = new Thread(() -> {
                begin.run();
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<TrialResult> results = new ExecutorCompletionService<>(pool);
            trials.forEach(trial -> results.submit(() -> training.apply(trial)));
            for (int left = trials.size(); left > 0; ) {
                List<TrialResult> arrived = new ArrayList<>();
                try {
                    for (Future<TrialResult> next = results.take(); next != null; next = results.poll()) {
                        arrived.add(next.get());
                    }
                } finally {
                    // Results before a failure count.
                    if (!arrived.isEmpty()) {
                        finished.accept(arrived);
                    }
                }
                left -= arrived.size();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InputException bad) {
                throw bad;
            }
            if (e.getCause() instanceof FailedElsewhere failed) {
                throw failed;
            }
            throw new IllegalStateException("a trial failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The exception for an interrupted thread. */
    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
