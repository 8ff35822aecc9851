package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dropoutlab.record.ClusterUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two kinds of processors: one of its executors uses the kernels of an old one. */
class MixedClusterIT {
    private static final String MEMORY = "1g";
    private static final List<String> SETTINGS = List.of("spark.executor.memory=1g");

    @TempDir
    private static Path directory;

    @Test
    void doctorAndRunsTellTheKinds() throws IOException {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        Path run = directory.resolve("run");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 1, MEMORY)) {
            cluster.addWorker(MEMORY, Map.of("OPENBLAS_CORETYPE", "Nehalem"));
            try (Driver doctor = Driver.start(directory, SETTINGS, "doctor", "--master", cluster.url())) {
                doctor.succeeds();

                assertThat(doctor.process().out())
                        .contains("; same bytes as here", "OpenBLAS NEHALEM", "dense trial: ")
                        .contains("The processors are of 2 kinds: the last digits of a trial depend on where it runs.");
            }
            try (Driver driver = Driver.start(
                    directory, SETTINGS, SonarRuns.longTrials(run, "--engine", "spark", "--master", cluster.url()))) {
                driver.succeeds();
            }
        }

        ClusterUse use = SonarRuns.cluster(run);
        assertThat(use.ranOn()).hasSize(2);
        assertThat(use.ranOn().values().stream().mapToInt(List::size).sum()).isEqualTo(SonarRuns.LONG_TRIALS);
        assertThat(use.executors())
                .allSatisfy(executor ->
                        assertThat(use.ranOn().get(executor.processor())).hasSize(executor.trials()));
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("OpenBLAS NEHALEM", "last digits of a trial can differ");
    }
}
