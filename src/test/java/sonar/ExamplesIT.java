package sonar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs to its end, and has its page. */
class ExamplesIT {
    private static final Path SOURCES = Path.of("notebooks-equivalent-examples");

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
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        example.replace('/', '.'),
                        "--quick")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
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
