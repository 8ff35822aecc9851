package org.dropoutlab.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.TrialResult.Status;
import org.dropoutlab.model.ModelDescription;
import org.dropoutlab.model.Models;
import org.dropoutlab.record.Software;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.steps.DensePlan;
import org.dropoutlab.training.Checkpoints.Checkpoint;
import org.dropoutlab.training.TrainingData.Measurement;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trial with fixed levels under way, from its beginning or its last checkpoint. It can be left after any epoch and gone on
 * with; whatever the same thread trains in between changes nothing.
 */
final class Training implements AutoCloseable {
    private final Trial trial;
    private final Fold fold;
    private final TrainingData data;
    private final List<Member> members;
    private final Committee committee;
    private final BestEpoch best;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;
    private LearningCurve curve;
    private Status status = Status.COMPLETED;
    private double seconds;
    private long lastCheckpoint;

    /** One of the networks, with the order and noise that are its own. */
    private record Member(Learner learner, Trial trial, MiniBatches batches) {}

    /**
     * Begins, or takes up.
     *
     * @param checkpoints where the trial leaves its state; empty if it does not
     */
    Training(Trial trial, Fold fold, Examples examples, Optional<Checkpoints> checkpoints, TrialObserver observer) {
        this.trial = trial;
        this.fold = fold;
        this.data = TrainingData.of(examples, fold, trial);
        this.checkpoints = checkpoints;
        this.observer = observer;
        Checkpoint from = checkpoints.flatMap(kept -> kept.find(trial.id())).orElseGet(() -> beginning(trial));
        this.curve = from.curve();
        this.seconds = curve.points().isEmpty() ? 0 : curve.last().seconds();
        Optional<DensePlan> plan = Steps.plan(
                from.networks().get(0).getLayerWiseConfigurations(),
                trial.training().batchSize(),
                observer);
        this.members = IntStream.range(0, from.networks().size())
                .mapToObj(number -> member(number, from.networks().get(number), plan))
                .toList();
        this.committee = new Committee(members.stream().map(Member::learner).toList());
        this.best = BestEpoch.of(trial.arm().regularizers(), from);
    }

    private Member member(int number, MultiLayerNetwork network, Optional<DensePlan> plan) {
        Trial own = ofMember(trial, number);
        observer.starts(trial.id(), network);
        return new Member(Learner.of(network, plan), own, data.miniBatches(own));
    }

    private static Trial ofMember(Trial trial, int number) {
        return trial.withSeeds(trial.seeds().ofMember(number));
    }

    private static Checkpoint beginning(Trial trial) {
        int networks = trial.arm().regularizers().stream()
                .filter(ModelCombination.class::isInstance)
                .mapToInt(regularizer -> ((ModelCombination) regularizer).networks())
                .findFirst()
                .orElse(1);
        return new Checkpoint(
                IntStream.range(0, networks)
                        .mapToObj(number -> network(ofMember(trial, number)))
                        .toList(),
                new LearningCurve(List.of()),
                Optional.empty());
    }

    private static MultiLayerNetwork network(Trial trial) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(configuration(trial, trial.seeds().weights(trial.id())));
        network.init();
        return network;
    }

    /** The network of {@code trial}, with weights that start from {@code seed}. */
    static MultiLayerConfiguration configuration(Trial trial, long seed) {
        return Architectures.of(trial.network())
                .configure(
                        trial.arm().regularizers(),
                        trial.arm().optimizer().over(trial.training().epochs()),
                        seed);
    }

    /** Trains until {@code epoch} is finished, or until there is no going on. */
    void through(int epoch) {
        double before = seconds;
        long start = System.nanoTime();
        lastCheckpoint = start;
        while (!isOver() && finished() < epoch) {
            train(finished() + 1, () -> before + (System.nanoTime() - start) / 1e9);
        }
    }

    /** The last epoch that was finished, counted from 1. */
    private int finished() {
        return curve.points().isEmpty() ? 0 : curve.last().epoch();
    }

    /** Trains from {@code first} to the next epoch after which networks are measured; {@code clock} tells the seconds. */
    private void train(int first, DoubleSupplier clock) {
        int last = trial.training().measuredFrom(first);
        double learningRate = 0;
        for (int epoch = first; epoch <= last; epoch++) {
            learningRate = learningRate(networks().get(0));
            for (Member member : members) {
                Nd4j.getRandom().setSeed(member.trial().seeds().noise(trial.id(), epoch));
                member.learner()
                        .fit(member.batches()
                                .inEpoch(epoch)
                                .shuffled(member.trial().seeds().batchOrder(trial.id(), epoch)));
            }
        }
        Measurement measured = data.measure(committee);
        seconds = clock.getAsDouble();
        LearningCurve.Point point = new LearningCurve.Point(
                last, measured.train(), measured.validation(), measured.test(), learningRate, seconds);
        if (!point.isFinite()) {
            status = Status.DIVERGED;
            return;
        }
        curve = best.with(curve, point);
        observer.epochEnded(trial.id(), point);
        if (!isOver() && isDue()) {
            keep();
            lastCheckpoint = System.nanoTime();
        }
    }

    /** That of the first layer that has one: layers of a user's configuration may have none, or each its own. */
    private static double learningRate(MultiLayerNetwork network) {
        return IntStream.range(0, network.getnLayers())
                .mapToObj(network::getLearningRate)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(0.0);
    }

    private boolean isDue() {
        return checkpoints
                .filter(kept ->
                        System.nanoTime() - lastCheckpoint >= kept.atLeast().toNanos())
                .isPresent();
    }

    private void keep() {
        checkpoints.orElseThrow().write(trial.id(), new Checkpoint(networks(), curve, best.weights()));
    }

    /** Leaves its state where a process that takes up the trial finds it, if the trial leaves any and took long. */
    void leave() {
        if (status == Status.COMPLETED
                && checkpoints
                        .filter(kept -> seconds * 1e9 >= kept.atLeast().toNanos())
                        .isPresent()) {
            keep();
        }
    }

    /** Whether there is no epoch left to train. */
    boolean isOver() {
        return status == Status.DIVERGED
                || finished() >= trial.training().epochs()
                || (!curve.points().isEmpty() && best.isOver(curve));
    }

    /** How it went so far. */
    LearningCurve curve() {
        return curve;
    }

    /** Whether its losses have been numbers so far. */
    Status status() {
        return status;
    }

    /** Seconds of training and measuring so far. */
    double seconds() {
        return seconds;
    }

    private List<MultiLayerNetwork> networks() {
        return committee.networks();
    }

    /** What came out, of the best epoch's weights if the arm stops early; nothing can be trained after it. */
    TrialResult result() {
        boolean completed = status == Status.COMPLETED;
        if (completed) {
            best.putBack();
            observer.completed(trial.id(), () -> data.predictions(committee));
        }
        return new TrialResult(
                trial.id(),
                status,
                completed ? curve : new LearningCurve(curve.points()),
                fold.train().length,
                fold.test().length,
                networks().stream().mapToLong(Training::learned).sum(),
                multiplications(),
                completed ? readings() : List.of());
    }

    /** Keeps its network as it is now, as that of a trial; nothing if it diverged, or there are several networks. */
    void save(Models models, TrialId as) {
        if (status == Status.COMPLETED && members.size() == 1) {
            models.write(
                    new ModelDescription(
                            ModelDescription.FORMAT,
                            models.card().study(),
                            as,
                            trial.arm().regularizers().stream()
                                    .map(Regularizer::describe)
                                    .toList(),
                            trial.network().describe(),
                            models.card().data(),
                            models.card().schema(),
                            data.scaling(),
                            Software.current()),
                    networks().get(0));
        }
    }

    /** Numbers that training learns: half of batch normalization's are averages that run along. */
    private static long learned(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .mapToLong(layer -> layer instanceof BatchNormalization ? layer.numParams() / 2 : layer.numParams())
                .sum();
    }

    private long multiplications() {
        DataSet one = members.get(0).batches().inOrder().next(1);
        long sum = networks().stream()
                .mapToLong(network -> Multiplications.of(network, one.getFeatures()))
                .sum();
        one.getFeatures().close();
        one.getLabels().close();
        return sum;
    }

    private List<Reading> readings() {
        long seed = trial.seeds().probes(trial.id());
        List<Reading> readings = new ArrayList<>();
        trial.probes().forEach(probe -> readings.add(data.read(probe, networks().get(0), seed)));
        return readings;
    }

    @Override
    public void close() {
        best.close();
        members.forEach(member -> member.learner().close());
        networks().forEach(Training::close);
    }

    /**
     * Gives a network's memory back at once. {@code MultiLayerNetwork.close()} does the same and then asks for two
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
}
