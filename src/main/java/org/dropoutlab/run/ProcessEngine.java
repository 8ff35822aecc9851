package org.dropoutlab.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/**
 * Runs trials in worker processes, which receive orders as lines of JSON on their standard input. If a process dies, a new
 * one continues its trial from the last checkpoint. The workers end with this process, however it ends.
 *
 * <p>They inherit its class path, environment and JVM options. {@link TrialObserver#starts} is not called, because the
 * networks are in other processes, and {@link TrialObserver#epochEnded} is called at most a few times a second.
 */
public final class ProcessEngine implements Engine {
    private static final int MOST_DEATHS = 3;
    /** Ctrl-C also ends the workers, and this process must not replace them before it ends itself. */
    private static final Duration BEFORE_REPLACEMENT = Duration.ofMillis(200);

    private final Order.Setting setting;
    private final TrialObserver observer;
    private final int workers;
    private final Set<Worker> started = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
    private boolean closed;

    /** A task for a worker. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Worker worker) throws WorkerDied;
    }

    /**
     * Starts the processes without waiting for them.
     *
     * @param runner trains a trial
     * @param workers number of processes, at least 1
     * @throws IllegalStateException if a process cannot be started
     */
    public ProcessEngine(TrialRunner runner, int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
        this.observer = runner.observer();
        this.workers = workers;
        this.setting = new Order.Setting(
                runner.examples(),
                runner.checkpoints()
                        .map(kept -> kept.directory().toAbsolutePath().toString()),
                runner.checkpoints()
                        .map(Checkpoints::atLeast)
                        .orElse(Duration.ZERO)
                        .toMillis(),
                runner.models(),
                runner.start().map(weights -> weights.file().toAbsolutePath().toString()));
        try {
            for (int i = 0; i < workers; i++) {
                startOne();
            }
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    @Override
    public Backend.Status backend() {
        return byAnyWorker("before its first trial", why -> {}, Worker::backend);
    }

    /** Never: the networks are in other processes. */
    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void run(List<Trial> trials, Consumer<List<TrialResult>> finished) {
        SideBySide.run(trials, workers, () -> {}, this::train, finished);
    }

    private TrialResult train(Trial trial) {
        TrialId id = trial.id();
        int[] told = {0};
        Consumer<LearningCurve.Point> epochEnded = point -> {
            // A restarted trial repeats epochs that the observer has seen.
            if (point.epoch() > told[0]) {
                told[0] = point.epoch();
                observer.epochEnded(id, point);
            }
        };
        return byAnyWorker(
                "in trial %s, split %d, seed %d".formatted(id.arm(), id.split(), id.repeat()),
                why -> observer.startsAgain(id, why),
                worker -> worker.train(trial, epochEnded));
    }

    /**
     * @param when the stage of the run, for the error message
     * @param again receives the reason for a restart
     */
    private <T> T byAnyWorker(String when, Consumer<String> again, Work<T> work) {
        for (int deaths = 1; ; deaths++) {
            Worker worker = takeOne();
            try {
                T done = work.with(worker);
                idle.add(worker);
                return done;
            } catch (WorkerDied e) {
                started.remove(worker);
                pause();
                if (deaths == MOST_DEATHS) {
                    throw new FailedElsewhere("a worker process died %s %d times in a row, most recently with %s"
                            .formatted(when, deaths, e.getMessage()));
                }
                again.accept("its worker process died with " + e.getMessage());
                startOne();
            }
        }
    }

    private Worker takeOne() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            throw SideBySide.interrupted(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BEFORE_REPLACEMENT.toMillis());
        } catch (InterruptedException e) {
            throw SideBySide.interrupted(e);
        }
    }

    private synchronized void startOne() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Worker worker = Worker.start(setting);
        started.add(worker);
        idle.add(worker);
    }

    @Override
    public synchronized void close() {
        closed = true;
        started.forEach(Worker::close);
    }

    /** The name in records. */
    @Override
    public String toString() {
        return "processes";
    }
}
