package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.data.DataLibrary;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.demonstration.Demonstration;
import org.dropoutlab.demonstration.Demonstrations;
import org.dropoutlab.engine.EngineKind;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.harness.StudyRun;
import org.dropoutlab.live.LiveView;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Progress;
import org.dropoutlab.report.ProgressBars;
import org.dropoutlab.report.ProgressLines;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.Wording;
import org.dropoutlab.study.Catalogue;
import org.dropoutlab.study.CataloguedStudy;
import org.dropoutlab.study.Scale;
import org.dropoutlab.training.TrialObserver;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab run}. */
@Command(
        name = "run",
        description =
                "Trains the arms of a study, compares them, and writes and names the report; prints a demonstration.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Runnable {
    private static final int MOST_WORKERS = 1024;

    @Parameters(paramLabel = "STUDY", description = "Name of the study or demonstration; see: ./lab list")
    private String studyName;

    @Option(names = "--arms", split = ",", paramLabel = "ARM", description = "These arms alone, separated by commas.")
    private List<String> arms;

    @Option(names = "--repeats", paramLabel = "N", description = "Repeats, each with other seeds and splits.")
    private Integer repeats;

    @Option(names = "--folds", paramLabel = "K", description = "Folds of the cross-validation.")
    private Integer folds;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs of training.")
    private Integer epochs;

    @Option(
            names = "--train-size",
            paramLabel = "N",
            description = "Use N training examples (stratified), validation data included.")
    private Integer trainSize;

    @ArgGroup
    private ScaleOptions scale;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed from which every random number derives (default 1).")
    private Long seed;

    @Option(names = "--workers", paramLabel = "N", description = "Trials at a time (default: the cores).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "How trials are run side by side: threads of one process, processes of their own, or local, which chooses"
                            + " (default ${DEFAULT-VALUE}).")
    private EngineKind engine = EngineKind.LOCAL;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "MODE|NAME",
            description =
                    "auto: files, else download, else synthetic stand-in; real: fail instead of a stand-in;"
                            + " synthetic (default auto). Also the name of a data set, where a study has several, as in: mnist,real.")
    private List<String> typedData;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the run, new or empty (default runs/STUDY-TIME).")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the run in DIR, with its own settings.")
    private Path resume;

    @Option(
            names = "--ui",
            description = "Show training live in a browser on this machine, in Deeplearning4j's user interface.")
    private boolean ui;

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            description = "Port of the live view on 127.0.0.1 (default ${DEFAULT-VALUE}).")
    private int uiPort = 9000;

    @Option(names = "--no-progress", description = "Show no progress.")
    private boolean noProgress;

    @Spec
    private CommandSpec spec;

    /** How large the study is. */
    static final class ScaleOptions {
        @Option(names = "--quick", description = "A look: fewer trials, fewer epochs.")
        private boolean quick;

        @Option(names = "--full", description = "The publication's protocol.")
        private boolean full;

        Scale scale() {
            return full ? Scale.FULL : quick ? Scale.QUICK : Scale.DEFAULT;
        }
    }

    @Override
    public void run() {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new InputException("--workers must be from 1 to %d, not %d".formatted(MOST_WORKERS, workers));
        }
        if (out != null && resume != null) {
            throw new InputException("--out and --resume exclude each other: a resumed run stays where it is");
        }
        Optional<Demonstration> demonstration = Demonstrations.named(studyName);
        if (demonstration.isPresent()) {
            show(demonstration.get());
            return;
        }
        CataloguedStudy catalogued = Catalogue.named(studyName);
        DataChoice choice = typedData == null ? DataChoice.NONE : DataChoice.of(typedData);
        choice.dataset().ifPresent(catalogued::requireOnOffer);
        Optional<RunDirectory> resumed = Optional.ofNullable(resume).map(RunDirectory::existing);
        Study study = adjusted(resumed.map(directory -> recorded(directory, catalogued, choice))
                .orElseGet(() -> catalogued.at(
                        chosenScale(),
                        choice.dataset().orElse(catalogued.datasets().get(0)))));
        resumed.ifPresent(directory -> StudyRun.requireSame(directory, study));
        if (out != null) {
            RunDirectory.check(out);
        }
        NativeSettings.apply();
        PrintWriter console = spec.commandLine().getOut();
        LoadedData loaded = data.library().load(DataLibrary.source(study.dataset()), choice.mode(), line -> {
            console.println(line);
            console.flush();
        });
        StudyRun run = new StudyRun(study, loaded, engine, workers, typed());
        resumed.ifPresent(run::requireResumable);
        if (!ui) {
            train(run, resumed, TrialObserver.none());
            return;
        }
        try (LiveView view = LiveView.open(uiPort)) {
            console.printf("Live view: %s%n", view.address());
            train(run, resumed, view.observer());
        }
    }

    private void train(StudyRun run, Optional<RunDirectory> resumed, TrialObserver observer) {
        PrintWriter console = spec.commandLine().getOut();
        RunDirectory directory = resumed.orElseGet(
                () -> out == null ? RunDirectory.fresh(Path.of(""), run.study().name()) : RunDirectory.at(out));
        announce(console, run.study(), run.data(), directory);
        Report report = resumed.isPresent()
                ? run.resume(directory, this::progress, observer)
                : run.start(directory, this::progress, observer);
        console.println();
        console.print(ConsoleTable.of(report));
        console.printf("%nReport: %s%n", directory.path().resolve("report.html"));
        console.flush();
    }

    /** A demonstration trains nothing, so that most options have no meaning for it. */
    private void show(Demonstration demonstration) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!List.of("--seed", "--no-progress").contains(option.longestName())) {
                throw new InputException(
                        "%s prints at once and trains nothing: of run's options it takes --seed, not %s"
                                .formatted(demonstration.name(), option.longestName()));
            }
        }
        NativeSettings.apply();
        demonstration.display().show(spec.commandLine().getOut(), seed == null ? 1 : seed);
    }

    private List<String> typed() {
        List<String> typed =
                new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
        typed.add(0, "./lab");
        return typed;
    }

    /** The study of the run that is resumed; if a scale was typed, at that scale, to see whether it is the same. */
    private Study recorded(RunDirectory directory, CataloguedStudy catalogued, DataChoice choice) {
        Study recorded = directory.manifest().study();
        if (!recorded.name().equals(studyName)) {
            throw new InputException(
                    "%s holds a run of study %s, not %s".formatted(resume, recorded.name(), studyName));
        }
        choice.dataset().filter(name -> !name.equals(recorded.dataset())).ifPresent(name -> {
            throw new InputException(
                    "%s holds another run: data set %s, not %s".formatted(resume, recorded.dataset(), name));
        });
        if (scale == null) {
            return recorded;
        }
        Study published = catalogued.at(chosenScale(), recorded.dataset());
        return recorded.withResampling(published.resampling()).withTraining(published.training());
    }

    private Study adjusted(Study study) {
        try {
            Study adjusted = arms == null ? study : study.withArms(arms);
            Resampling resampling = adjusted.resampling();
            resampling = repeats == null ? resampling : resampling.withRepeats(repeats);
            resampling = folds == null ? resampling : resampling.withFolds(folds);
            adjusted = adjusted.withResampling(resampling);
            adjusted = trainSize == null ? adjusted : adjusted.withTrainSize(trainSize);
            adjusted = epochs == null ? adjusted : adjusted.withEpochs(epochs);
            return seed == null ? adjusted : adjusted.withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Scale chosenScale() {
        return scale == null ? Scale.DEFAULT : scale.scale();
    }

    private static void announce(PrintWriter console, Study study, LoadedData data, RunDirectory directory) {
        if (data.info().provenance() == Provenance.SYNTHETIC) {
            console.println("!! SYNTHETIC DATA: " + data.origin() + ".");
            console.println("!! The bundled stand-in is used; its numbers say nothing about the real data set.");
        }
        console.printf(
                "Study %s: %s, %s, %d epochs, seed %d; data %s (%s, %d examples)%n",
                study.name(),
                Wording.count(study.arms().size(), "arm"),
                study.resampling().describe(),
                study.training().epochs(),
                study.seed(),
                data.info().name(),
                data.info().provenance().word(),
                data.info().examples());
        console.printf(
                "Recording to %s; if it is stopped, go on with: ./lab run %s --resume %1$s%n",
                directory.path(), study.name());
        console.flush();
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
