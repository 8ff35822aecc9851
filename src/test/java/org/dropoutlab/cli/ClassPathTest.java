package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The start script puts our classes behind the libraries, because Java shares the classes of a class path's first entries only. */
class ClassPathTest {

    @Test
    void noLibraryHasAFileOfTheNameOfOneOfOurs() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Lab.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> ours;
        try (Stream<Path> files = Files.walk(classes)) {
            ours = files.filter(Files::isRegularFile)
                    .map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }

        assertThat(ours).contains("org/dropoutlab/cli/Lab.class", "logback.xml");
        for (String name : ours) {
            assertThat(Collections.list(Lab.class.getClassLoader().getResources(name)))
                    .as(name)
                    .hasSize(1);
        }
    }
}
