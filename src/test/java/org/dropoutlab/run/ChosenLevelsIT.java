package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.ChosenLevels.Choice;
import org.dropoutlab.evaluation.ClaimCheck;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.SearchReading;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;
import org.dropoutlab.training.Killed;
import org.dropoutlab.training.TrialObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Studies whose arms choose their levels on validation data, at their smallest, on the real data where they are, else on the
 * stand-in: what is chosen, and with it every result, depends neither on the workers nor on when a run goes on.
 */
class ChosenLevelsIT {
    /** Those with claims, and those that change images. */
    private static final List<String> SOME_RIVALS = List.of(
            "plain",
            "dropout",
            "augmentation",
            "batch-norm",
            "combination",
            "dropout+augmentation",
            "dropout+batch-norm");

    @TempDir
    private Path directory;

    static Stream<Arguments> studies() {
        Study onSonar = Catalogue.named("regularizers").at(Scale.QUICK, "sonar");
        Study onCifar = Catalogue.named("regularizers")
                .at(Scale.QUICK, "cifar10")
                .withArms(SOME_RIVALS)
                .withTrainSize(300);
        return Stream.of(
                Arguments.of(named(
                        "rivals on sonar",
                        onSonar.withTraining(onSonar.training().withEpochs(8)))),
                Arguments.of(named("rivals on cifar10", onCifar)),
                Arguments.of(
                        named("rivals on mnist", Catalogue.named("regularizers").at(Scale.QUICK, "mnist"))),
                Arguments.of(named("a tuned rate", tuned(new Search.Exhaustive(), "0,0.2,0.5"))),
                Arguments.of(named("a tuned rate, halving", tuned(new Search.Halving(3), "0,0.1,…,0.8"))));
    }

    @ParameterizedTest
    @MethodSource("studies")
    void isAnsweredAndTheSameBytesComeOfOneWorkerTwoThreadsAndTwoProcesses(Study study) throws IOException {
        LoadedData data = StudyRuns.data(study.dataset());

        Report report = start(study, data, EngineKind.THREADS, 1, "one");
        start(study, data, EngineKind.THREADS, 2, "threads");
        start(study, data, EngineKind.PROCESSES, 2, "processes");

        assertThat(report.summary().claims()).extracting(ClaimCheck::claim).isEqualTo(study.claims());
        assertThat(report.summary().claims())
                .allSatisfy(check -> assertThat(check.measured()).isPresent());
        assertThat(report.claims()).allSatisfy(claim -> assertThat(claim.answer())
                .isIn("holds", "does not hold: the opposite was found", "no evidence either way"));
        assertThat(report.summary().tunings())
                .extracting(tuning -> tuning.arm())
                .isEqualTo(searching(study).map(Arm::name).toList());
        assertThat(report.summary().tunings()).allSatisfy(tuning -> assertThat(
                        tuning.candidates().stream().mapToInt(Choice::chosen).sum())
                .isEqualTo(study.resampling().splits() * study.resampling().repeats()));
        assertThat(report.figures())
                .extracting(Figure::name)
                .contains("gap-against-accuracy")
                .containsAll(report.summary().tunings().stream()
                        .filter(tuning -> tuning.level().isPresent())
                        .map(tuning -> "tuning-" + tuning.arm())
                        .toList());
        assertThat(summary("threads")).isEqualTo(summary("one"));
        assertThat(summary("processes")).isEqualTo(summary("one"));
        String written = summary("one");
        StudyRuns.reportAgain(directory.resolve("one"));
        assertThat(summary("one")).isEqualTo(written);
    }

    /** Oracle: the run that nothing disturbed. Killed in the middle of a search, when others are on record. */
    @Test
    void aTunedRunThatIsInterruptedGoesOnToTheSameBytes() throws IOException {
        Study study = tuned(new Search.Halving(3), "0,0.1,…,0.8");
        LoadedData data = StudyRuns.data(study.dataset());
        start(study, data, EngineKind.THREADS, 2, "whole");
        TrialObserver killing = Killed.when(
                (trial, point) -> trial.arm().equals(Tuning.TUNED) && trial.split() == 1 && point.epoch() > 20);
        StudyRun run = new StudyRun(study, data, EngineChoice.of(EngineKind.THREADS, 1), List.of("integration test"));
        assertThatThrownBy(() -> run.start(RunDirectory.at(directory.resolve("killed")), Progress.silent(), killing))
                .hasRootCauseInstanceOf(Killed.class);
        RunDirectory killed = RunDirectory.existing(directory.resolve("killed"));
        assertThat(Journal.read(killed.journalFile()))
                .hasSizeBetween(1, study.trials().size() - 1)
                .anyMatch(result -> result.reading(SearchReading.class).isPresent())
                .extracting(TrialResult::id)
                .doesNotContain(new TrialId(Tuning.TUNED, 1, 0));

        run.resume(killed, Progress.silent());

        assertThat(summary("killed")).isEqualTo(summary("whole"));
    }

    private static Study tuned(Search.Strategy strategy, String rates) {
        return new Tuning(List.of(new Tuning.Axis(Parameter.RATE, Levels.of(rates))), OptionalInt.empty(), strategy)
                .of(Catalogue.named("sonar").at(Scale.QUICK), Optional.of("hidden-fast"));
    }

    private static Stream<Arm> searching(Study study) {
        return study.arms().stream().filter(arm -> arm.variation().search().isPresent());
    }

    private Report start(Study study, LoadedData data, EngineKind engine, int workers, String name) {
        return StudyRuns.run(study, data, engine, workers, directory.resolve(name));
    }

    private String summary(String name) throws IOException {
        return Files.readString(directory.resolve(name + "/summary.json"));
    }
}
