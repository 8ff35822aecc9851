package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryIT {
    @TempDir
    private static Path directory;

    /** Oracle: the same comparison in threads of the program. */
    @Test
    void aComparisonOfAProgramGivesTheSameBytesOnACluster() throws IOException {
        try (Driver program = Driver.start(directory, List.of(), ProgramComparison.class, directory.toString())) {
            program.succeeds();
        }

        assertThat(RunDirectory.existing(directory.resolve("spark"))
                        .manifest()
                        .sessions()
                        .get(0)
                        .engine())
                .isEqualTo("spark");
        for (String file : List.of("summary.json", "models/plain.zip", "models/dropout=0.5.zip")) {
            assertThat(Files.readAllBytes(directory.resolve("spark").resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(directory.resolve("threads").resolve(file)));
        }
    }
}
