package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.dropoutlab.record.ClusterUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run when executors, workers or the driver are killed. Oracle: the run that nothing disturbed, in threads. */
class LostProcessesIT {
    private static final String MEMORY = "1g";
    private static final List<String> SETTINGS = List.of("spark.executor.memory=" + MEMORY);

    @TempDir
    private Path directory;

    @Test
    void killedExecutorsAndWorkersCostNothingButTime() {
        Path run = directory.resolve("run");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2, MEMORY);
                Driver driver = Driver.start(
                        directory,
                        SETTINGS,
                        SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url()))) {
            driver.awaitTrials(run, 1);
            StandaloneCluster.kill(cluster.awaitExecutors(2).get(0));
            driver.awaitTrials(run, 2);
            StandaloneCluster.kill(cluster.awaitExecutors(2).get(1));
            driver.awaitTrials(run, 4);
            for (int i = 0; i < 2; i++) {
                StandaloneCluster.kill(cluster.workers().get(0).handle());
                cluster.addWorker(MEMORY);
                driver.awaitTrials(run, 6 + i);
            }
            driver.succeeds();

            SonarRuns.assertUndisturbed(run, directory);
            ClusterUse use = SonarRuns.cluster(run);
            assertThat(use.restarted()).isGreaterThanOrEqualTo(2);
            assertThat(use.executors().stream().map(ClusterUse.Executor::lost).filter(lost -> !lost.isEmpty()))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .anyMatch(lost -> lost.equals("exit status 137: killed, or out of memory"))
                    .anyMatch(lost -> lost.contains("worker"));
            assertThat(run.resolve("report.html")).content().containsPattern("\\d executors lost");
            assertThat(driver.errors())
                    .anyMatch(line -> line.matches(".*executor \\d+ on localhost is lost: exit status 137: killed.*"))
                    .noneMatch(line -> line.contains("org.apache.spark"));
            cluster.assertNoExecutors();
        }
    }

    @Test
    void aKilledDriverResumesOnTheClusterAndInThreads() throws IOException {
        Path run = directory.resolve("run");
        Path copy = directory.resolve("copy");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2, MEMORY)) {
            try (Driver driver = Driver.start(
                    directory, SETTINGS, SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url()))) {
                driver.awaitTrials(run, 3);
                StandaloneCluster.kill(driver.process().handle());
                driver.status();
            }
            FileUtils.copyDirectory(run.toFile(), copy.toFile());
            cluster.assertNoExecutors();

            try (Driver again = Driver.start(directory, SETTINGS, "resume", run.toString());
                    Driver threads =
                            Driver.start(directory, List.of(), "resume", copy.toString(), "--engine", "threads")) {
                again.succeeds();
                threads.succeeds();
            }
            SonarRuns.assertUndisturbed(run, directory);
            SonarRuns.assertUndisturbed(copy, directory);
            cluster.assertNoExecutors();
        }
    }
}
