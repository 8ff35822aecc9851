package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.progress.ProgressBars;
import org.dropoutlab.progress.ProgressLines;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that every study takes: parallel trials, run directory, progress. */
final class RunOptions {
    /** The program, as typed. */
    static final String PROGRAM = "./lab";

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Number of parallel trials (default: number of cores).")
    private Integer workers;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "How to run trials in parallel: threads (in one process), processes (one per worker), local, which"
                            + " picks one of these, or spark (default: ${DEFAULT-VALUE}).")
    private EngineKind engine = EngineKind.LOCAL;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "With --engine spark: the cluster, such as spark://HOST:7077 (default: one executor process per core of"
                            + " this machine, for this run only).")
    private String master;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Run directory, new or empty (default: runs/STUDY-TIME).")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Resume the run in DIR with its recorded settings.")
    private Path resume;

    @Option(
            names = "--rope",
            paramLabel = "R",
            description =
                    "Differences of up to ±R in the metric that judges the arms are too small to matter: arms are practically the"
                            + " same if that is at least 95%% probable (default: 0.01 for shares, R² and nats, that is, one"
                            + " percentage point of accuracy; 0.001 in studies of MNIST; none for errors in other units).")
    private Double rope;

    @Option(names = "--no-progress", description = "Do not show progress.")
    private boolean noProgress;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Checks the options that do not depend on the study.
     *
     * @throws InputException if options make no sense
     */
    void check() {
        engine().check();
        if (out != null && resume != null) {
            throw new InputException("--out and --resume are mutually exclusive: a resumed run stays in its directory");
        }
    }

    /**
     * Checks that a new run can be written to its directory; call after checking the study and before fetching data.
     *
     * @throws InputException if it cannot
     */
    void checkPlace() {
        if (out != null) {
            RunDirectory.check(out);
        }
    }

    /**
     * The study with the region of practical equivalence that was asked for.
     *
     * @throws InputException if it is negative
     */
    Study withRegion(Study study) {
        try {
            return rope == null ? study : study.withRope(rope);
        } catch (IllegalArgumentException e) {
            throw new InputException("--rope: " + e.getMessage(), e);
        }
    }

    private EngineChoice engine() {
        return new EngineChoice(
                engine, workers == null ? OptionalInt.empty() : OptionalInt.of(workers), Optional.ofNullable(master));
    }

    /** The run to resume; empty for a new run. */
    Optional<RunDirectory> resumed() {
        return Optional.ofNullable(resume).map(RunDirectory::existing);
    }

    /**
     * A study on its data, ready to run.
     *
     * @throws InputException if they do not fit together
     */
    StudyRun prepare(Study study, LoadedData data) {
        Backend.start();
        try {
            return new StudyRun(study, data, engine(), typed().words());
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /**
     * Trains, writes the report and prints its path.
     *
     * @throws InputException if the run to resume is a different one
     */
    void run(StudyRun run) {
        Optional<RunDirectory> resumed = resumed();
        resumed.ifPresent(run::requireResumable);
        RunDirectory directory = resumed.orElseGet(
                () -> out == null ? RunDirectory.fresh(Path.of(""), run.study().name()) : RunDirectory.at(out));
        announce(run, directory);
        Report report =
                resumed.isPresent() ? run.resume(directory, this::progress) : run.start(directory, this::progress);
        console().println();
        console().print(ConsoleTable.of(report));
        console().printf("%nReport: %s%n", directory.path().resolve("report.html"));
        console().flush();
    }

    /** The command line. */
    TypedCommand typed() {
        return new TypedCommand(List.of(PROGRAM))
                .with(spec.root().commandLine().getParseResult().originalArgs());
    }

    private PrintWriter console() {
        return spec.commandLine().getOut();
    }

    private void announce(StudyRun run, RunDirectory directory) {
        Study study = run.study();
        LoadedData data = run.data();
        if (data.info().provenance() == Provenance.SYNTHETIC) {
            console().println("!! SYNTHETIC DATA: " + data.origin() + ".");
            console()
                    .println("!! This run uses the bundled stand-in; its results say nothing about the real data set.");
        }
        console()
                .printf(
                        "Study %s: %s, %s, %s, seed %d; data %s (%s, %d examples)%n",
                        study.name(),
                        Wording.count(study.arms().size(), "arm"),
                        study.resampling().describe(),
                        Wording.count(study.training().epochs(), "epoch"),
                        study.seed(),
                        data.info().name(),
                        data.info().provenance().word(),
                        data.info().examples());
        console()
                .printf(
                        "Recording to %s; to resume after an interruption: %s resume %s%n",
                        directory.path(),
                        PROGRAM,
                        TypedCommand.quoted(directory.path().toString()));
        console().flush();
    }

    private Progress progress(Study study, List<TrialResult> known) {
        if (noProgress) {
            return Progress.silent().begin(study, known);
        }
        // The start script knows whether standard error is a terminal; Java's console asks about the other two streams.
        return Boolean.getBoolean("dropoutlab.terminal")
                ? new ProgressBars(study, known)
                : new ProgressLines(study, known, System.err);
    }
}
