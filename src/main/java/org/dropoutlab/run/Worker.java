package org.dropoutlab.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialResult;

/** The parent's side of a worker process. Not thread-safe. */
final class Worker implements AutoCloseable {
    /**
     * JVM options that a worker inherits: memory, garbage collection and the like, but not agents, debuggers and logs, which
     * two processes cannot share.
     */
    private static final Pattern INHERITED =
            Pattern.compile("-D(?!com\\.sun\\.management).*|-X(m[snx]|ss)\\d.*|-XX:(?!StartFlightRecording).*");

    private final Process process;
    private final OutputStream orders;
    private final BufferedReader answers;
    private Backend.Status backend;

    private Worker(Process process) {
        this.process = process;
        this.orders = new BufferedOutputStream(process.getOutputStream());
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts a process without waiting until it is ready.
     *
     * @throws IllegalStateException if it cannot be started
     */
    static Worker start(Order.Setting setting) {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Not on the command line, where it would hide the process's purpose from ps.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Worker worker;
        try {
            worker = new Worker(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start a worker process: " + e.getMessage(), e);
        }
        Thread handOver = new Thread(() -> worker.tellUnlessGone(setting));
        handOver.setDaemon(true);
        handOver.start();
        return worker;
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.matcher(option).matches())
                .toList());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add(WorkerMain.class.getName());
        return command;
    }

    /** The worker's ND4J backend; waits until the worker is ready. */
    Backend.Status backend() throws WorkerDied {
        if (backend == null) {
            backend = ((Reply.Ready) answer()).backend();
        }
        return backend;
    }

    /** Trains and measures {@code trial} in the worker, as {@code TrialRunner} does. */
    TrialResult train(Trial trial, Consumer<LearningCurve.Point> epochEnded) throws WorkerDied {
        tell(new Order.Train(trial));
        Reply answer = answer();
        while (answer instanceof Reply.EpochEnded epoch) {
            epochEnded.accept(epoch.point());
            answer = answer();
        }
        return ((Reply.Finished) answer).result();
    }

    /** Waits until the worker is ready: until then, the setting is still being sent. */
    private void tell(Order order) throws WorkerDied {
        backend();
        tellUnlessGone(order);
    }

    /** A dead worker is noticed by its missing answer. */
    private void tellUnlessGone(Order order) {
        try {
            WorkerMain.MESSAGES.writeValue(orders, order);
            orders.write('\n');
            orders.flush();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private Reply answer() throws WorkerDied {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                int start = line.indexOf(Reply.SEPARATOR);
                if (start != 0) {
                    System.err.println(start < 0 ? line : line.substring(0, start));
                }
                if (start >= 0) {
                    return unlessFailed(WorkerMain.MESSAGES.readValue(line.substring(start + 1), Reply.class));
                }
            }
        } catch (IOException e) {
            // The stream or an answer broke off: this worker is unusable.
        }
        throw died();
    }

    private static Reply unlessFailed(Reply answer) {
        if (answer instanceof Reply.Failed failed) {
            if (failed.badInput()) {
                throw new InputException(failed.message());
            }
            throw new FailedElsewhere("a trial failed: " + failed.message());
        }
        return answer;
    }

    private WorkerDied died() {
        close();
        try {
            return new WorkerDied(process.waitFor());
        } catch (InterruptedException e) {
            throw SideBySide.interrupted(e);
        }
    }

    /** Ends the process at once. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
