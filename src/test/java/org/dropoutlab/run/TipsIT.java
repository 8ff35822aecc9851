package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The study of tips at its smallest on each of its data sets, the real ones where they are: every tip gets an answer. */
class TipsIT {
    @TempDir
    private Path directory;

    static Stream<String> datasets() {
        return Catalogue.named("tips").datasets().stream();
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void everyTipIsAnsweredAndTheSameBytesComeOfOneWorkerAndTwo(String dataset) throws IOException {
        Study study = Catalogue.named("tips").at(Scale.QUICK, dataset);
        LoadedData data = StudyRuns.data(dataset);

        Report report = run(study, data, 1);
        run(study, data, 2);

        assertThat(report.summary().claims()).extracting(ClaimCheck::claim).isEqualTo(study.claims());
        assertThat(report.claims()).allSatisfy(claim -> assertThat(claim.answer())
                .isIn("holds", "does not hold: the opposite was found", "no evidence either way"));
        // All arms but those of the largest steps, which may diverge, are measured.
        assertThat(report.summary().claims())
                .filteredOn(check -> !check.claim().arm().equals("fast-99"))
                .allSatisfy(check -> assertThat(check.measured()).isPresent());
        assertThat(report.figures()).extracting(Figure::name).contains("error-by-rate");
        assertThat(summary(2)).isEqualTo(summary(1));
    }

    private Report run(Study study, LoadedData data, int workers) {
        return StudyRuns.run(study, data, EngineKind.LOCAL, workers, out(workers));
    }

    private String summary(int workers) throws IOException {
        return Files.readString(out(workers).resolve("summary.json"));
    }

    private Path out(int workers) {
        return directory.resolve("workers-" + workers);
    }
}
