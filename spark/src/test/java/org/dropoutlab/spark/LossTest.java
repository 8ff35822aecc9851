package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reasons as Spark's backends for standalone clusters, YARN and Kubernetes give them. */
class LossTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Command exited with code 137 | exit status 137: killed, or out of memory",
                "Command exited with code 134 | exit status 134: crashed in native code",
                "Command exited with code 139 | exit status 139: crashed in native code",
                "Command exited with code 52 | exit status 52: out of memory",
                "Command exited with code 1 | exit status 1",
                "Container from a bad node: container_1_2 on host: h. Exit status: 137 | exit status 137: killed, or out of memory",
                "The executor with id 3 exited with exit code 52(OutOfMemoryError). | exit status 52: out of memory",
                "worker lost: Not receiving heartbeat for 60 seconds | worker lost: Not receiving heartbeat for 60 seconds",
                "'' | unknown reason",
            })
    void words(String reason, String words) {
        assertThat(Loss.words(reason)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "Command exited with code 52, true",
        "The executor with id 3 exited with exit code 52(OutOfMemoryError)., true",
        "Container killed by YARN for exceeding physical memory limits. 2.1 GB of 2 GB physical memory used., true",
        "Command exited with code 137, false",
        "worker lost, false",
    })
    void tellsExecutorsThatRanOutOfMemory(String reason, boolean expected) {
        assertThat(Loss.isOutOfMemory(reason)).isEqualTo(expected);
    }
}
