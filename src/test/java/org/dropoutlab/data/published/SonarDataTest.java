package org.dropoutlab.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SonarDataTest {
    private final SonarData sonar = new SonarData();

    @TempDir
    private Path directory;

    @Test
    void readsNumbersAndLabels() throws IOException {
        Table table = read(row("0.25", "M") + row("0.5", "R"));

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.features().row(0)).hasSize(60).containsOnly(0.25);
        assertThat(table.labels()).containsExactly(1, 0);
    }

    @Test
    void acceptsWindowsLineEndsAndATrailingBlankLine() throws IOException {
        String unix = row("0.25", "M") + row("0.5", "R");

        assertThat(read(unix.replace("\n", "\r\n") + "\r\n").labels())
                .isEqualTo(read(unix).labels());
        assertThat(read(unix + "\n").features().rows())
                .isDeepEqualTo(read(unix).features().rows());
    }

    static Stream<Arguments> badFiles() {
        String good = row("0.25", "M") + row("0.5", "R");
        return Stream.of(
                Arguments.of("", "FILE: no examples"),
                Arguments.of("\n\n", "FILE: no examples"),
                Arguments.of(good + good.substring(5), "FILE, line 3: 60 columns, expected 60 numbers and a label"),
                Arguments.of(good + row("abc", "M"), "FILE, line 3, column 1: 'abc' is not a number"),
                Arguments.of(good + row("0.1f", "M"), "FILE, line 3, column 1: '0.1f' is not a number"),
                Arguments.of(good + row("1e60", "M"), "FILE, line 3, column 1: '1e60' is not a finite number"),
                Arguments.of(
                        good + row("0.1", "M").replaceFirst("0.1", "\"0.1"),
                        "FILE, line 3: not comma-separated values; is there an unclosed quote?"),
                Arguments.of(good + row("NaN", "M"), "FILE, line 3, column 1: 'NaN' is not a finite number"),
                Arguments.of(good + row("1e999", "M"), "FILE, line 3, column 1: '1e999' is not a finite number"),
                Arguments.of(good + row("", "M"), "FILE, line 3, column 1: '' is not a number"),
                Arguments.of(
                        good + row("0.1", "X"),
                        "FILE, line 3, column 61: unknown label 'X', expected M (mine) or R (rock)"),
                Arguments.of(
                        row("0.1", "M") + row("0.2", "M"), "FILE: no examples of class R; both M and R are needed"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void refusesABadFileInOneLineThatSaysWhere(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(InputException.class)
                .hasMessage(message.replace("FILE", file().toString()));
    }

    @Test
    void theStandInHasTheShapeOfTheRealDataAndTheSameBytesEveryTime() {
        DataSource.Contents contents = sonar.synthetic();
        Table table = (Table) contents.examples();

        assertThat(table.size()).isEqualTo(208);
        assertThat(table.classCounts()).containsExactly(97, 111);
        assertThat(table.features().row(0)).hasSize(60);
        assertThat(contents.sha256())
                .isEqualTo(Checksum.sha256(SonarData.syntheticFile()))
                .isEqualTo("566d0a955675a64ee1760d113791faa53c9e2ee86cd53afbc535e98e48a051f7");
        assertThat(contents.official()).isFalse();
    }

    @Test
    void namesAFileThatCannotBeRead() throws IOException {
        Files.createDirectories(file());

        assertThatThrownBy(() -> sonar.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(Pattern.quote(file().toString()) + ": cannot be read \\([A-Za-z]+\\)");
    }

    private Table read(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        return (Table) sonar.read(directory).examples();
    }

    private Path file() {
        return directory.resolve("sonar/sonar.all-data");
    }

    private static String row(String number, String label) {
        return IntStream.range(0, 60).mapToObj(i -> number).collect(Collectors.joining(",")) + "," + label + "\n";
    }
}
