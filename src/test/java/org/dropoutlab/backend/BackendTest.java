package org.dropoutlab.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class BackendTest {
    @Test
    void oneDnnIsOnWhereTheNativeLibraryHasIt() {
        Backend.Status status = Backend.status();

        assumeThat(status.variant()).as("native library of this system").contains("onednn");
        assertThat(status.oneDnn()).isTrue();
    }
}
