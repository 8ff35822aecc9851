package org.dropoutlab.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
}
