package org.dropoutlab.run;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.training.Steps;
import org.dropoutlab.training.TrialRunner;

/**
 * The engine chosen for a run.
 *
 * @param kind of engine
 * @param workers number of parallel trials; empty for one per core: of this machine or, with a master, of its cluster
 * @param master address of a Spark cluster; empty for other engines, and for a cluster of this machine that lasts for the run
 */
public record EngineChoice(EngineKind kind, OptionalInt workers, Optional<String> master) {

    /** Largest number of parallel trials on one machine. */
    public static final int MOST_WORKERS = 1024;

    /**
     * @throws InputException if {@code workers} is not from 1 to {@value #MOST_WORKERS}, or another engine than Spark has a
     *     master
     */
    public EngineChoice {
        Objects.requireNonNull(kind);
        if (workers.isPresent() && (workers.getAsInt() < 1 || workers.getAsInt() > MOST_WORKERS)) {
            throw new InputException(
                    "--workers must be from 1 to %d, not %d".formatted(MOST_WORKERS, workers.getAsInt()));
        }
        if (master.isPresent() && kind != EngineKind.SPARK) {
            throw new InputException("--master is the address of a Spark cluster: add --engine spark");
        }
    }

    /** An engine on this machine. */
    public static EngineChoice of(EngineKind kind, int workers) {
        return new EngineChoice(kind, OptionalInt.of(workers), Optional.empty());
    }

    /** A thread of this process for each core. */
    public static EngineChoice threads() {
        return new EngineChoice(EngineKind.THREADS, OptionalInt.empty(), Optional.empty());
    }

    /** A process of its own for each core of this machine. */
    public static EngineChoice processes() {
        return new EngineChoice(EngineKind.PROCESSES, OptionalInt.empty(), Optional.empty());
    }

    /** Spark on the cores of this machine, each an executor process of its own. */
    public static EngineChoice spark() {
        return new EngineChoice(EngineKind.SPARK, OptionalInt.empty(), Optional.empty());
    }

    /**
     * Spark on a cluster.
     *
     * @param master its address, as Spark takes it: {@code spark://HOST:PORT}, {@code yarn}, {@code k8s://…} or
     *     {@code local-cluster[EXECUTORS,CORES,MEGABYTES]}
     */
    public static EngineChoice spark(String master) {
        return new EngineChoice(EngineKind.SPARK, OptionalInt.empty(), Optional.of(master));
    }

    /** The same with another number of parallel trials. */
    public EngineChoice withWorkers(int parallel) {
        return new EngineChoice(kind, OptionalInt.of(parallel), master);
    }

    /** Number of parallel trials on this machine. */
    public int workersHere() {
        return workers.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /**
     * Checks that the engine can be started, as far as that can be told without starting it.
     *
     * @throws InputException if not
     */
    public void check() {
        if (kind == EngineKind.SPARK) {
            ClusterEngineProvider.get().check(this);
        }
    }

    /**
     * Starts the engine; the caller must close it.
     *
     * @param steps implementation of the training steps for each arm
     * @param runner trains a trial
     * @param trials number of trials to run
     * @param news receives a line about the engine now and then
     */
    Engine start(Map<String, Steps> steps, TrialRunner runner, int trials, Consumer<String> news) {
        int parallel = Math.max(1, Math.min(workersHere(), trials));
        return switch (kind) {
            case THREADS -> new ThreadEngine(runner, parallel);
            case PROCESSES -> new ProcessEngine(runner, parallel);
            case LOCAL -> parallel > 1 && steps.containsValue(Steps.LAYERED)
                    ? new ProcessEngine(runner, parallel)
                    : new ThreadEngine(runner, parallel);
            case SPARK -> ClusterEngineProvider.get().start(this, runner, trials, news);
        };
    }
}
