package org.dropoutlab.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.dropoutlab.data.Sequences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalOrderDataTest {
    private static final String SYMBOLS = "abcdXYEB";

    /** Oracle: the rule of task 6a in the paper, read off each sequence. */
    @ParameterizedTest
    @CsvSource({
        "20, ad494eec06cf654e6097bc8b5020a5486114bf6da06a3f8749b5292dba2ae6ca",
        "50, 018dcc85817ff5ea0de668c87d9cddc3e07e6a22cd3d1786871d3310b8a17b45",
        "100, 6838712b43d612eb061b8a824c07748f4cb2746ae62885877a23120e8f6205e7"
    })
    void followsTheRule(int length, String checksum) {
        DataSource.Contents contents = new TemporalOrderData(length).read(Path.of("nowhere"));
        Sequences sequences = (Sequences) contents.examples();
        int tenth = length / 10;

        assertThat(contents.sha256()).isEqualTo(checksum);
        assertThat(sequences.size()).isEqualTo(6560);
        assertThat(sequences.trainExamples()).isEqualTo(4000);
        assertThat(sequences.classCounts()).containsOnly(1640);
        assertThat(sequences.standardized()).isFalse();
        assertThat(Arrays.stream(sequences.lengths()).distinct())
                .containsExactlyInAnyOrder(
                        IntStream.rangeClosed(length, length + tenth).boxed().toArray(Integer[]::new));
        for (int i = 0; i < sequences.size(); i += 20) {
            String symbols = symbols(sequences, i);
            String order = symbols.replaceAll("[^XY]", "");
            assertThat(symbols).matches("E[abcd]*[XY][abcd]*[XY][abcd]*B");
            assertThat(order).isEqualTo(sequences.classes().get(sequences.labels()[i]));
            assertThat(symbols.indexOf(order.charAt(0)) + 1).isBetween(tenth, 2 * tenth);
            assertThat(symbols.lastIndexOf(order.charAt(1)) + 1).isBetween(5 * tenth, 6 * tenth);
        }
    }

    private static String symbols(Sequences sequences, int sequence) {
        StringBuilder symbols = new StringBuilder();
        for (int step : sequences.stepsOf(new int[] {sequence})) {
            double[] input = sequences.steps().row(step);
            assertThat(input.length).isEqualTo(SYMBOLS.length());
            assertThat(Arrays.stream(input).sum()).isEqualTo(1);
            symbols.append(SYMBOLS.charAt(IntStream.range(0, input.length)
                    .filter(i -> input[i] == 1)
                    .findFirst()
                    .orElseThrow()));
        }
        return symbols.toString();
    }

    @Test
    void refusesLengthsWithoutTenths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TemporalOrderData(25));
        assertThatIllegalArgumentException().isThrownBy(() -> new TemporalOrderData(10));
    }
}
