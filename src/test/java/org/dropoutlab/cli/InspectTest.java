package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lab data inspect}. */
class InspectTest {
    @TempDir
    private Path directory;

    private Path file;
    private String out;
    private String err;

    @BeforeEach
    void write() throws Exception {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a;b;later;city;state\n");
        for (int row = 0; row < 100; row++) {
            boolean sick = random.nextBoolean();
            text.append("%.3f;%s;%d;%s;%s\n"
                    .formatted(
                            random.nextGaussian(),
                            row % 10 == 0 ? "" : random.nextInt(1000),
                            sick ? 7 : 4,
                            row % 3 == 0 ? "Graz" : "Lyon",
                            sick ? "sick" : "well"));
        }
        file = Files.writeString(directory.resolve("mine.csv"), text);
    }

    private int run(String... arguments) {
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
            return Lab.run(arguments);
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
            out = stdout.toString(StandardCharsets.UTF_8);
            err = stderr.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void showsEachColumnAndWhatIsWrongWithIt() {
        assertThat(run("data", "inspect", file.toString(), "--label", "state")).isZero();

        assertThat(err).isEmpty();
        assertThat(out)
                .contains("100 rows, 5 columns, 5 network inputs")
                .containsPattern("(?m)^a +number +– ")
                .containsPattern("(?m)^b +whole number +10 ")
                .containsPattern("(?m)^city +category +– +2 .*one-hot, 2 inputs +Lyon \\(66\\), Graz \\(34\\)$")
                .containsPattern("(?m)^state +category .*label: 2 classes")
                .contains("!! Column later alone tells state", "--ignore later");
    }

    @Test
    void whatAnOptionSettlesIsNotSaidAgain() {
        assertThat(run("data", "inspect", file.toString(), "--label", "state", "--ignore", "later"))
                .isZero();

        assertThat(out).doesNotContain("!!").containsPattern("(?m)^later .* ignored ");
    }

    @Test
    void withoutALabelTheLikelyOneIsNamedInTheCommandToType() {
        assertThat(run("data", "inspect", file.toString())).isZero();

        assertThat(out).contains("label: 2 classes", "./lab compare --csv " + file + " --label state");
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        assertThat(run("data", "inspect", directory.resolve("none.csv").toString(), "--label", "state"))
                .isEqualTo(2);

        assertThat(err).contains("none.csv does not exist");
    }

    @ParameterizedTest
    @CsvSource({
        "C.UTF-8, '', true",
        "de_DE.utf8, C, true",
        "C, en_US.UTF-8, false",
        "'', en_US.UTF-8, true",
        "'', C, false",
        "'', '', false"
    })
    void blocksNeedALocaleThatHasThem(String all, String language, boolean blocks) {
        assertThat(InspectCommand.showsBlocks(Map.of("LC_ALL", all, "LANG", language)))
                .isEqualTo(blocks);
    }
}
