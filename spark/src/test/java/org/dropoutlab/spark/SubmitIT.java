package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code spark-submit} with the jar for clusters: driver and executors have Spark's own jars and that one, and nothing else.
 * Oracle: the same run in threads of one process.
 */
class SubmitIT {
    private static final Path JAR = Path.of("target", "dropout-lab-spark.jar").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void theJarHasAllThatSparkDoesNotHave() {
        assertThat(JAR).as("made by the build before integration tests").isRegularFile();
        Path run = directory.resolve("submitted");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 2, "1g")) {
            List<String> arguments = new ArrayList<>(List.of(
                    "org.apache.spark.deploy.SparkSubmit",
                    "--master",
                    cluster.url(),
                    "--conf",
                    "spark.executor.memory=1g",
                    "--conf",
                    "spark.driver.host=localhost",
                    "--conf",
                    "spark.ui.enabled=false",
                    "--class",
                    SparkLab.class.getName(),
                    JAR.toString()));
            arguments.addAll(List.of(SonarRuns.longTrials(run)));
            JavaProcess submit = new JavaProcess(
                    directory,
                    "submit",
                    List.of(
                            "-Xmx1g",
                            "-XX:+UseSerialGC",
                            "-cp",
                            JavaProcess.sparkHome().resolve("jars") + "/*"),
                    arguments);
            assertThat(submit.exit(Duration.ofMinutes(4)))
                    .as(() -> submit.out() + "\n" + submit.err())
                    .contains(0);
            assertThat(submit.out()).contains("Report: " + run.resolve("report.html"));
            assertThat(Files.exists(run.resolve("report.html"))).isTrue();
            SonarRuns.assertUndisturbed(run, directory);
            assertThat(SonarRuns.cluster(run).master()).isEqualTo(cluster.url());
            cluster.assertNoExecutors();
        }
    }
}
