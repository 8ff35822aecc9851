package org.dropoutlab.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void theManifestGivesBackTheStudyAsItWasRun() {
        Study study = Catalogue.named("sonar").at(Scale.FULL);
        study = study.withResampling(study.resampling().withTrainSize(50));
        Manifest manifest = new Manifest(
                        study,
                        study.seed(),
                        new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 208, List.of("R", "M")),
                        "here",
                        List.of())
                .withSession(Manifest.Session.begin(
                        List.of("run", "sonar"),
                        new Backend.Status("CpuBackend", "-onednn", "OPENBLAS", true, 1, "float", 1L << 30),
                        "local",
                        2,
                        Map.of("plain-slow", "direct")))
                .ended();
        RunDirectory run = RunDirectory.at(directory);

        run.write(manifest);

        assertThat(RunDirectory.existing(directory).manifest()).isEqualTo(manifest);
    }

    /** Manifests before warnings had no such field, and their runs can still be resumed and reported. */
    @Test
    void aManifestWithoutLaterFieldsIsRead() throws IOException {
        DataInfo data = new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 208, List.of("R", "M"));
        Study study = Catalogue.named("sonar").at(Scale.QUICK);
        RunDirectory run = RunDirectory.at(directory);
        run.write(new Manifest(
                study,
                study.seed(),
                data.withWarnings(List.of(new DataWarning(
                        DataWarning.Kind.LEAK, List.of("outcome"), "It tells the label.", "Ignore it."))),
                "here",
                List.of()));
        Path file = directory.resolve("manifest.json");
        ObjectNode text = (ObjectNode) Json.lines().readTree(file.toFile());
        assertThat(RunDirectory.existing(directory).manifest().data().warnings())
                .extracting(DataWarning::columns)
                .containsExactly(List.of("outcome"));

        ((ObjectNode) text.get("data")).remove("warnings");
        Files.writeString(file, text.toString());

        assertThat(RunDirectory.existing(directory).manifest().data()).isEqualTo(data);
    }

    @Test
    void anEmptyDirectoryWillDoAndANewOneIsMade() {
        assertThat(RunDirectory.at(directory).path()).isEmptyDirectory();
        assertThat(RunDirectory.at(directory.resolve("a/b")).path()).isEmptyDirectory();
    }

    @Test
    void refusesADirectoryThatHoldsSomething() throws IOException {
        Files.createFile(directory.resolve("thesis.tex"));

        assertThatThrownBy(() -> RunDirectory.at(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not empty");
        assertThat(directory.resolve("thesis.tex")).exists();
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("f"));

        assertThatThrownBy(() -> RunDirectory.at(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> RunDirectory.at(file.resolve("below")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot write to output directory");
    }

    @Test
    void refusesToGoOnWhereNothingWasBegun() {
        assertThatThrownBy(() -> RunDirectory.existing(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no manifest.json");
    }

    @Test
    void refusesAManifestThatIsNone() throws IOException {
        Files.writeString(directory.resolve("manifest.json"), "{}");

        assertThatThrownBy(() -> RunDirectory.existing(directory).manifest())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a manifest");
    }
}
