package org.dropoutlab.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLibraryTest {
    /** Sonar as published, but from an address where nobody listens. */
    private static final class Unreachable implements DataSource {
        private final SonarData sonar = new SonarData();

        @Override
        public String name() {
            return sonar.name();
        }

        @Override
        public String description() {
            return sonar.description();
        }

        @Override
        public List<RemoteFile> files() {
            RemoteFile file = sonar.files().get(0);
            return List.of(new RemoteFile(
                    file.path(), file.bytes(), file.sha256(), List.of(URI.create("http://127.0.0.1:1/sonar"))));
        }

        @Override
        public Contents read(Path directory) {
            return sonar.read(directory);
        }

        @Override
        public Contents synthetic() {
            return sonar.synthetic();
        }
    }

    @TempDir
    private Path directory;

    private final DataSource source = new Unreachable();

    @Test
    void fallsBackToTheStandInAndSaysWhy() {
        List<String> said = new ArrayList<>();

        LoadedData data = library().load(source, DataMode.AUTO, said::add);

        assertThat(data.info().provenance()).isEqualTo(Provenance.SYNTHETIC);
        assertThat(data.origin()).contains("download failed").contains("127.0.0.1");
        assertThat(said).hasSize(1).allSatisfy(line -> assertThat(line).contains("downloading"));
        assertThat(directory).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void realDataIsRealOrAnError() {
        assertThatThrownBy(() -> library().load(source, DataMode.REAL, line -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("sonar/sonar.all-data")
                .hasMessageNotContaining("\n");
    }

    @Test
    void otherBytesOfTheRightShapeAreUnverified() throws IOException {
        Path file = directory.resolve("sonar/sonar.all-data");
        Files.createDirectories(file.getParent());
        Files.write(file, SonarData.syntheticFile());

        LoadedData data = library().load(source, DataMode.REAL, line -> {});

        assertThat(data.info().provenance()).isEqualTo(Provenance.UNVERIFIED);
        assertThat(data.info().fingerprint()).isEqualTo("sha256:" + Checksum.sha256(SonarData.syntheticFile()));
    }

    @Test
    void aBrokenFileIsAnErrorAndNotReplacedByTheStandIn() throws IOException {
        Path file = directory.resolve("sonar/sonar.all-data");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0.1,0.2,M\n");

        assertThatThrownBy(() -> library().load(source, DataMode.AUTO, line -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 1: 3 columns");
    }

    @Test
    void refusesAFileAsDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("f"));

        assertThatThrownBy(() -> new DataLibrary(file, new Downloader(Duration.ofSeconds(1))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not a directory");
    }

    private DataLibrary library() {
        return new DataLibrary(directory, new Downloader(Duration.ofSeconds(1)));
    }
}
