package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;
import org.dropoutlab.training.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own: what it loads, and what is left when it is killed. */
class LabProcessIT {
    /** A proxy that is not there cuts the program off from the network. */
    private static final List<String> OFFLINE = List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private record Outcome(int status, String output) {}

    private record Running(Process process, Path output) {}

    @ParameterizedTest
    @CsvSource({
        "list, 0",
        "run --help, 0",
        "data list, 0",
        "--version, 0",
        "run moon, 2",
        "run sonar --folds 1, 2",
        "run tips --data cifar10, 2",
        "tune sonar --param speed --values 1, 2",
        "tune --help, 0",
        "run operators --arms plain, 2",
        "run sonar --resume nowhere, 2"
    })
    void whatDoesNotTrainDoesNotLoadNd4j(String typed, int status) throws Exception {
        Path classes = directory.resolve("classes.txt");

        Outcome outcome = finish(lab(List.of("-Xlog:class+load:file=" + classes), typed.split(" ", -1)));

        assertThat(outcome.status()).as(outcome.output()).isEqualTo(status);
        assertThat(Files.readString(classes))
                .contains("org.dropoutlab.cli.Lab")
                .doesNotContain("org.nd4j.")
                .doesNotContain("org.deeplearning4j.")
                .doesNotContain("org.bytedeco.");
    }

    @Test
    void aBadDataFileIsRefusedBeforeAnythingIsWritten() throws Exception {
        Path file = directory.resolve("data/sonar/sonar.all-data");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0.1,0.2,M\n");

        Outcome outcome = finish(lab(List.of(), "run", "sonar", "--out", "run"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.output().strip())
                .isEqualTo("lab: data/sonar/sonar.all-data, line 1: 3 columns, expected 60" + " numbers and a label");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void withoutDataAndNetworkRealDataAreAnError() throws Exception {
        Outcome outcome = finish(lab(OFFLINE, "run", "sonar", "--data", "real"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.output()).contains("the download failed", "sonar/sonar.all-data");
        assertThat(directory.resolve("runs")).doesNotExist();
    }

    @Test
    void withoutDataAndNetworkTheStandInIsUsedLoudly() throws Exception {
        Outcome outcome = finish(
                lab(OFFLINE, "run", "sonar", "--quick", "--epochs", "2", "--arms", "plain-slow", "--out", "run"));

        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("!! SYNTHETIC DATA");
        assertThat(directory.resolve("run/report.html")).content().contains("SYNTHETIC DATA");
        assertThat(directory.resolve("run/summary.json")).content().contains("\"provenance\" : \"synthetic\"");
    }

    @Test
    void aRunOfAnotherStudyIsNotResumed() throws Exception {
        Outcome run = finish(
                lab(OFFLINE, "run", "sonar", "--quick", "--epochs", "1", "--arms", "plain-slow", "--out", "run"));
        assertThat(run.status()).as(run.output()).isZero();
        Path manifest = directory.resolve("run/manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"name\" : \"sonar\",\n    \"title\"", "\"name\" : \"moon\",\n    \"title\""));

        Outcome outcome = finish(lab(OFFLINE, "run", "sonar", "--resume", "run"));

        assertThat(outcome.status()).as(outcome.output()).isEqualTo(2);
        assertThat(outcome.output()).contains("is a run of study moon, not sonar");
    }

    @Test
    void aRunKeepsItsDataSetWhenItIsResumed() throws Exception {
        Outcome run = finish(lab(
                OFFLINE,
                "run",
                "tips",
                "--data",
                "mnist",
                "--quick",
                "--epochs",
                "1",
                "--arms",
                "plain",
                "--out",
                "run"));
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("data mnist (synthetic");

        Outcome unsaid = finish(lab(OFFLINE, "run", "tips", "--resume", "run"));
        Outcome same = finish(lab(OFFLINE, "run", "tips", "--data", "synthetic,mnist", "--resume", "run"));
        Outcome other = finish(lab(OFFLINE, "run", "tips", "--data", "sonar", "--resume", "run"));

        assertThat(unsaid.status()).as(unsaid.output()).isZero();
        assertThat(unsaid.output()).contains("data mnist (synthetic");
        assertThat(same.status()).as(same.output()).isZero();
        assertThat(other.status()).as(other.output()).isEqualTo(2);
        assertThat(other.output().strip()).isEqualTo("lab: run is a different run: data set mnist, not sonar");
    }

    /** Oracle: the same study made by the library. */
    @Test
    void tuningShowsWhatWasTriedAndChosenAndGoesOnAsItBegan() throws Exception {
        Outcome tuned = finish(lab(
                OFFLINE,
                "tune",
                "sonar",
                "--quick",
                "--folds",
                "3",
                "--epochs",
                "4",
                "--arm",
                "hidden-fast",
                "--param",
                "rate",
                "--values",
                "0,0.2,...,0.6",
                "--out",
                "run"));

        assertThat(tuned.status()).as(tuned.output()).isZero();
        assertThat(tuned.output()).containsPattern("tuned: rate 0(\\.[246])? in [123] of 3 splits");
        assertThat(directory.resolve("run/report.html"))
                .content()
                .contains("Levels chosen on validation data", "Cost of each arm");
        assertThat(directory.resolve("run/summary.json")).content().contains("\"tuning\"");
        for (String figure : List.of("tuning-tuned", "gap-against-accuracy")) {
            assertThat(directory.resolve("run/figures/" + figure + ".svg")).isNotEmptyFile();
            assertThat(directory.resolve("run/figures/" + figure + ".png")).isNotEmptyFile();
        }
        Study sonar = Catalogue.named("sonar").at(Scale.QUICK);
        assertThat(RunDirectory.existing(directory.resolve("run")).manifest().study())
                .isEqualTo(new Tuning(
                                List.of(new Tuning.Axis(Parameter.RATE, Levels.of("0,0.2,0.4,0.6"))),
                                OptionalInt.empty(),
                                new Search.Exhaustive())
                        .of(sonar.withResampling(Resampling.of(3, 1)).withEpochs(4), Optional.of("hidden-fast")));

        Outcome unsaid = finish(lab(OFFLINE, "tune", "sonar", "--resume", "run"));
        Outcome other = finish(
                lab(OFFLINE, "tune", "sonar", "--quick", "--param", "rate", "--values", "0,0.5", "--resume", "run"));

        assertThat(unsaid.status()).as(unsaid.output()).isZero();
        assertThat(other.status()).as(other.output()).isEqualTo(2);
        assertThat(other.output()).contains("run is a different run: arms ");
    }

    @Test
    void theDoctorSaysWhetherOneDnnIsOn() throws Exception {
        Outcome on = finish(lab(List.of(), "doctor"));
        Outcome off = finish(lab(List.of("-Dorg.eclipse.deeplearning4j.helpers.disable=true"), "doctor"));

        if (System.getProperty("os.arch").equals("amd64")) {
            assertThat(on.output()).containsPattern("oneDNN +on\\R");
        }
        assertThat(off.output()).containsPattern("oneDNN +OFF: ");
    }

    @Test
    void aKilledRunGoesOnToTheSameBytes() throws Exception {
        Path file = directory.resolve("data/sonar/sonar.all-data");
        Files.createDirectories(file.getParent());
        Files.write(file, SonarData.syntheticFile());
        List<String> settings =
                List.of("run", "sonar", "--folds", "3", "--epochs", "60", "--arms", "plain-slow,hidden-slow");
        Outcome whole = finish(lab(List.of(), with(settings, "--out", "whole")));
        assertThat(whole.status()).as(whole.output()).isZero();

        Running killed = lab(List.of(), with(settings, "--out", "killed"));
        Path journal = directory.resolve("killed/trials.jsonl");
        await(killed, () -> Files.exists(journal) && Files.size(journal) > 0);
        killed.process().destroyForcibly().waitFor();
        int finishedBefore = Files.readAllLines(journal).size();
        assertThat(finishedBefore).as("trials finished before the kill").isBetween(1, 5);
        assertThat(directory.resolve("killed/summary.json")).doesNotExist();

        Outcome refused = finish(lab(List.of(), "run", "sonar", "--resume", "killed", "--seed", "7"));
        assertThat(refused.status()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output()).contains("seed 1, not 7");
        Outcome incomplete = finish(lab(List.of(), "report", "killed"));
        assertThat(incomplete.status()).as(incomplete.output()).isEqualTo(2);
        assertThat(incomplete.output()).contains("of 6 trials are finished", "./lab resume killed");

        Outcome resumed = finish(lab(List.of(), "run", "sonar", "--resume", "killed", "--workers", "1"));

        assertThat(resumed.status()).as(resumed.output()).isZero();
        assertThat(directory.resolve("killed/summary.json"))
                .hasSameBinaryContentAs(directory.resolve("whole/summary.json"));
        assertThat(Files.readAllLines(journal)).hasSize(6);
    }

    /** A long trial loses the epoch that it was at, and nothing else. */
    @Test
    void aTrialThatIsKilledGoesOnFromItsLastEpochToTheSameBytes() throws Exception {
        List<String> settings = List.of(
                "run",
                "cifar10",
                "--data",
                "synthetic",
                "--arms",
                "dropout",
                "--repeats",
                "1",
                "--train-size",
                "8000",
                "--epochs",
                "4");
        Outcome whole = finish(lab(List.of(), with(settings, "--out", "whole")));
        assertThat(whole.status()).as(whole.output()).isZero();

        Running killed = lab(List.of(), with(settings, "--out", "killed"));
        Path checkpoint = directory.resolve("killed/checkpoints/dropout-split0-seed0.zip");
        await(killed, () -> Files.exists(checkpoint));
        killed.process().destroyForcibly().waitFor();
        assertThat(directory.resolve("killed/trials.jsonl")).isEmptyFile();

        Outcome resumed = finish(lab(List.of(), "run", "cifar10", "--resume", "killed", "--data", "synthetic"));

        assertThat(resumed.status()).as(resumed.output()).isZero();
        assertThat(directory.resolve("killed/summary.json"))
                .hasSameBinaryContentAs(directory.resolve("whole/summary.json"));
        assertThat(directory.resolve("killed/checkpoints")).doesNotExist();
    }

    /** In the middle of an epoch, which takes a minute: sooner than anything would be said that nobody hears. */
    @Test
    void theWorkersOfAKilledRunEndByThemselves() throws Exception {
        Running run = lab(OFFLINE, "run", "cifar10", "--data", "synthetic", "--full", "--workers", "2", "--out", "run");
        awaitTraining(run);
        List<ProcessHandle> workers = workers(run);

        run.process().destroyForcibly().waitFor();

        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void workersThatAlwaysDieEndTheRunWithOneSentence() throws Exception {
        Running run = lab(
                OFFLINE,
                "run",
                "sonar",
                "--epochs",
                "20000",
                "--workers",
                "2",
                "--engine",
                "processes",
                "--out",
                "run");
        awaitTraining(run);
        while (run.process().isAlive()) {
            workers(run).forEach(ProcessHandle::destroyForcibly);
            Thread.sleep(20);
        }

        Outcome outcome = finish(run);

        assertThat(outcome.status()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output())
                .containsPattern("restarts: its worker process died with exit status 137: killed")
                .containsPattern(
                        "\\Rlab: failed: a worker process died in trial [^\\r\\n]* 3 times in a row, [^\\r\\n]*\\R$");
    }

    /** Waits until each of a run's two workers trains. A run writes its manifest when they are there to be asked. */
    private void awaitTraining(Running run) throws Exception {
        await(run, () -> Files.exists(directory.resolve("run/manifest.json")));
        await(run, () -> {
            List<ProcessHandle> workers = workers(run);
            return workers.size() == 2 && workers.stream().allMatch(LabProcessIT::trains);
        });
    }

    /** By its stack: between two epochs a worker says nothing. */
    private static boolean trains(ProcessHandle worker) {
        try {
            Process stacks = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(worker.pid()),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            return new String(stacks.getInputStream().readAllBytes(), UTF_8)
                    .contains(TrialRunner.class.getName() + ".run(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Running run, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertThat(run.process().isAlive())
                    .as(Files.readString(run.output()))
                    .isTrue();
            assertThat(Instant.now()).as(Files.readString(run.output())).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static List<ProcessHandle> workers(Running run) {
        return run.process()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("WorkerMain"))
                .toList();
    }

    private static String[] with(List<String> settings, String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Running lab(List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Seconds of work: faster without Java's optimizing compiler.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.dropoutlab.cli.Lab"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("DROPOUT_LAB_DATA");
        environment.remove("JAVA_TOOL_OPTIONS");
        Path output = Files.createTempFile(directory, "output", ".txt");
        return new Running(builder.redirectOutput(output.toFile()).start(), output);
    }

    private static Outcome finish(Running running) throws Exception {
        Process process = running.process();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not finished in " + PATIENCE);
        }
        return new Outcome(process.exitValue(), Files.readString(running.output()));
    }
}
