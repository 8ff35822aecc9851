package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot go well ends soon, with one line that says why, and leaves no process behind. */
class RefusalsIT {
    private static final int WORKER_MEGABYTES = 600;

    @TempDir
    private static Path shared;

    private static StandaloneCluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        cluster = StandaloneCluster.start(shared, 1, WORKER_MEGABYTES + "m");
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo | lab: --master: expected spark://HOST:PORT, yarn, k8s://URL or local-cluster[EXECUTORS,CORES,MEGABYTES], not 'foo'",
                "spark://no.such.host.invalid:7077 | lab: --master spark://no.such.host.invalid:7077: no cluster answers there (unknown host no.such.host.invalid)",
                "local-cluster[1,1,100] | lab: --master local-cluster[1,1,100]: an executor needs at least 450 MB, not 100",
            })
    void addresses(String master, String error) {
        assertThat(refused(List.of(), master)).containsExactly(error);
    }

    @Test
    void aClosedPort() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String master = "spark://localhost:" + closed;
        assertThat(refused(List.of(), master))
                .containsExactly("lab: --master %s: no cluster answers there (Connection refused)".formatted(master));
    }

    @Test
    void aHeapTooSmallForSpark() {
        assertThat(refused(List.of("spark.executor.memory=200m"), cluster.url()))
                .containsExactly("lab: spark.executor.memory=200m: an executor needs at least 450m");
    }

    @Test
    void moreMemoryThanAnyWorkerHas() {
        assertThat(refused(List.of("spark.executor.memory=2g", FirstExecutor.PATIENCE + "=2s"), cluster.url()))
                .containsExactly(
                        ("lab: --master %s: no worker can give an executor 2048 MB and 1 core; the one with most"
                                        + " memory has %d MB and 1 core; set spark.executor.memory or spark.executor.cores")
                                .formatted(cluster.url(), WORKER_MEGABYTES));
        cluster.assertNoExecutors();
    }

    /** Memory outside the heap is as much as inside, unless the user says otherwise. */
    @Test
    void tooLittleMemoryForATrial() {
        List<String> errors = refused(
                List.of(
                        "spark.executor.memory=500m",
                        "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=200k"),
                cluster.url());
        assertThat(errors.get(errors.size() - 1))
                .isEqualTo("lab: executors ran out of memory several times in a row; give them more, as with"
                        + " LAB_JAVA_OPTS=-Dspark.executor.memory=1000m");
        assertThat(errors.subList(0, errors.size() - 1))
                .allMatch(line -> line.matches(".*executor \\d+ on localhost is lost: exit status 52: out of memory")
                        || line.matches(".* restarts: executor \\d+ was lost"));
        cluster.assertNoExecutors();
    }

    private List<String> refused(List<String> settings, String master) {
        Path run = directory.resolve("run");
        try (Driver driver =
                Driver.start(directory, settings, SonarRuns.longTrials(run, "--engine", "spark", "--master", master))) {
            assertThat(driver.status()).as(() -> driver.process().err()).isEqualTo(2);
            return driver.errors();
        }
    }

    /** Oracle: the same trial in a thread of the driver. */
    @Test
    void aTrialThatFailsSaysWhatItSaysInAThread() {
        try (Driver driver =
                Driver.start(directory, List.of("spark.executor.memory=500m"), FailingTrials.class, cluster.url())) {
            driver.succeeds();
            List<String> said = new ArrayList<>(driver.process().out().lines().toList());
            assertThat(said).hasSize(4);
            assertThat(said.get(1)).isEqualTo(said.get(0)).contains("IllegalStateException: a trial failed: ");
            assertThat(said.get(3)).isEqualTo(said.get(2)).contains("InputException: ");
        }
        cluster.assertNoExecutors();
    }

    /** Not SIGINT, which a shell without job control makes its background processes ignore; Java treats both alike. */
    @Test
    void aStoppedDriverEndsItsExecutorsAndLeavesARunToResume() {
        Path run = directory.resolve("run");
        List<String> settings = List.of("spark.executor.memory=500m");
        try (Driver driver = Driver.start(
                directory, settings, SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url()))) {
            driver.awaitTrials(run, 2);
            JavaProcess.signal(driver.process().handle(), "TERM");

            assertThat(driver.status()).isEqualTo(128 + 15);
            assertThat(driver.errors()).noneMatch(line -> line.contains("lab:") || line.contains("Exception"));
            cluster.assertNoExecutors();
        }
        try (Driver again = Driver.start(directory, settings, "resume", run.toString(), "--engine", "threads")) {
            again.succeeds();
        }
        SonarRuns.assertUndisturbed(run, directory);
    }

    /** The executors of an embedded cluster are children of the driver, and Ctrl-C reaches them, too. */
    @Test
    void aStoppedDriverEndsItsOwnCluster() throws Exception {
        Path run = directory.resolve("run");
        try (Driver driver = Driver.start(
                directory,
                List.of(),
                SonarRuns.longTrials(run, "--engine", "spark", "--master", "local-cluster[2,1,500]"))) {
            driver.awaitTrials(run, 1);
            List<ProcessHandle> executors = driver.ownExecutors();
            assertThat(executors).hasSize(2);
            executors.forEach(executor -> JavaProcess.signal(executor, "TERM"));
            JavaProcess.signal(driver.process().handle(), "TERM");

            assertThat(driver.status()).isEqualTo(128 + 15);
            assertThat(driver.errors())
                    .noneMatch(line -> line.contains("lab:") || line.contains("Exception") || line.contains("lost"));
            for (ProcessHandle executor : executors) {
                executor.onExit().get(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        assertThat(Files.exists(run.resolve("trials.jsonl"))).isTrue();
    }
}
