package org.dropoutlab.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.model.StartingWeights;
import org.dropoutlab.record.Json;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/**
 * A worker process: trains trials ordered on standard input, one at a time, and ends with that stream, which ends with the
 * parent process, however that one ends.
 */
final class WorkerMain {
    static final JsonMapper MESSAGES =
            Json.linesWith(Order.class, Reply.class, Examples.class, Sequences.Answers.class);

    /** Small networks have hundreds of epochs a second, more than anybody can read. */
    private static final Duration BETWEEN_EPOCHS = Duration.ofMillis(100);

    private static final int NOT_UNDERSTOOD = 65;

    private final OutputStream answers;
    private TrialRunner runner;

    private WorkerMain(OutputStream answers) {
        this.answers = answers;
    }

    /** Takes no arguments. */
    public static void main(String[] args) {
        System.setOut(System.err);
        Locale.setDefault(Locale.ROOT);
        // Keeps reading while a trial trains, to notice the end of the stream at once.
        ExecutorService training = Executors.newSingleThreadExecutor();
        training.execute(WorkerMain::boot);
        WorkerMain worker = new WorkerMain(new FileOutputStream(FileDescriptor.out));
        try (MappingIterator<Order> orders = MESSAGES.readerFor(Order.class).readValues(System.in)) {
            while (orders.hasNextValue()) {
                Order order = orders.nextValue();
                training.execute(() -> worker.carryOut(order));
            }
        } catch (JsonEOFException e) {
            // The stream broke off within an order: the parent is gone.
        } catch (IOException e) {
            // The rest of the stream is unreadable, too: the parent sees the process end, and users see why.
            e.printStackTrace();
            Runtime.getRuntime().halt(NOT_UNDERSTOOD);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void boot() {
        Backend.start();
        Backend.startThread();
    }

    private void carryOut(Order order) {
        try {
            say(answer(order));
        } catch (InputException e) {
            say(new Reply.Failed(true, e.getMessage()));
        } catch (Throwable e) {
            if (ExceptionUtils.hasCause(e, OutOfMemoryError.class)) {
                Runtime.getRuntime().halt(WorkerDied.OUT_OF_MEMORY);
            }
            e.printStackTrace();
            say(new Reply.Failed(false, e.toString()));
        }
    }

    private Reply answer(Order order) {
        if (order instanceof Order.Setting setting) {
            runner = runner(setting);
            return new Reply.Ready(Backend.status());
        }
        return new Reply.Finished(runner.run(((Order.Train) order).trial()));
    }

    private TrialRunner runner(Order.Setting setting) {
        TrialObserver observer = new TrialObserver() {
            private TrialId last;
            private long saidAt;

            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                if (!trial.equals(last) || System.nanoTime() - saidAt >= BETWEEN_EPOCHS.toNanos()) {
                    last = trial;
                    saidAt = System.nanoTime();
                    say(new Reply.EpochEnded(point));
                }
            }
        };
        Duration between = Duration.ofMillis(setting.millisBetweenCheckpoints());
        return setting.checkpoints()
                .map(directory ->
                        new TrialRunner(setting.examples(), new Checkpoints(Path.of(directory), between), observer))
                .orElseGet(() -> new TrialRunner(setting.examples(), observer))
                .keeping(setting.models())
                .startingFrom(setting.start().map(Path::of).map(StartingWeights::new));
    }

    private void say(Reply answer) {
        try {
            String line = Reply.SEPARATOR + MESSAGES.writeValueAsString(answer) + "\n";
            answers.write(line.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the parent process has closed the stream", e);
        }
    }
}
