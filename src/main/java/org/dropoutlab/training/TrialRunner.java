package org.dropoutlab.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.Models;
import org.dropoutlab.model.StartingWeights;

/**
 * Runs trials: each trains a network on one split, with measurements between epochs. Thread-safe; each trial runs on
 * the calling thread, because ND4J's random numbers are per thread.
 */
public final class TrialRunner {
    private final Examples examples;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;
    private final Optional<Models> models;
    private final Optional<StartingWeights> start;
    private final Map<Repeat, List<Fold>> splits = new ConcurrentHashMap<>();

    /** The determinants of a trial's splits. */
    private record Repeat(Resampling resampling, SeedPlan seeds, int repeat) {}

    /**
     * @param examples the data set of the trials
     * @param checkpoints where long trials save their state and resume from
     * @param observer observer of the trials
     */
    public TrialRunner(Examples examples, Checkpoints checkpoints, TrialObserver observer) {
        this(examples, Optional.of(checkpoints), observer, Optional.empty(), Optional.empty());
    }

    /**
     * A runner without observer and checkpoints.
     *
     * @param examples the data set of the trials
     */
    public TrialRunner(Examples examples) {
        this(examples, Optional.empty(), TrialObserver.none(), Optional.empty(), Optional.empty());
    }

    /**
     * A runner without checkpoints.
     *
     * @param examples the data set of the trials
     * @param observer observer of the trials
     */
    public TrialRunner(Examples examples, TrialObserver observer) {
        this(examples, Optional.empty(), observer, Optional.empty(), Optional.empty());
    }

    private TrialRunner(
            Examples examples,
            Optional<Checkpoints> checkpoints,
            TrialObserver observer,
            Optional<Models> models,
            Optional<StartingWeights> start) {
        this.examples = examples;
        this.checkpoints = checkpoints;
        this.observer = observer;
        this.models = models;
        this.start = start;
    }

    /** A copy that saves each trial's network to {@code kept}, if present. */
    public TrialRunner keeping(Optional<Models> kept) {
        return new TrialRunner(examples, checkpoints, observer, kept, start);
    }

    /** A copy whose trained networks start from {@code weights}. */
    public TrialRunner startingFrom(Optional<StartingWeights> weights) {
        return new TrialRunner(examples, checkpoints, observer, models, weights);
    }

    /** The weights that trained networks start from; empty if no network does. */
    public Optional<StartingWeights> start() {
        return start;
    }

    /** The data set of the trials. */
    public Examples examples() {
        return examples;
    }

    /** The trials' checkpoints; empty if they have none. */
    public Optional<Checkpoints> checkpoints() {
        return checkpoints;
    }

    /** The saved networks; empty if trials do not save theirs. */
    public Optional<Models> models() {
        return models;
    }

    /** The observer of the trials. */
    public TrialObserver observer() {
        return observer;
    }

    /**
     * Trains and measures {@code trial}. The same trial always gives the same numbers, interrupted or not.
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
            return new LevelSearch(trial, search.get(), fold, examples, start, checkpoints, observer)
                    .run(chosen -> save(chosen, trial));
        }
        try (Training training = new Training(trial, fold, examples, start, checkpoints, observer)) {
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
