package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.Splits;
import org.dropoutlab.experiment.LearningCurve;
import org.dropoutlab.experiment.Reading;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.experiment.TrialResult.Status;
import org.dropoutlab.network.Architectures;
import org.dropoutlab.training.Checkpoints.Checkpoint;
import org.dropoutlab.training.TrainingData.Measurement;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one trial: a network on one split, measured after every epoch. Safe for use by several threads; each trial stays
 * in the thread that called, because ND4J's random numbers are a thread's own.
 */
public final class TrialRunner {
    private final Examples examples;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;
    private final Map<Repeat, List<Fold>> splits = new ConcurrentHashMap<>();

    /** What decides the splits of a trial. */
    private record Repeat(Resampling resampling, SeedPlan seeds, int repeat) {}

    /**
     * @param examples the data set of the trials
     * @param checkpoints where a trial that takes long leaves its state, and is taken up again
     * @param observer watches the trials
     */
    public TrialRunner(Examples examples, Checkpoints checkpoints, TrialObserver observer) {
        this(examples, Optional.of(checkpoints), observer);
    }

    /**
     * Trains unobserved and from the start.
     *
     * @param examples the data set of the trials
     */
    public TrialRunner(Examples examples) {
        this(examples, Optional.empty(), TrialObserver.none());
    }

    /**
     * Trains from the start.
     *
     * @param examples the data set of the trials
     * @param observer watches the trials
     */
    public TrialRunner(Examples examples, TrialObserver observer) {
        this(examples, Optional.empty(), observer);
    }

    private TrialRunner(Examples examples, Optional<Checkpoints> checkpoints, TrialObserver observer) {
        this.examples = examples;
        this.checkpoints = checkpoints;
        this.observer = observer;
    }

    /** The data set of the trials. */
    public Examples examples() {
        return examples;
    }

    /** Where trials leave their state; empty if they do not. */
    public Optional<Checkpoints> checkpoints() {
        return checkpoints;
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
        Checkpoint from = checkpoints.flatMap(kept -> kept.find(trial.id())).orElseGet(() -> beginning(trial));
        TrainingData data = TrainingData.of(examples, fold, trial);
        observer.starts(trial.id(), from.network());
        int batchSize = trial.training().batchSize();
        Steps steps = Steps.of(from.network().getLayerWiseConfigurations(), batchSize, observer);
        try (Learner learner = Learner.of(from.network(), steps, batchSize);
                BestEpoch best = BestEpoch.of(trial.arm().regularizers(), from)) {
            return train(trial, learner, from.curve(), best, fold, data);
        } finally {
            close(from.network());
        }
    }

    private static Checkpoint beginning(Trial trial) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.named(trial.network())
                .configure(
                        trial.arm().regularizers(),
                        trial.arm().optimizer().over(trial.training().epochs()),
                        trial.seeds().weights(trial.id())));
        network.init();
        return new Checkpoint(network, new LearningCurve(List.of()), Optional.empty());
    }

    /**
     * Gives the network's memory back at once. {@code MultiLayerNetwork.close()} does the same and then asks for two
     * full garbage collections, which stop the trials beside this one; and it destroys the thread's workspaces, which
     * the next trial uses again.
     */
    private static void close(MultiLayerNetwork network) {
        Updater updater = network.getUpdater(false);
        Stream.of(
                        network.params(),
                        network.getFlattenedGradients(),
                        updater == null ? null : updater.getStateViewArray())
                .filter(array -> array != null && array.closeable())
                .forEach(INDArray::close);
    }

    private TrialResult train(
            Trial trial, Learner learner, LearningCurve soFar, BestEpoch best, Fold fold, TrainingData data) {
        MultiLayerNetwork network = learner.network();
        MiniBatches batches = data.miniBatches(trial);
        LearningCurve curve = soFar;
        Status status = Status.COMPLETED;
        double secondsBefore = curve.points().isEmpty() ? 0 : curve.last().seconds();
        long start = System.nanoTime();
        long lastCheckpoint = start;
        for (int epoch = curve.points().isEmpty() ? 1 : curve.last().epoch() + 1;
                epoch <= trial.training().epochs() && status == Status.COMPLETED;
                epoch++) {
            Nd4j.getRandom().setSeed(trial.seeds().noise(trial.id(), epoch));
            double learningRate = network.getLearningRate(0);
            learner.fit(batches.inEpoch(epoch).shuffled(trial.seeds().batchOrder(trial.id(), epoch)));
            if (!trial.training().isMeasuredAfter(epoch)) {
                continue;
            }
            Measurement measured = data.measure(learner);
            LearningCurve.Point point = new LearningCurve.Point(
                    epoch,
                    measured.train(),
                    measured.validation(),
                    measured.test(),
                    learningRate,
                    secondsBefore + (System.nanoTime() - start) / 1e9);
            if (!point.isFinite()) {
                status = Status.DIVERGED;
                continue;
            }
            curve = best.with(curve, point);
            observer.epochEnded(trial.id(), point);
            if (best.isOver(curve)) {
                break;
            }
            if (epoch < trial.training().epochs() && isDue(lastCheckpoint)) {
                checkpoints.orElseThrow().write(trial.id(), new Checkpoint(network, curve, best.weights()));
                lastCheckpoint = System.nanoTime();
            }
        }
        if (status == Status.COMPLETED) {
            best.putBack();
        }
        return new TrialResult(
                trial.id(),
                status,
                status == Status.COMPLETED ? curve : new LearningCurve(curve.points()),
                fold.train().length,
                fold.test().length,
                learned(network),
                status == Status.COMPLETED ? readings(trial, network, data) : List.of());
    }

    /** Numbers that training learns: half of batch normalization's are averages that run along. */
    private static long learned(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .mapToLong(layer -> layer instanceof BatchNormalization ? layer.numParams() / 2 : layer.numParams())
                .sum();
    }

    private static List<Reading> readings(Trial trial, MultiLayerNetwork network, TrainingData data) {
        long seed = trial.seeds().probes(trial.id());
        return trial.probes().stream()
                .map(probe -> data.read(probe, network, seed))
                .toList();
    }

    private boolean isDue(long lastCheckpoint) {
        return checkpoints
                .filter(kept ->
                        System.nanoTime() - lastCheckpoint >= kept.atLeast().toNanos())
                .isPresent();
    }
}
