package org.dropoutlab.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SonarDataTest {
    private final SonarData sonar = new SonarData();

    @Test
    void readsNumbersAndLabels() {
        Table table = read(row("0.25", "M") + row("0.5", "R"));

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.features()[0]).hasSize(60).containsOnly(0.25);
        assertThat(table.labels()).containsExactly(1, 0);
    }

    @Test
    void acceptsWindowsLineEndsAndATrailingBlankLine() {
        String unix = row("0.25", "M") + row("0.5", "R");

        assertThat(read(unix.replace("\n", "\r\n") + "\r\n").labels())
                .isEqualTo(read(unix).labels());
        assertThat(read(unix + "\n").features()).isDeepEqualTo(read(unix).features());
    }

    static Stream<Arguments> badFiles() {
        String good = row("0.25", "M") + row("0.5", "R");
        return Stream.of(
                Arguments.of("", "FILE: the file holds no examples"),
                Arguments.of("\n\n", "FILE: the file holds no examples"),
                Arguments.of(
                        good + good.substring(5), "FILE, line 3: 60 columns where 60 numbers and a label are expected"),
                Arguments.of(good + row("abc", "M"), "FILE, line 3, column 1: 'abc' is not a number"),
                Arguments.of(good + row("0.1f", "M"), "FILE, line 3, column 1: '0.1f' is not a number"),
                Arguments.of(good + row("1e60", "M"), "FILE, line 3, column 1: '1e60' is not a finite number"),
                Arguments.of(
                        good + row("0.1", "M").replaceFirst("0.1", "\"0.1"),
                        "FILE, line 3: not comma-separated values; is a quote left open?"),
                Arguments.of(good + row("NaN", "M"), "FILE, line 3, column 1: 'NaN' is not a finite number"),
                Arguments.of(good + row("1e999", "M"), "FILE, line 3, column 1: '1e999' is not a finite number"),
                Arguments.of(good + row("", "M"), "FILE, line 3, column 1: '' is not a number"),
                Arguments.of(
                        good + row("0.1", "X"),
                        "FILE, line 3, column 61: unknown label 'X'; it must be M (mine) or R (rock)"),
                Arguments.of(
                        row("0.1", "M") + row("0.2", "M"), "FILE: no example of class R; both M and R are needed"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void refusesABadFileInOneLineThatSaysWhere(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void theStandInHasTheShapeOfTheRealDataAndTheSameBytesEveryTime() {
        byte[] bytes = sonar.synthetic().get(0);
        Table table = sonar.read(List.of(bytes), List.of("synthetic"));

        assertThat(table.size()).isEqualTo(208);
        assertThat(table.classCounts()).containsExactly(97, 111);
        assertThat(table.features()[0]).hasSize(60);
        assertThat(Checksum.sha256(bytes))
                .isEqualTo("566d0a955675a64ee1760d113791faa53c9e2ee86cd53afbc535e98e48a051f7");
    }

    private Table read(String content) {
        return sonar.read(List.of(content.getBytes(UTF_8)), List.of("FILE"));
    }

    private static String row(String number, String label) {
        return IntStream.range(0, 60).mapToObj(i -> number).collect(Collectors.joining(",")) + "," + label + "\n";
    }
}
