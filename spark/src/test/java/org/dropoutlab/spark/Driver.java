package org.dropoutlab.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dropoutlab.cli.Lab;

/** A process of {@code lab} with the test's class path. */
final class Driver implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JavaProcess process;
    private final List<ProcessHandle> executors = new ArrayList<>();

    private Driver(JavaProcess process) {
        this.process = process;
    }

    /**
     * Starts a process.
     *
     * @param directory where its output is kept
     * @param settings of Spark, as {@code NAME=VALUE}
     * @param arguments the command line
     */
    static Driver start(Path directory, List<String> settings, String... arguments) {
        return start(directory, settings, Lab.class, arguments);
    }

    /** The same with another main class. */
    static Driver start(Path directory, List<String> settings, Class<?> main, String... arguments) {
        List<String> all = new ArrayList<>(List.of("spark.executor.extraClassPath=" + CLASS_PATH));
        all.addAll(settings);
        return launch(directory, all, main, arguments);
    }

    /** The same with executors that know only Spark and the jar for clusters. */
    static Driver startWithJar(Path directory, List<String> settings, String... arguments) {
        Path jar = Path.of("target", "dropout-lab-spark.jar").toAbsolutePath();
        assertThat(jar)
                .as("the jar for clusters, which the build makes before integration tests")
                .exists();
        List<String> all = new ArrayList<>(List.of(Address.JAR + "=" + jar));
        all.addAll(settings);
        return launch(directory, all, Lab.class, arguments);
    }

    private static Driver launch(Path directory, List<String> settings, Class<?> main, String... arguments) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // Short processes are done before the optimizing compiler pays.
                "-XX:TieredStopAtLevel=1",
                "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "-cp",
                CLASS_PATH,
                "-Dspark.driver.host=localhost",
                "-Dspark.ui.enabled=false"));
        settings.forEach(setting -> options.add("-D" + setting));
        List<String> command = new ArrayList<>(List.of(main.getName()));
        command.addAll(List.of(arguments));
        return new Driver(new JavaProcess(directory, "driver-" + NUMBER.incrementAndGet(), options, command));
    }

    /** The process. */
    JavaProcess process() {
        return process;
    }

    /** Waits for its end and returns its exit status. */
    int status() {
        return process.exit(LONGEST)
                .orElseThrow(() -> new AssertionError("has not ended:\n" + process.out() + "\n" + process.err()));
    }

    /** Waits for its end, which must be a good one. */
    void succeeds() {
        assertThat(status()).as(() -> process.out() + "\n" + process.err()).isZero();
    }

    /** What it printed to standard error, without Java's own lines. */
    List<String> errors() {
        return process.err()
                .lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .toList();
    }

    /** The executors that it has started itself. */
    List<ProcessHandle> ownExecutors() {
        executors.addAll(StandaloneCluster.executorsOf(process.handle()).toList());
        return executors.stream().filter(ProcessHandle::isAlive).distinct().toList();
    }

    /** Waits until a run has recorded some trials. */
    void awaitTrials(Path run, int trials) {
        JavaProcess.await(() -> trials + " trials in " + run + "\n" + process.err(), LONGEST, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("has ended:\n" + process.out() + "\n" + process.err());
            }
            return journal(run).size() >= trials;
        });
    }

    /** The lines of a run's journal so far. */
    static List<String> journal(Path run) {
        Path file = run.resolve("trials.jsonl");
        try {
            return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.handle().destroyForcibly();
    }
}
