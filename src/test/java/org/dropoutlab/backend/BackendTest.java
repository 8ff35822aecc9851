package org.dropoutlab.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class BackendTest {
    @Test
    void oneDnnIsOnWhereTheNativeLibraryHasIt() {
        Backend.Status status = Backend.status();

        assumeThat(System.getProperty("os.arch"))
                .as("oneDNN is built for this processor")
                .isEqualTo("amd64");
        assertThat(status.variant()).isEqualTo("-onednn");
        assertThat(status.oneDnn()).isTrue();
    }

    /** Prints libnd4j's numbers of threads. */
    static final class Shown {
        private Shown() {}

        public static void main(String[] args) {
            Backend.start();
            System.out.println(Nd4j.getEnvironment().maxThreads()
                    + " " + Nd4j.getEnvironment().maxMasterThreads()
                    + " " + Backend.status().threadsPerTrial());
        }
    }

    /** Sums over whole arrays are split among libnd4j's threads, so their last bits depend on them. Oracle: libnd4j's own settings. */
    @Test
    void libnd4jHasOneThreadWhateverTheMachineAndTheEnvironment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), Shown.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("OMP_NUM_THREADS", "3");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("1 1 1\n");
    }

    /** Deeplearning4j asks for older ones of both: see the dependency management in pom.xml. */
    @Test
    void openBlasKnowsNewerProcessorsAndIsPairedWithTheJavaCppItWasMadeWith() throws Exception {
        String[] version = Backend.openBlasVersion().split("-", 2);

        assertThat(version[0]).isGreaterThanOrEqualTo("0.3.23");
        assertThat(version[1]).isEqualTo(Loader.getVersion());
        assertThat(Backend.status().blas()).isEqualTo("OPENBLAS " + Backend.openBlasVersion());
    }
}
