package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab doctor} examines executors on this machine. */
class DoctorIT {
    @TempDir
    private static Path directory;

    @Test
    void executorsOfThisMachineGiveItsBytes() {
        try (Driver doctor = doctor()) {
            doctor.succeeds();

            assertThat(doctor.process().out().lines().filter(line -> line.startsWith("executor ")))
                    .hasSize(2)
                    .allMatch(line -> line.endsWith("; same bytes as here"));
            assertThat(doctor.process().out().strip()).endsWith("on this cluster and on this machine.");
            assertThat(doctor.errors()).isEmpty();
        }
    }

    /** With the kernels of a processor that has fewer instructions, sums are formed in another order. */
    @Test
    void otherKernelsAreFoundAndTold() {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        try (Driver doctor = doctor("spark.executorEnv.OPENBLAS_CORETYPE=Nehalem")) {
            doctor.succeeds();

            assertThat(doctor.process().out().lines().filter(line -> line.startsWith("executor ")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("OpenBLAS NEHALEM") && line.contains("dense trial: "));
            assertThat(doctor.process().out()).contains("other last digits on this machine");
        }
    }

    private static Driver doctor(String... settings) {
        return Driver.start(directory, List.of(settings), "doctor", "--master", "local-cluster[2,1,1024]");
    }
}
