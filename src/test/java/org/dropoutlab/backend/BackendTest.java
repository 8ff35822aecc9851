package org.dropoutlab.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

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

    /** Deeplearning4j asks for older ones of both: see the dependency management in pom.xml. */
    @Test
    void openBlasKnowsNewerProcessorsAndIsPairedWithTheJavaCppItWasMadeWith() throws Exception {
        String[] version = Backend.openBlasVersion().split("-", 2);

        assertThat(version[0]).isGreaterThanOrEqualTo("0.3.23");
        assertThat(version[1]).isEqualTo(Loader.getVersion());
        assertThat(Backend.status().blas()).isEqualTo("OPENBLAS " + Backend.openBlasVersion());
    }
}
