package sonar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs to its end, says what was claimed of the studies that it runs, and has its page. */
class ExamplesIT {
    private static final Path SOURCES = Path.of("notebooks-equivalent-examples");

    private static final String DATA = "DROPOUT_LAB_DATA";

    @TempDir
    private Path directory;

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(SOURCES::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void runs(String example) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.stdout.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        example.replace('/', '.'),
                        "--quick")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // An example starts in a directory of its own, and would find no data below it.
        builder.environment().putIfAbsent(DATA, Path.of("data").toAbsolutePath().toString());
        Process process = builder.start();

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        List<Study> studies = studiesRun();
        assertThat(studies).allSatisfy(study -> assertThat(study.claims())
                .allSatisfy(claim -> assertThat(printed).contains(claim.statement())));
        if (example.startsWith("mnist")) {
            assertThat(studies).singleElement().satisfies(study -> assertThat(printed)
                    .contains(study.question()));
        }
    }

    /** The studies that the example has left runs of, by the runs' own account. */
    private List<Study> studiesRun() throws IOException {
        Path runs = directory.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.map(run -> RunDirectory.existing(run).manifest().study()).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasItsPageWithEveryFigure(String example) throws IOException {
        Path page = SOURCES.resolve(example + ".md");
        assertThat(page).content().contains("```java", "```text");
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("![")) {
                String figure = line.substring(line.lastIndexOf('(') + 1, line.lastIndexOf(')'));
                assertThat(page.resolveSibling(figure)).isNotEmptyFile();
            }
        }
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).isNotEmpty();
    }
}
