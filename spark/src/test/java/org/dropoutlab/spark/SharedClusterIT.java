package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on clusters that are slow or busy. Oracle: the run that nothing disturbed, in threads. */
class SharedClusterIT {
    private static final String MEMORY = "1g";

    @TempDir
    private Path directory;

    /** All trials are recorded while an executor stands still: its trials must have been started elsewhere. */
    @Test
    void slowExecutorsAreOvertakenAndNothingCountsTwice() {
        Path run = directory.resolve("run");
        List<String> settings = List.of(
                "spark.executor.memory=" + MEMORY,
                "spark.speculation=true",
                "spark.speculation.interval=100ms",
                "spark.speculation.multiplier=1.5",
                "spark.speculation.quantile=0.1",
                // Blocks that only the executor that stands still could give are soon asked for elsewhere.
                "spark.shuffle.io.connectionTimeout=3s",
                "spark.shuffle.io.maxRetries=0");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2, MEMORY);
                Driver driver = Driver.start(
                        directory,
                        settings,
                        SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url()))) {
            driver.awaitTrials(run, 2);
            ProcessHandle slow = cluster.awaitExecutors(2).get(0);
            JavaProcess.signal(slow, "STOP");
            try {
                driver.awaitTrials(run, SonarRuns.LONG_TRIALS);
            } finally {
                JavaProcess.signal(slow, "CONT");
            }
            driver.succeeds();

            SonarRuns.assertUndisturbed(run, directory);
            cluster.assertNoExecutors();
        }
    }

    @Test
    void twoDriversShareACluster() {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        List<String> settings = List.of("spark.executor.memory=" + MEMORY);
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2, MEMORY);
                Driver first = Driver.start(directory, settings, half(one, cluster));
                Driver second = Driver.start(directory, settings, half(two, cluster))) {
            first.succeeds();
            second.succeeds();

            SonarRuns.assertUndisturbed(one, directory);
            SonarRuns.assertUndisturbed(two, directory);
            cluster.assertNoExecutors();
        }
    }

    @Test
    void aDriverWithoutExecutorsSaysWhomItWaitsFor() {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        List<String> settings = List.of("spark.executor.memory=" + MEMORY, FirstExecutor.PATIENCE + "=1s");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 1, MEMORY);
                Driver first = Driver.start(directory, settings, endless(one, cluster))) {
            cluster.awaitExecutors(1);
            try (Driver second = Driver.start(directory, settings, all(two, cluster))) {
                second.process()
                        .awaitInErr(
                                "no executor yet: other applications use the cluster: dropout-lab \\(app-\\d+-\\d+\\)",
                                Duration.ofMinutes(2));
                StandaloneCluster.kill(first.process().handle());
                second.succeeds();
                assertThat(second.errors()).noneMatch(line -> line.contains("org.apache.spark"));
            }
            SonarRuns.assertUndisturbed(two, directory);
            cluster.assertNoExecutors();
        }
    }

    private static String[] half(Path run, StandaloneCluster cluster) {
        return SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url(), "--workers", "1");
    }

    private static String[] endless(Path run, StandaloneCluster cluster) {
        return SonarRuns.endlessTrials(run, "--engine", "spark", "--master", cluster.url());
    }

    private static String[] all(Path run, StandaloneCluster cluster) {
        return SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url());
    }
}
