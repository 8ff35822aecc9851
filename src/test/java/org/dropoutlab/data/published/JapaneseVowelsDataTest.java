package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JapaneseVowelsDataTest {
    private static final List<byte[]> STAND_IN = JapaneseVowelsData.syntheticFiles();
    private static final String ONES = "1.0 ".repeat(12);

    private final JapaneseVowelsData vowels = new JapaneseVowelsData();

    @TempDir
    private Path directory;

    @Test
    void theStandInHasTheShapeOfTheRealDataAndTheSameBytesEveryTime() {
        DataSource.Contents contents = vowels.synthetic();
        Sequences utterances = (Sequences) contents.examples();

        assertThat(utterances.trainExamples()).isEqualTo(270);
        assertThat(utterances.size()).isEqualTo(640);
        assertThat(utterances.classCounts()).containsExactly(61, 65, 118, 74, 59, 54, 70, 80, 59);
        assertThat(Arrays.copyOf(utterances.labels(), 270))
                .containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8)
                .isSorted();
        assertThat(utterances.steps().inputs()).isEqualTo(12);
        assertThat(Arrays.stream(utterances.lengths())).allMatch(frames -> frames >= 7 && frames <= 29);
        assertThat(utterances.standardized()).isTrue();
        assertThat(contents.official()).isFalse();
        assertThat(contents.sha256()).isEqualTo("62d12d0034278db62f5b158a24d77097a222eb75759b7b7c3425b77f34e52a72");
    }

    static Stream<UnaryOperator<String>> otherSeparators() {
        return Stream.of(
                text -> text,
                text -> text.replace("\r\n", "\n"),
                text -> text.replace(ONES + "\r\n", ""),
                text -> text.replace(ONES + "\r\n\r\n", ONES + "\n"),
                text -> text.replace(ONES + "\r\n", "").strip());
    }

    /** Copies in circulation separate utterances by an empty line, by a line of ones, or by both; a line of ones is no frame. */
    @ParameterizedTest
    @MethodSource("otherSeparators")
    void readsEverySeparator(UnaryOperator<String> separators) throws IOException {
        write(0, separators.apply(text(0)));
        Sequences read = (Sequences) vowels.read(directory).examples();
        Sequences expected = (Sequences) vowels.synthetic().examples();

        assertThat(read.starts()).isEqualTo(expected.starts());
        assertThat(read.steps().row(4000)).isEqualTo(expected.steps().row(4000));
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                Arguments.of(0, first(ONES + "\r\n\r\n", ""), "FILE: 269 utterances, expected 270"),
                Arguments.of(0, first(text(0).substring(0, 7), "0.x"), "FILE: line 1, column 1: '0.x"),
                Arguments.of(0, first(" ", " NaN "), "FILE: line 1 has 13 columns, expected 12 numbers"),
                Arguments.of(0, first(text(0).substring(0, 8), "1e99"), "FILE: line 1, column 1: '1e99"),
                Arguments.of(1, (UnaryOperator<String>) text -> "", "FILE: 0 utterances, expected 370"),
                Arguments.of(1, (UnaryOperator<String>) text -> text + "0 ".repeat(12), "FILE: 371 utterances"),
                Arguments.of(2, first("30", "31"), "FILE: 271 utterances in total, expected 270"),
                Arguments.of(3, first("31 35", "66"), "FILE: numbers of utterances of 8 speakers, expected 9"),
                Arguments.of(3, first("31", "-1"), "FILE: '-1' is not a number of utterances"));
    }

    private static UnaryOperator<String> first(String text, String by) {
        return all -> {
            int at = all.indexOf(text);
            return all.substring(0, at) + by + all.substring(at + text.length());
        };
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void refusesADamagedFileInOneLineThatSaysWhere(int file, UnaryOperator<String> damage, String message)
            throws IOException {
        Path path = write(file, damage.apply(text(file)));

        assertThatThrownBy(() -> vowels.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message.replace("FILE", path.toString()))
                .hasMessageEndingWith("; delete it and download it again with: ./lab data fetch japanese-vowels")
                .hasMessageNotContaining("\n");
    }

    /** Writes all files, one of them with another content. */
    private Path write(int file, String content) throws IOException {
        List<Path> paths =
                vowels.files().stream().map(each -> each.in(directory)).toList();
        Files.createDirectories(paths.get(0).getParent());
        for (int i = 0; i < paths.size(); i++) {
            Files.writeString(paths.get(i), i == file ? content : text(i));
        }
        return paths.get(file);
    }

    private static String text(int file) {
        return new String(STAND_IN.get(file), UTF_8);
    }
}
