package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: the same run in threads of one process. */
class SameBytesIT {
    @TempDir
    private static Path directory;

    private static final List<String> SETTINGS = List.of("spark.executor.memory=1g");

    private static String expected;

    @BeforeAll
    static void inThreads() throws IOException {
        try (Driver threads = Driver.start(directory, List.of(), sonar("threads", "--engine", "threads"))) {
            threads.succeeds();
        }
        expected = summary("threads");
    }

    /** Two of them with the jar for clusters, the others with the test's class path, which is faster. */
    @Test
    void oneTwoAndFourExecutorsOfACluster() throws IOException {
        try (StandaloneCluster cluster = StandaloneCluster.start(directory, 4, "1g")) {
            for (int executors : List.of(1, 2, 4)) {
                String name = "executors-" + executors;
                String[] command = sonar(
                        name, "--engine", "spark", "--master", cluster.url(), "--workers", Integer.toString(executors));
                try (Driver driver = executors == 2
                        ? Driver.startWithJar(directory, SETTINGS, command)
                        : Driver.start(directory, SETTINGS, command)) {
                    driver.succeeds();
                    assertThat(driver.errors()).allMatch(line -> line.matches("\\d+ of 40 trials.*"));
                }
                assertThat(summary(name)).isEqualTo(expected);
                cluster.assertNoExecutors();
            }
        }
    }

    private static String[] sonar(String name, String... options) {
        return Stream.concat(
                        Stream.of(
                                "run",
                                "sonar",
                                "--quick",
                                "--out",
                                directory.resolve(name).toString()),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    private static String summary(String name) throws IOException {
        return Files.readString(directory.resolve(name).resolve("summary.json"));
    }
}
