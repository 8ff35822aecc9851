package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dropoutlab.run.SonarStudies.run;
import static org.dropoutlab.run.SonarStudies.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial's result depends neither on what runs beside it nor on when it runs. */
class WorkersIT {
    private static final Study STUDY = study(3, 10, List.of("plain-slow", "hidden-slow", "visible-fast"))
            .withJudgement(Judgement.keeping().by(Metric.TEST_ROC_AUC));
    private static LoadedData data;

    @TempDir
    private Path directory;

    @BeforeAll
    static void load() {
        data = SonarStudies.data();
    }

    @Test
    void oneWorkerTwoThreadsAndTwoProcessesGiveTheSameBytes() throws IOException {
        run(STUDY, data, EngineKind.LOCAL, 1, directory.resolve("one"));
        run(STUDY, data, EngineKind.THREADS, 2, directory.resolve("threads"));
        run(STUDY, data, EngineKind.PROCESSES, 2, directory.resolve("processes"));

        assertThat(summary("threads")).isEqualTo(summary("one"));
        assertThat(summary("processes")).isEqualTo(summary("one"));
        assertThat(measurements("threads")).isEqualTo(measurements("one"));
        assertThat(measurements("processes")).isEqualTo(measurements("one"));
        assertThat(Stream.of("one", "threads", "processes").map(this::session).map(Manifest.Session::engine))
                .containsExactly("threads", "threads", "processes");
        assertThat(session("processes").steps()).isEqualTo(session("one").steps());
        assertThat(session("processes").backend()).isEqualTo(session("one").backend());
    }

    @Test
    void goingOnAfterATornLineGivesTheSameBytes() throws IOException {
        run(STUDY, data, 2, directory.resolve("whole"));
        String journal = Files.readString(directory.resolve("whole/trials.jsonl"));
        String summary = summary("whole");
        Files.writeString(directory.resolve("whole/trials.jsonl"), journal.substring(0, journal.length() * 2 / 5));
        Files.delete(directory.resolve("whole/summary.json"));

        resume(STUDY, data, "whole");

        assertThat(summary("whole")).isEqualTo(summary);
    }

    /** Its verdict stays that of accuracy, and scores that only the later trials have are left out. */
    @Test
    void goesOnWithARunOfAnEarlierVersion() throws IOException {
        Study earlier = STUDY.withJudgement(Judgement.usual());
        run(earlier, data, 2, directory.resolve("earlier"));
        String journal = Files.readString(directory.resolve("earlier/trials.jsonl"));
        String withoutScores = journal.replaceAll(",\"scores\":\\{.*?\\}\\}", "");
        assertThat(withoutScores).doesNotContain("scores");
        Files.writeString(
                directory.resolve("earlier/trials.jsonl"),
                withoutScores.substring(0, withoutScores.lastIndexOf('\n', withoutScores.length() - 2) + 1));

        resume(STUDY, data, "earlier");

        assertThat(summary("earlier"))
                .contains("\"primary\" : \"test_accuracy\"")
                .doesNotContain("roc_auc");
    }

    @Test
    void refusesToGoOnWithAnotherMetric() {
        run(STUDY, data, 2, directory.resolve("run"));

        assertThatThrownBy(() -> resume(STUDY.withJudgement(Judgement.keeping().by(Metric.TEST_BRIER)), data, "run"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("judged by test ROC AUC, not test Brier score");
    }

    @Test
    void refusesToGoOnWithAnotherSeedOrOtherData() {
        run(STUDY, data, 2, directory.resolve("run"));
        DataInfo info = data.info();
        LoadedData other = new LoadedData(
                data.examples(),
                new DataInfo(info.name(), info.provenance(), "sha256:0", info.examples(), info.classes()),
                "elsewhere");

        assertThatThrownBy(() -> resume(STUDY.withSeed(2), data, "run"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a different run: seed 1, not 2");
        assertThatThrownBy(() -> resume(STUDY.withArms(List.of("plain-slow")), data, "run"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("arms");
        assertThatThrownBy(() -> resume(STUDY, other, "run"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("recorded with different data");
    }

    private void resume(Study study, LoadedData with, String run) {
        new StudyRun(study, with, EngineChoice.of(EngineKind.THREADS, 2), List.of())
                .resume(RunDirectory.existing(directory.resolve(run)), Progress.silent());
    }

    /** Everything in the journal but the wall time, in the order of the trials. */
    private List<?> measurements(String run) {
        return Journal.read(directory.resolve(run + "/trials.jsonl")).stream()
                .sorted(Comparator.comparing((TrialResult result) -> result.id().toString()))
                .map(result -> List.of(
                        result.id(),
                        result.status(),
                        result.readings(),
                        result.outputs().orElseThrow(),
                        result.scores().orElseThrow(),
                        result.curve().points().stream()
                                .map(p -> List.of(p.epoch(), p.train(), p.validation(), p.test(), p.learningRate()))
                                .toList()))
                .toList();
    }

    private Manifest.Session session(String run) {
        return RunDirectory.existing(directory.resolve(run))
                .manifest()
                .sessions()
                .get(0);
    }

    private String summary(String run) throws IOException {
        return Files.readString(directory.resolve(run + "/summary.json"));
    }
}
