package org.dropoutlab.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/** A Java process of a test, with Spark's module options; what it prints is kept in files. */
final class JavaProcess {
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * Starts a process.
     *
     * @param directory where its output is kept
     * @param name its name there
     * @param options options of Java, the class path included
     * @param mainAndArguments its main class and arguments
     */
    JavaProcess(Path directory, String name, List<String> options, List<String> mainAndArguments) {
        this(directory, name, options, mainAndArguments, Map.of());
    }

    /**
     * The same with more variables in its environment.
     *
     * @param environment the variables
     */
    JavaProcess(
            Path directory,
            String name,
            List<String> options,
            List<String> mainAndArguments,
            Map<String, String> environment) {
        out = directory.resolve(name + ".out");
        err = directory.resolve(name + ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(options);
        command.addAll(mainAndArguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SPARK_HOME", sparkHome().toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_HOSTNAME", "localhost");
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(directory);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder with Spark's {@code jars}, which the build makes. */
    static Path sparkHome() {
        String built = System.getenv("SPARK_HOME");
        Path home = built == null ? Path.of("target", "spark-home").toAbsolutePath() : Path.of(built);
        if (!Files.isDirectory(home.resolve("jars"))) {
            throw new IllegalStateException(home + ": has no jars; the build makes it before integration tests");
        }
        return home;
    }

    /** Waits until a condition holds. */
    static void await(Supplier<String> what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + atMost.toSeconds() + " s: " + what.get());
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Waits for a text in its standard error, and returns the pattern's first group. */
    String awaitInErr(String pattern, Duration atMost) {
        Pattern wanted = Pattern.compile(pattern);
        String[] found = {null};
        await(() -> pattern + " in:\n" + err(), atMost, () -> {
            Matcher matcher = wanted.matcher(err());
            if (matcher.find()) {
                found[0] = matcher.group(matcher.groupCount());
            } else if (!process.isAlive()) {
                throw new AssertionError("ended with status %d without %s:%n%s%n%s"
                        .formatted(process.exitValue(), pattern, out(), err()));
            }
            return found[0] != null;
        });
        return found[0];
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit status; empty if it has not ended by then. */
    Optional<Integer> exit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal, such as {@code KILL}, {@code INT}, {@code STOP} or {@code CONT}. */
    static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
