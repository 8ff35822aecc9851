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
 * Runs trials in processes of their own, which are told what to do by lines of JSON on their standard streams. A process
 * that dies costs its trial, which is taken up in a new one from its last checkpoint; the processes end with this one,
 * however it ends.
 *
 * <p>They have this one's class path, environment, and options of the Java virtual machine. {@link TrialObserver#starts} is
 * not called, because the networks are elsewhere, and {@link TrialObserver#epochEnded} a few times a second at most.
 */
public final class ProcessEngine implements Engine {
    private static final int MOST_DEATHS = 3;
    /** Ctrl-C ends the workers as well as this process, which must not replace them meanwhile. */
    private static final Duration BEFORE_REPLACEMENT = Duration.ofMillis(200);

    private final Order.Setting setting;
    private final TrialObserver observer;
    private final int workers;
    private final Set<Worker> started = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
    private boolean closed;

    /** What a worker is wanted for. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Worker worker) throws WorkerDied;
    }

    /**
     * Starts the processes and does not wait for them.
     *
     * @param runner knows how a trial is trained
     * @param workers processes, at least 1
     * @throws IllegalStateException if no process can be started
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
                runner.models());
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
    public void run(List<Trial> trials, Consumer<TrialResult> finished) {
        SideBySide.run(trials, workers, () -> {}, this::train, finished);
    }

    private TrialResult train(Trial trial) {
        TrialId id = trial.id();
        int[] told = {0};
        Consumer<LearningCurve.Point> epochEnded = point -> {
            // A trial that is taken up again comes past epochs that the observer has seen.
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
     * @param when the worker is at it, as the message says if it cannot be done
     * @param again told why it is begun again
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
                    throw new FailedElsewhere("a worker process died %s, %d times in turn, at last with %s"
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

    /** As it is recorded. */
    @Override
    public String toString() {
        return "processes";
    }
}
