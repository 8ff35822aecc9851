package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkLabTest {
    @Test
    void trialsRunOnSparkUnlessAnotherEngineIsNamed() {
        assertThat(SparkLab.onSpark(List.of("run", "sonar", "--quick")))
                .containsExactly("run", "--engine", "spark", "sonar", "--quick");
        assertThat(SparkLab.onSpark(List.of("compare", "--csv", "a.csv"))).contains("spark");
        assertThat(SparkLab.onSpark(List.of("tune", "sonar"))).contains("spark");
    }

    @Test
    void otherCommandsAreUnchanged() {
        for (List<String> command : List.of(
                List.<String>of(),
                List.of("run", "sonar", "--engine", "threads"),
                List.of("run", "sonar", "--engine=threads"),
                List.of("resume", "runs/one"),
                List.of("--help"))) {
            assertThat(SparkLab.onSpark(command)).isEqualTo(command);
        }
    }
}
