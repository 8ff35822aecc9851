package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark on this machine: a master and workers, each a process, and the executors that they start.
 * Ends with all its processes; those that applications left behind fail the test.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path directory;
    private final JavaProcess master;
    private final String url;
    private final List<JavaProcess> workers = new ArrayList<>();

    private StandaloneCluster(Path directory) {
        this.directory = directory;
        master = new JavaProcess(
                directory,
                "master",
                options(),
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "localhost",
                        "--port",
                        "0",
                        "--webui-port",
                        "0"));
        url = master.awaitInErr("Starting Spark master at (spark://localhost:\\d+)", START);
    }

    /**
     * Starts a cluster.
     *
     * @param directory for logs and the working directories of executors
     * @param workers number of workers, each of one core
     * @param memory of each worker, as Spark writes it
     */
    static StandaloneCluster start(Path directory, int workers, String memory) {
        StandaloneCluster cluster = new StandaloneCluster(directory);
        try {
            List<JavaProcess> started = Stream.generate(() -> cluster.launchWorker(memory, Map.of()))
                    .limit(workers)
                    .toList();
            started.forEach(StandaloneCluster::awaitRegistered);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.end();
            throw e;
        }
    }

    private static List<String> options() {
        return List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JavaProcess.sparkHome().resolve("jars") + "/*");
    }

    private JavaProcess launchWorker(String memory, Map<String, String> environment) {
        JavaProcess worker = new JavaProcess(
                directory,
                "worker-" + workers.size(),
                options(),
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "localhost",
                        "--port",
                        "0",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        memory,
                        "--work-dir",
                        directory.resolve("work").toString(),
                        url),
                environment);
        workers.add(worker);
        return worker;
    }

    private static void awaitRegistered(JavaProcess worker) {
        worker.awaitInErr("Successfully registered with master", START);
    }

    /** Starts one more worker of one core. */
    JavaProcess addWorker(String memory) {
        return addWorker(memory, Map.of());
    }

    /** The same whose executors have more variables in their environment. */
    JavaProcess addWorker(String memory, Map<String, String> environment) {
        JavaProcess worker = launchWorker(memory, environment);
        awaitRegistered(worker);
        return worker;
    }

    /** The master's address. */
    String url() {
        return url;
    }

    /** The workers that are alive. */
    List<JavaProcess> workers() {
        return workers.stream().filter(JavaProcess::isAlive).toList();
    }

    /** The executors of all applications. */
    List<ProcessHandle> executors() {
        return workers().stream()
                .flatMap(worker -> executorsOf(worker.handle()))
                .toList();
    }

    /** The executors that a worker, or an embedded cluster, has started: its children in Java. */
    static Stream<ProcessHandle> executorsOf(ProcessHandle process) {
        return process.children()
                .filter(child -> child.info().command().orElse("").endsWith("java"));
    }

    /** Waits for the first executors. */
    List<ProcessHandle> awaitExecutors(int number) {
        JavaProcess.await(() -> number + " executors", START, () -> executors().size() >= number);
        return executors();
    }

    /** Ends an executor as a machine would that runs out of memory: without a word. */
    static void kill(ProcessHandle process) {
        JavaProcess.signal(process, "KILL");
    }

    /** Fails unless all executors end soon. */
    void assertNoExecutors() {
        JavaProcess.await(
                () -> "the end of all executors", END, () -> executors().isEmpty());
    }

    private void end() {
        List<ProcessHandle> all = Stream.concat(Stream.of(master), workers.stream())
                .map(JavaProcess::handle)
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        List<ProcessHandle> left = executors();
        end();
        assertThat(left).as("executors that outlive their driver").isEmpty();
    }
}
