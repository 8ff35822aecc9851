package org.dropoutlab.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.ModelCard;
import org.dropoutlab.model.Models;
import org.dropoutlab.model.StartingWeights;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.figures.TestPictures;
import org.dropoutlab.report.sections.DataSections;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.Steps;
import org.dropoutlab.training.Treatments;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/**
 * Runs a study on its data, records each trial as it finishes, and writes the report. The command line, the examples and the
 * integration tests all use it.
 */
public final class StudyRun {
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(5);

    private final Study study;
    private final LoadedData data;
    private final EngineChoice engine;
    private final List<String> commandLine;
    private final Map<String, Steps> steps;
    private final Optional<ModelCard> models;
    private final Consumer<String> notes;
    private final Optional<StartingWeights> start;

    /**
     * Prepares a run that saves no models. Builds every network once, to reject invalid ones before anything is written.
     *
     * @param study the study
     * @param data its data
     * @param engine the engine that runs the trials
     * @param commandLine the user's command line, for the record
     * @throws InputException if the data are too few for the study's splits
     * @throws IllegalArgumentException if an arm does not suit the examples or the network
     */
    public StudyRun(Study study, LoadedData data, EngineChoice engine, List<String> commandLine) {
        study.arms().forEach(arm -> Splits.check(data.examples(), study.resamplingOf(arm)));
        Treatments.check(study, data.examples());
        if (study.network() instanceof NetworkSpec.OfCaller) {
            StartingWeights.check(study, Optional.empty());
        }
        this.study = study;
        this.data = data;
        this.engine = engine;
        this.commandLine = List.copyOf(commandLine);
        this.steps = Steps.of(study, data.examples());
        this.models = Optional.empty();
        this.notes = note -> {};
        this.start = Optional.empty();
    }

    private StudyRun(
            StudyRun other, Optional<ModelCard> card, Consumer<String> notes, Optional<StartingWeights> start) {
        study = other.study;
        data = other.data;
        engine = other.engine;
        commandLine = other.commandLine;
        steps = other.steps;
        models = card;
        this.notes = notes;
        this.start = start;
    }

    /**
     * The same, but saving each arm's network with the best validation result as {@code models/ARM.zip}; without validation
     * data, that of the first split and seed, because test data choose nothing. Arms with several networks per trial save
     * none.
     *
     * @param schema the conversion of the user's table rows to numbers; empty for images
     */
    public StudyRun keepingModels(Optional<TableSchema> schema) {
        return keepingModels(schema, List.of(), note -> {});
    }

    /**
     * The same, with what DataVec needs to serve the models without this project, if it can.
     *
     * @param rows cells of some rows of the table, without the label, on which the models' preparation for DataVec is checked
     * @param notes receives a sentence if models have no such preparation
     */
    public StudyRun keepingModels(Optional<TableSchema> schema, List<List<String>> rows, Consumer<String> notes) {
        return new StudyRun(this, Optional.of(new ModelCard(study.name(), data.info(), schema, rows)), notes, start);
    }

    /**
     * The same, for a study whose network is trained already: all trials start from the weights in {@code file}, of which the
     * run keeps a copy.
     *
     * @throws InputException if the file has changed or the network of an arm cannot start from it
     */
    public StudyRun startingFrom(Path file) {
        StartingWeights weights = new StartingWeights(file);
        weights.check(study);
        return new StudyRun(this, models, notes, Optional.of(weights));
    }

    /** The study to run. */
    public Study study() {
        return study;
    }

    /** Its data. */
    public LoadedData data() {
        return data;
    }

    /** Runs the study in a new directory and writes the report. */
    public Report start(RunDirectory directory, Progress.Factory progress) {
        return start(directory, progress, TrialObserver.none());
    }

    /** The same with an {@code observer}. */
    public Report start(RunDirectory directory, Progress.Factory progress, TrialObserver observer) {
        Manifest manifest = new Manifest(study.recorded(), study.seed(), data.info(), data.origin(), List.of());
        return run(directory, () -> manifest, progress, observer);
    }

    /**
     * Resumes a run: trains the trials missing from its journal and writes the report.
     *
     * @throws InputException if the directory is a run of another study or other data
     */
    public Report resume(RunDirectory directory, Progress.Factory progress) {
        return resume(directory, progress, TrialObserver.none());
    }

    /** The same with an {@code observer}. */
    public Report resume(RunDirectory directory, Progress.Factory progress, TrialObserver observer) {
        requireResumable(directory);
        return run(directory, directory::manifest, progress, observer);
    }

    /**
     * Checks that a directory is a run of this study on this data.
     *
     * @throws InputException if not; the message names the difference
     */
    public void requireResumable(RunDirectory directory) {
        DataInfo recorded = directory.manifest().data();
        // What follows from the data, such as the number of epochs, differs as well if the data do.
        if (!recorded.isOfSameData(data.info())) {
            throw new InputException("%s was recorded with different data: expected %s (%s), found %s (%s)"
                    .formatted(
                            directory.path(),
                            recorded.fingerprint(),
                            recorded.provenance().word(),
                            data.info().fingerprint(),
                            data.info().provenance().word()));
        }
        requireSame(directory, study);
    }

    /**
     * Checks that a directory is a run of this study. Title, question and notes may differ: they do not affect results.
     *
     * @throws InputException if not; the message names the difference
     */
    public static void requireSame(RunDirectory directory, Study study) {
        Study wanted = study.recorded();
        Study recorded = directory.manifest().study();
        if (!recorded.inWordsOf(wanted).equals(judgedAs(recorded, wanted))) {
            throw new InputException(
                    "%s is a different run: %s".formatted(directory.path(), difference(recorded, wanted)));
        }
    }

    /** Runs of earlier versions record no judgement, and their verdicts stay those of the task's usual metric. */
    private static Study judgedAs(Study recorded, Study wanted) {
        return recorded.judgement().equals(Judgement.usual()) ? wanted.withJudgement(recorded.judgement()) : wanted;
    }

    /**
     * @param recorded supplies the run's manifest; called with the journal locked, when a session that ends at this moment
     *     has recorded its end
     */
    private Report run(
            RunDirectory directory, Supplier<Manifest> recorded, Progress.Factory progressOf, TrialObserver observer) {
        try (Journal journal = Journal.open(directory.journalFile())) {
            Manifest before = recorded.get();
            Set<TrialId> done = journal.results().stream().map(TrialResult::id).collect(Collectors.toSet());
            List<Trial> missing = study.trials().stream()
                    .filter(trial -> !done.contains(trial.id()))
                    .toList();
            Map<String, TrialResult> best = new HashMap<>();
            for (TrialResult known : journal.results()) {
                best.merge(known.id().arm(), known, (one, two) -> Models.isPreferred(two, one) ? two : one);
            }
            Manifest manifest;
            Checkpoints checkpoints = new Checkpoints(directory.checkpoints(), BETWEEN_CHECKPOINTS);
            Optional<Models> kept =
                    models.map(card -> new Models(directory.models().toAbsolutePath(), card));
            try (Progress progress = progressOf.begin(study, journal.results())) {
                progress.measures(data.info().measures());
                TrialRunner runner = new TrialRunner(
                                data.examples(), checkpoints, watching(progress).and(observer))
                        .keeping(kept)
                        .startingFrom(start.map(weights -> weights.copy(directory.startingNetwork())));
                try (Engine running = engine.start(steps, runner, missing.size(), progress::news)) {
                    manifest = before.withSession(Manifest.Session.begin(
                            commandLine,
                            running.backend(),
                            running.toString(),
                            engine.workersHere(),
                            steps(running.listens())));
                    directory.write(manifest);
                    keepTestPictures(directory);
                    data.profile().ifPresent(profile -> DataSections.keep(directory, profile));
                    running.run(missing, results -> {
                        journal.append(results);
                        running.cluster().ifPresent(progress::cluster);
                        for (TrialResult result : results) {
                            kept.ifPresent(all -> all.discardInferior(best, result));
                            checkpoints.discard(result.id());
                            progress.finished(result);
                        }
                    });
                    manifest = manifest.withCluster(running.cluster());
                }
            }
            checkpoints.discardAll();
            kept.ifPresent(
                    all -> all.settle(study.armNames(), journal.results()).forEach(notes));
            Manifest ended = manifest.ended();
            directory.write(ended);
            Report report = new Report(directory, ended, journal.results());
            report.write();
            return report;
        }
    }

    private void keepTestPictures(RunDirectory directory) {
        if (data.examples() instanceof Images images && study.probes().contains(new Probe.Inside())) {
            int[] test = Splits.of(images, study.resampling(), new SeedPlan(study.seed()).folds(0))
                    .get(0)
                    .test();
            TestPictures.keep(directory, images, images.shown(test));
        }
    }

    /** The steps of each arm, as recorded. */
    private Map<String, String> steps(boolean listened) {
        Map<String, String> words = new LinkedHashMap<>();
        steps.forEach((arm, alone) -> words.put(arm, (listened ? Steps.LAYERED : alone).toString()));
        return words;
    }

    private static TrialObserver watching(Progress progress) {
        return new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                progress.epochEnded(trial, point);
            }

            @Override
            public void startsAgain(TrialId trial, String why) {
                progress.startsAgain(trial, why);
            }
        };
    }

    private static String region(Study study) {
        return study.rope().isPresent() ? "--rope " + study.rope().getAsDouble() : "the usual --rope";
    }

    private static String words(Judgement judgement) {
        return judgement.primary().map(Metric::words).orElse("the usual metric")
                + (judgement.positive().isPresent()
                        ? " with positive class number " + judgement.positive().getAsInt()
                        : "");
    }

    private static String difference(Study recorded, Study wanted) {
        if (!recorded.name().equals(wanted.name())) {
            return "study %s, not %s".formatted(recorded.name(), wanted.name());
        }
        if (!recorded.dataset().equals(wanted.dataset())) {
            return "data set %s, not %s".formatted(recorded.dataset(), wanted.dataset());
        }
        if (recorded.seed() != wanted.seed()) {
            return "seed %d, not %d".formatted(recorded.seed(), wanted.seed());
        }
        if (!recorded.network().equals(wanted.network())) {
            return "another network or start: %s; not %s"
                    .formatted(recorded.network().describe(), wanted.network().describe());
        }
        if (!recorded.armNames().equals(wanted.armNames())) {
            return "arms %s, not %s".formatted(recorded.armNames(), wanted.armNames());
        }
        if (!recorded.resampling().equals(wanted.resampling())) {
            return "%s, not %s"
                    .formatted(
                            recorded.resampling().describe(),
                            wanted.resampling().describe());
        }
        if (!recorded.training().equals(wanted.training())) {
            return "%d epochs, not %d"
                    .formatted(recorded.training().epochs(), wanted.training().epochs());
        }
        if (!recorded.rope().equals(wanted.rope())) {
            return "%s, not %s".formatted(region(recorded), region(wanted));
        }
        if (!recorded.judgement().equals(wanted.judgement())) {
            return "judged by %s, not %s".formatted(words(recorded.judgement()), words(wanted.judgement()));
        }
        return "the definition of study %s has changed since then".formatted(recorded.name());
    }
}
