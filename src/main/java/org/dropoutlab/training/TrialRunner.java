package org.dropoutlab.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.Models;

/**
 * Trains one trial: a network on one split, measured after every epoch. Safe for use by several threads; each trial stays
 * in the thread that called, because ND4J's random numbers are a thread's own.
 */
public final class TrialRunner {
    private final Examples examples;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;
    private final Optional<Models> models;
    private final Map<Repeat, List<Fold>> splits = new ConcurrentHashMap<>();

    /** What decides the splits of a trial. */
    private record Repeat(Resampling resampling, SeedPlan seeds, int repeat) {}

    /**
     * @param examples the data set of the trials
     * @param checkpoints where a trial that takes long leaves its state, and is taken up again
     * @param observer watches the trials
     */
    public TrialRunner(Examples examples, Checkpoints checkpoints, TrialObserver observer) {
        this(examples, Optional.of(checkpoints), observer, Optional.empty());
    }

    /**
     * Trains unobserved and from the start.
     *
     * @param examples the data set of the trials
     */
    public TrialRunner(Examples examples) {
        this(examples, Optional.empty(), TrialObserver.none(), Optional.empty());
    }

    /**
     * Trains from the start.
     *
     * @param examples the data set of the trials
     * @param observer watches the trials
     */
    public TrialRunner(Examples examples, TrialObserver observer) {
        this(examples, Optional.empty(), observer, Optional.empty());
    }

    private TrialRunner(
            Examples examples, Optional<Checkpoints> checkpoints, TrialObserver observer, Optional<Models> models) {
        this.examples = examples;
        this.checkpoints = checkpoints;
        this.observer = observer;
        this.models = models;
    }

    /** The same that leaves each trial's network with {@code kept}, if there are any. */
    public TrialRunner keeping(Optional<Models> kept) {
        return new TrialRunner(examples, checkpoints, observer, kept);
    }

    /** The data set of the trials. */
    public Examples examples() {
        return examples;
    }

    /** Where trials leave their state; empty if they do not. */
    public Optional<Checkpoints> checkpoints() {
        return checkpoints;
    }

    /** Where trials leave their networks; empty if they do not. */
    public Optional<Models> models() {
        return models;
    }

    /** Who watches the trials. */
    public TrialObserver observer() {
        return observer;
    }

    /**
     * Trains and measures {@code trial}; the same trial gives the same numbers every time, whether it was interrupted or
     * not.
     */
    public TrialResult run(Trial trial) {
        SeedPlan seeds = trial.seeds();
        int repeat = trial.id().repeat();
        Fold whole = splits.computeIfAbsent(
                        new Repeat(trial.resampling(), seeds, repeat),
                        r -> Splits.of(examples, trial.resampling(), seeds.folds(repeat)))
                .get(trial.id().split());
        Fold fold = Splits.withValidation(examples, trial.resampling(), whole, seeds.validation(trial.id()));
        Optional<Search> search = trial.arm().variation().search();
        if (search.isPresent()) {
            return new LevelSearch(trial, search.get(), fold, examples, checkpoints, observer)
                    .run(chosen -> save(chosen, trial));
        }
        try (Training training = new Training(trial, fold, examples, checkpoints, observer)) {
            training.through(trial.training().epochs());
            TrialResult result = training.result();
            save(training, trial);
            return result;
        }
    }

    private void save(Training training, Trial trial) {
        models.ifPresent(kept -> training.save(kept, trial.id()));
    }
}
