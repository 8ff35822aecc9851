package org.dropoutlab.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SparkExitCode;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.Models;
import org.dropoutlab.model.StartingWeights;
import org.dropoutlab.record.Machine;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/** An executor of a run: receives the data once, then trains trials, one in each of its threads. */
final class Station {
    private static Station current;

    private final String run;
    private final TrialRunner runner;
    private final Optional<Models> models;
    private final Reply.Site site;
    /** By arm, the result of the best network that this executor has sent. */
    private final Map<String, TrialResult> sent = new ConcurrentHashMap<>();

    private Station(Delivery delivery) {
        Backend.start();
        Cargo unpacked = delivery.unpack();
        run = runOf(delivery);
        models = unpacked.card().map(card -> new Models(temporaryDirectory(), card));
        runner = new TrialRunner(unpacked.examples(), endedByKill())
                .keeping(models)
                .startingFrom(unpacked.start().map(Station::weights));
        site = new Reply.Site(
                SparkEnv.get().executorId(),
                SparkEnv.get().blockManager().blockManagerId().host(),
                Machine.kind());
    }

    /** With {@code local} masters, one process has the executors of several runs, which may have the same data. */
    private static String runOf(Delivery delivery) {
        return SparkEnv.get().conf().getAppId() + " " + delivery.sha256();
    }

    /** This process's station, which is prepared by its first trial. */
    static synchronized Station of(Delivery delivery) {
        if (current == null || !current.run.equals(runOf(delivery))) {
            Locale.setDefault(Locale.ROOT);
            current = new Station(delivery);
        }
        return current;
    }

    /** Trains a trial in the calling thread. */
    Reply train(Trial trial) {
        Backend.startThread();
        long start = System.nanoTime();
        try {
            TrialResult result = runner.run(trial);
            return new Reply.Finished(
                    result,
                    models.flatMap(kept -> modelToSend(kept, result)),
                    models.map(Models::notes).orElse(Map.of()),
                    (System.nanoTime() - start) / 1e9,
                    site);
        } catch (InputException e) {
            return new Reply.Failed(true, e.getMessage(), "");
        } catch (RuntimeException | LinkageError | AssertionError e) {
            TaskContext.get().killTaskIfInterrupted();
            if (ExceptionUtils.hasCause(e, OutOfMemoryError.class)) {
                // As Spark ends a process whose task throws the error itself; the cluster starts another one.
                Runtime.getRuntime().halt(SparkExitCode.OOM());
            }
            return new Reply.Failed(false, e.toString(), ExceptionUtils.getStackTrace(e));
        }
    }

    /** A network inferior to one that this executor has sent cannot become the arm's model. */
    private Optional<byte[]> modelToSend(Models kept, TrialResult result) {
        TrialId id = result.id();
        Optional<byte[]> file = kept.saved(id);
        kept.discard(id);
        TrialResult best =
                sent.merge(id.arm(), result, (before, now) -> Models.isPreferred(before, now) ? before : now);
        return best.id().equals(id) ? file : Optional.empty();
    }

    /** Ends a trial soon after its task was killed, as by Spark's speculation when another executor was faster. */
    private static TrialObserver endedByKill() {
        return new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                TaskContext.get().killTaskIfInterrupted();
            }
        };
    }

    private static StartingWeights weights(byte[] file) {
        try {
            Path copy = temporaryDirectory().resolve("start");
            Files.write(copy, file);
            return new StartingWeights(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("the weights to start from cannot be written", e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("dropout-lab");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(directory.toFile())));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
