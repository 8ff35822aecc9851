package org.dropoutlab.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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

    /** Oracle: libnd4j's own settings. Sums over whole arrays are split among its threads, so their last bits depend on them. */
    @Test
    void libnd4jHasOneThreadOnAnyNumberOfCores() {
        Backend.start();

        assertThat(Nd4j.getEnvironment().maxThreads()).isEqualTo(1);
        assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(1);
        assertThat(Backend.status().threadsPerTrial()).isEqualTo(1);
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
