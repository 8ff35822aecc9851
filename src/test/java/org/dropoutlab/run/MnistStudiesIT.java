package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.ClaimCheck.Answer;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every study of MNIST at its smallest, on the real images where they are, else on the stand-in: all trials end, everything
 * that was asked is answered, and the result depends neither on the workers nor on when the report is written.
 */
class MnistStudiesIT {
    private static final List<String> SOME_RATES = List.of("n-10", "n-50", "n-60", "pn-10", "pn-60");
    private static LoadedData data;

    @TempDir
    private Path directory;

    @BeforeAll
    static void load() {
        data = StudyRuns.data("mnist");
    }

    static Stream<String> studies() {
        return Catalogue.studies().stream()
                .filter(study -> study.at(Scale.QUICK).dataset().equals("mnist"))
                .map(CataloguedStudy::name);
    }

    @Test
    void thereAreEightOfThem() {
        assertThat(studies())
                .containsExactlyInAnyOrder(
                        "mnist-autoencoder",
                        "mnist-rate",
                        "mnist-datasize",
                        "mnist-averaging",
                        "ensemble",
                        "mnist-regularizers",
                        "mnist-noise",
                        "mnist-uncertainty");
    }

    @ParameterizedTest
    @MethodSource("studies")
    void endsWithAnAnswerToEverythingAndTheSameBytesHoweverItIsRun(String name) throws IOException {
        Study study = study(name);

        Report report = run(study, 1, "one");
        run(study, 2, "two");

        List<TrialResult> results =
                Journal.read(RunDirectory.existing(directory.resolve("one")).journalFile());
        assertThat(results).extracting(TrialResult::id).containsExactlyInAnyOrderElementsOf(ids(study));
        List<Class<? extends Reading>> asked = study.probes().stream()
                .<Class<? extends Reading>>map(Probe::reading)
                .toList();
        assertThat(results).allSatisfy(result -> {
            assertThat(result.completed()).isTrue();
            assertThat(result.readings()).extracting(Object::getClass).isEqualTo(asked);
        });
        List<String> parts = report.sections().stream().map(Section::heading).toList();
        assertThat(parts).endsWith("Cost of each arm");
        assertThat(parts.size() > 1)
                .as("parts of probes")
                .isEqualTo(!study.probes().isEmpty());
        assertThat(report.claims()).hasSameSizeAs(study.claims());
        for (Figure figure : report.figures()) {
            assertThat(drawing("one", figure))
                    .as(figure.name())
                    .contains("<svg")
                    .doesNotContain("NaN");
        }
        assertThat(summary("two")).isEqualTo(summary("one"));
        String written = summary("one");
        StudyRuns.reportAgain(directory.resolve("one"));
        assertThat(summary("one")).isEqualTo(written);
    }

    /** Where dropped units feed the softmax, weight scaling is the geometric mean whatever the weights, up to rounding. */
    @Test
    void weightScalingOfOneDroppedLayerIsTheGeometricMean() {
        Report report = run(study("ensemble").withArms(List.of("one-layer")), 2, "run");

        assertThat(report.summary().claims()).hasSize(1);
        assertThat(report.summary().claims().get(0).answer()).isEqualTo(Answer.FOUND);
    }

    /** Of the thirteen arms of the study of rates a few are enough, and leave both of its figures their line. */
    private static Study study(String name) {
        Study study = Catalogue.named(name).at(Scale.QUICK);
        return name.equals("mnist-rate") ? study.withArms(SOME_RATES) : study;
    }

    private static List<TrialId> ids(Study study) {
        return study.trials().stream().map(trial -> trial.id()).toList();
    }

    private Report run(Study study, int workers, String name) {
        return StudyRuns.run(study, data, EngineKind.LOCAL, workers, directory.resolve(name));
    }

    /** Without the pictures in it, whose letters mean nothing. */
    private String drawing(String name, Figure figure) throws IOException {
        return Files.readString(directory.resolve(name + "/figures/" + figure.name() + ".svg"))
                .replaceAll("base64,[^\"]*", "");
    }

    private String summary(String name) throws IOException {
        return Files.readString(directory.resolve(name + "/summary.json"));
    }
}
