package org.dropoutlab.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.StratifiedFolds;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.LearningCurve;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.experiment.TrialResult.Status;
import org.dropoutlab.network.Architectures;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one trial: a fresh network on one fold, measured after every epoch. Safe for use by several threads; each trial
 * stays in the thread that called, because ND4J's random numbers are a thread's own.
 */
public final class TrialRunner {
    private final Table table;
    private final Map<Repeat, List<Fold>> folds = new ConcurrentHashMap<>();

    /** What decides the folds of a trial. */
    private record Repeat(Resampling resampling, SeedPlan seeds, int repeat) {}

    /**
     * @param table the data set of the trials
     */
    public TrialRunner(Table table) {
        this.table = table;
    }

    /** Trains and measures {@code trial}; the same trial gives the same numbers every time. */
    public TrialResult run(Trial trial) {
        SeedPlan seeds = trial.seeds();
        int repeat = trial.id().repeat();
        Fold fold = folds.computeIfAbsent(
                        new Repeat(trial.resampling(), seeds, repeat),
                        r -> StratifiedFolds.of(table, trial.resampling(), seeds.folds(repeat)))
                .get(trial.id().split());
        MultiLayerConfiguration configuration = Architectures.named(trial.network())
                .configure(trial.arm().regularizers(), trial.arm().optimizer(), seeds.weights(trial.id()));
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        try (FoldArrays data = FoldArrays.of(table, fold)) {
            return train(trial, network, fold, data);
        } finally {
            close(network);
        }
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

    private static TrialResult train(Trial trial, MultiLayerNetwork network, Fold fold, FoldArrays data) {
        MiniBatches batches = new MiniBatches(
                data.features(),
                data.labels(),
                fold.train().length,
                trial.training().batchSize());
        List<LearningCurve.Point> points = new ArrayList<>();
        Status status = Status.COMPLETED;
        long start = System.nanoTime();
        for (int epoch = 1; epoch <= trial.training().epochs() && status == Status.COMPLETED; epoch++) {
            batches.shuffle(trial.seeds().batchOrder(trial.id(), epoch));
            Nd4j.getRandom().setSeed(trial.seeds().noise(trial.id(), epoch));
            double learningRate = network.getLearningRate(0);
            network.fit(batches);
            LearningCurve.Point point = measure(network, fold, data, epoch, learningRate, start);
            if (Double.isFinite(point.trainLoss()) && Double.isFinite(point.testLoss())) {
                points.add(point);
            } else {
                status = Status.DIVERGED;
            }
        }
        return new TrialResult(
                trial.id(),
                status,
                new LearningCurve(points),
                fold.train().length,
                fold.test().length,
                network.numParams());
    }

    private static LearningCurve.Point measure(
            MultiLayerNetwork network, Fold fold, FoldArrays data, int epoch, double learningRate, long start) {
        Scores scores = Scores.of(network, data.features(), data.labels());
        int train = fold.train().length;
        int all = train + fold.test().length;
        return new LearningCurve.Point(
                epoch,
                scores.loss(0, train),
                scores.loss(train, all),
                scores.accuracy(0, train),
                scores.accuracy(train, all),
                learningRate,
                (System.nanoTime() - start) / 1e9);
    }
}
