package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dropoutlab.run.SonarStudies.run;
import static org.dropoutlab.run.SonarStudies.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run when its worker processes are killed, or fail. */
class WorkerProcessesIT {
    private static final String WORKER = "org.dropoutlab.run.WorkerMain";
    private static LoadedData data;

    @TempDir
    private Path directory;

    @BeforeAll
    static void load() {
        data = SonarStudies.data();
    }

    @AfterEach
    void noWorkerStaysBehind() throws Exception {
        for (ProcessHandle worker : workers().toList()) {
            worker.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    /** Oracle: the run that nothing disturbed, in threads. */
    @Test
    void killedWorkersCostNothingButTime() throws IOException {
        Study study = study(3, 60, List.of("plain-slow", "hidden-slow"));
        run(study, data, EngineKind.THREADS, 2, directory.resolve("whole"));
        AtomicBoolean killed = new AtomicBoolean();
        List<TrialId> again = new CopyOnWriteArrayList<>();
        Map<TrialId, Integer> lastEpoch = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<String> backwards = new ConcurrentLinkedQueue<>();

        start(study, "disturbed", new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                Integer before = lastEpoch.put(trial, point.epoch());
                if (before != null && before >= point.epoch()) {
                    backwards.add(trial + " from " + before + " to " + point.epoch());
                }
                if (point.epoch() >= 5 && killed.compareAndSet(false, true)) {
                    workers().forEach(ProcessHandle::destroyForcibly);
                }
            }

            @Override
            public void startsAgain(TrialId trial, String why) {
                again.add(trial);
                assertThat(why).contains("exit status 137: killed");
            }
        });

        assertThat(again).as("trials that lost their workers").isNotEmpty();
        assertThat(backwards).isEmpty();
        assertThat(Files.readString(directory.resolve("disturbed/summary.json")))
                .isEqualTo(Files.readString(directory.resolve("whole/summary.json")));
    }

    /** The third trial begins when one of the first two is finished. */
    @Test
    void aTrialWhoseWorkersAlwaysDieEndsTheRunAndLeavesTheOthersOnRecord() {
        Study study = study(3, 400, List.of("plain-slow"));

        assertThatThrownBy(() -> start(study, "run", new TrialObserver() {
                    @Override
                    public void epochEnded(TrialId trial, LearningCurve.Point point) {
                        if (trial.split() == 2) {
                            workers().forEach(ProcessHandle::destroyForcibly);
                        }
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "a worker process died in trial plain-slow, split [0-2], seed 0 3 times in a row, most"
                                + " recently with exit status 137: killed, or out of memory; try fewer --workers");
        assertThat(Journal.read(directory.resolve("run/trials.jsonl"))).isNotEmpty();
    }

    @Test
    void aBadCheckpointIsTheUsersMatterAsInThisProcess() throws IOException {
        Trial trial = study(2, 1, List.of("plain-slow")).trials().get(0);
        Files.writeString(directory.resolve("plain-slow-split0-seed0.zip"), "not a zip file");
        Checkpoints bad = new Checkpoints(directory, Duration.ZERO);

        try (Engine processes = new ProcessEngine(new TrialRunner(data.examples(), bad, TrialObserver.none()), 1)) {
            assertThatThrownBy(() -> processes.run(List.of(trial), result -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("plain-slow-split0-seed0.zip: not a readable checkpoint; delete it")
                    .hasMessageNotContaining("\n");
        }
    }

    /** Oracle: what the same trial says in a thread of this process. */
    @Test
    void aTrialThatFailsSaysWhatItSaysInThisProcess() {
        Trial good = study(2, 1, List.of("plain-slow")).trials().get(0);
        Trial bad = new Trial(
                good.id(),
                good.arm(),
                good.dataset(),
                new NetworkSpec.Configured("{}"),
                good.training(),
                good.resampling(),
                good.probes(),
                good.seeds());
        TrialRunner runner = new TrialRunner(data.examples());

        try (Engine threads = new ThreadEngine(runner, 1);
                Engine processes = new ProcessEngine(runner, 1)) {
            Throwable here = catchThrowable(() -> threads.run(List.of(bad), result -> {}));
            Throwable there = catchThrowable(() -> processes.run(List.of(bad), result -> {}));

            assertThat(here).isInstanceOf(IllegalStateException.class).hasMessageContaining("it has no list \"confs\"");
            assertThat(there).isInstanceOf(IllegalStateException.class).hasMessage(here.getMessage());
        }
    }

    private void start(Study study, String name, TrialObserver observer) {
        new StudyRun(study, data, EngineChoice.of(EngineKind.PROCESSES, 2), List.of("integration test"))
                .start(RunDirectory.at(directory.resolve(name)), Progress.silent(), observer);
    }

    private static Stream<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(WORKER));
    }
}
