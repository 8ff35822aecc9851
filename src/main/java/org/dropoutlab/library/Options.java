package org.dropoutlab.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.run.EngineChoice;

/** The settings of a comparison. Changed in copies only ({@link #with}). */
final class Options {
    static final int FOLDS = 5;
    static final int REPEATS_OF_HELD_OUT_TEST = 5;
    static final double VALIDATION_BESIDE_TEST_DATA = 0.1;
    private static final int EPOCHS = 50;

    Optional<IteratorData> test = Optional.empty();
    SplitKeys keys = SplitKeys.NONE;
    boolean standardized;
    boolean fromWeights;
    List<NamedArm> arms = List.of();
    Optimizer optimizer = new Optimizer.AsConfigured();
    int epochs = EPOCHS;
    int batchSize;
    OptionalInt folds = OptionalInt.empty();
    OptionalInt repeats = OptionalInt.empty();
    OptionalDouble validation = OptionalDouble.empty();
    OptionalLong seed = OptionalLong.empty();
    OptionalDouble rope = OptionalDouble.empty();
    EngineChoice engine = EngineChoice.threads();
    OptionalInt workers = OptionalInt.empty();
    Optional<String> metric = Optional.empty();
    Optional<String> positive = Optional.empty();
    OwnMetrics ownMetrics = OwnMetrics.NONE;
    Optional<Function<TrialId, List<TrainingListener>>> listeners = Optional.empty();
    Optional<TestPredictions> predictions = Optional.empty();
    boolean keepsModels;
    Progress.Factory progress = Progress.silent();

    /** An arm, once its optimizer is known. */
    record NamedArm(String name, Function<Optimizer, Arm> of) {}

    Options(int batchSize) {
        this.batchSize = batchSize;
    }

    private Options(Options other) {
        test = other.test;
        keys = other.keys;
        standardized = other.standardized;
        fromWeights = other.fromWeights;
        arms = other.arms;
        optimizer = other.optimizer;
        epochs = other.epochs;
        batchSize = other.batchSize;
        folds = other.folds;
        repeats = other.repeats;
        validation = other.validation;
        seed = other.seed;
        rope = other.rope;
        engine = other.engine;
        workers = other.workers;
        metric = other.metric;
        positive = other.positive;
        ownMetrics = other.ownMetrics;
        listeners = other.listeners;
        predictions = other.predictions;
        keepsModels = other.keepsModels;
        progress = other.progress;
    }

    /** A changed copy. */
    Options with(Consumer<Options> change) {
        Options changed = new Options(this);
        change.accept(changed);
        return changed;
    }

    /** A copy with another arm. */
    Options withArm(NamedArm arm) {
        List<NamedArm> more = new ArrayList<>(arms);
        more.add(arm);
        return with(copy -> copy.arms = List.copyOf(more));
    }
}
