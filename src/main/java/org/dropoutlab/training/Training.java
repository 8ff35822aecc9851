package org.dropoutlab.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Multiplications;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.brought.LayerWeights;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.TrialResult.Status;
import org.dropoutlab.model.ModelDescription;
import org.dropoutlab.model.Models;
import org.dropoutlab.model.StartingWeights;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.record.Software;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.scoring.DecisionThreshold;
import org.dropoutlab.steps.DirectPlan;
import org.dropoutlab.training.Checkpoints.Checkpoint;
import org.dropoutlab.training.TrainingData.FinalOutputs;
import org.dropoutlab.training.TrainingData.Measurement;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training of a fixed-level trial, from the start or its last checkpoint. It can pause after any epoch; other
 * training on the same thread does not affect it.
 */
final class Training implements AutoCloseable {
    private final Trial trial;
    private final Fold fold;
    private final Examples examples;
    private final TrainingData data;
    private final List<Member> members;
    private final Committee committee;
    private final BestEpoch best;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;
    private LearningCurve curve;
    private Status status = Status.COMPLETED;
    private double seconds;
    private OptionalDouble threshold = OptionalDouble.empty();
    private long lastCheckpoint;

    /** One of the networks, with its own data order and noise. */
    private record Member(Learner learner, Trial trial, MiniBatches batches) {}

    /**
     * Starts or resumes a training.
     *
     * @param start weights that a trained network starts from; empty if none does
     * @param checkpoints where the trial saves its state; empty for no checkpoints
     */
    Training(
            Trial trial,
            Fold fold,
            Examples examples,
            Optional<StartingWeights> start,
            Optional<Checkpoints> checkpoints,
            TrialObserver observer) {
        this.trial = trial;
        this.fold = fold;
        this.examples = examples;
        this.data = TrainingData.of(examples, fold, trial);
        this.checkpoints = checkpoints.filter(any -> canBeRestored(trial));
        this.observer = observer;
        Checkpoint from =
                this.checkpoints.flatMap(kept -> kept.find(trial.id())).orElseGet(() -> beginning(trial, start));
        this.curve = from.curve();
        this.seconds = curve.points().isEmpty() ? 0 : curve.last().seconds();
        Optional<DirectPlan> plan = Steps.plan(
                from.networks().get(0).configuration(), trial.training().batchSize(), examples, observer);
        Optional<ClassWeights> weights =
                Treatments.of(trial.arm().regularizers()).weights(examples, fold);
        this.members = IntStream.range(0, from.networks().size())
                .mapToObj(number -> member(number, from.networks().get(number), plan, weights))
                .toList();
        this.committee = new Committee(members.stream().map(Member::learner).toList());
        this.best = BestEpoch.of(trial.arm(), from);
    }

    private Member member(int number, Network network, Optional<DirectPlan> plan, Optional<ClassWeights> weights) {
        Trial own = ofMember(trial, number);
        observer.starts(trial.id(), network);
        return new Member(Learner.of(network, plan, weights), own, data.miniBatches(own));
    }

    /** A checkpoint has its network's configuration as JSON, which may lack what a program's own classes hold. */
    private static boolean canBeRestored(Trial trial) {
        return !(trial.network() instanceof NetworkSpec.OfCaller)
                && trial.arm().regularizer(Regularizer.OfCaller.class).isEmpty();
    }

    private static Trial ofMember(Trial trial, int number) {
        return trial.withSeeds(trial.seeds().ofMember(number));
    }

    private static Checkpoint beginning(Trial trial, Optional<StartingWeights> start) {
        int networks = trial.arm()
                .regularizer(ModelCombination.class)
                .map(ModelCombination::networks)
                .orElse(1);
        return new Checkpoint(
                IntStream.range(0, networks)
                        .mapToObj(number -> network(ofMember(trial, number), start))
                        .toList(),
                new LearningCurve(List.of()),
                Optional.empty());
    }

    private static Network network(Trial trial, Optional<StartingWeights> start) {
        // Reading a file may draw random numbers: it comes before the network's seed.
        Optional<LayerWeights> weights = StartingWeights.of(trial, start);
        Network network =
                configuration(trial, trial.seeds().weights(trial.id())).network();
        weights.ifPresent(trained -> trained.into(network));
        return network;
    }

    /** The network configuration of {@code trial}, with weights from {@code seed}. */
    static NetworkConfiguration configuration(Trial trial, long seed) {
        return Architectures.of(trial.network())
                .configuration(
                        trial.arm().regularizers(),
                        trial.arm().optimizer().over(trial.training().epochs()),
                        seed);
    }

    /** Trains until {@code epoch} is finished or training is over. */
    void through(int epoch) {
        double before = seconds;
        long start = System.nanoTime();
        lastCheckpoint = start;
        while (!isOver() && finished() < epoch) {
            train(finished() + 1, () -> before + (System.nanoTime() - start) / 1e9);
        }
    }

    /** The last finished epoch, counted from 1; 0 before the first. */
    private int finished() {
        return curve.points().isEmpty() ? 0 : curve.last().epoch();
    }

    /** Trains from epoch {@code first} to the next measured one; {@code clock} gives the seconds so far. */
    private void train(int first, DoubleSupplier clock) {
        int last = trial.training().measuredFrom(first);
        double learningRate = 0;
        for (int epoch = first; epoch <= last; epoch++) {
            learningRate = networks().get(0).learningRate();
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

    private boolean isDue() {
        return checkpoints
                .filter(kept ->
                        System.nanoTime() - lastCheckpoint >= kept.atLeast().toNanos())
                .isPresent();
    }

    private void keep() {
        checkpoints.orElseThrow().write(trial.id(), new Checkpoint(networks(), curve, best.weights()));
    }

    /** Saves a checkpoint, if the trial has any and has trained for long enough. */
    void leave() {
        if (status == Status.COMPLETED
                && checkpoints
                        .filter(kept -> seconds * 1e9 >= kept.atLeast().toNanos())
                        .isPresent()) {
            keep();
        }
    }

    /** Whether training is over. */
    boolean isOver() {
        return status == Status.DIVERGED
                || finished() >= trial.training().epochs()
                || (!curve.points().isEmpty() && best.isOver(curve));
    }

    /** The learning curve so far. */
    LearningCurve curve() {
        return curve;
    }

    /** The status so far: diverged after a loss that was not finite. */
    Status status() {
        return status;
    }

    /** Seconds of training and measuring so far. */
    double seconds() {
        return seconds;
    }

    private List<Network> networks() {
        return committee.networks();
    }

    /** The trial's result, with the best epoch's weights if the arm stops early; ends the training. */
    TrialResult result() {
        boolean completed = status == Status.COMPLETED;
        Map<String, Double> own = Map.of();
        if (completed) {
            best.putBack();
            Supplier<Predictions> test = () -> data.predictions(committee);
            observer.completed(trial.id(), test);
            own = observer.measured(trial.id(), test);
        }
        Judgement judgement = trial.judgement();
        Optional<FinalOutputs> outputs = completed ? outputs() : Optional.empty();
        return new TrialResult(
                trial.id(),
                status,
                completed ? curve : new LearningCurve(curve.points()),
                fold.train().length,
                fold.test().length,
                networks().stream().mapToLong(Training::learned).sum(),
                multiplications(),
                completed ? readings() : List.of(),
                outputs.filter(all -> judgement.kept() > 0)
                        .map(all -> all.test().atMost(judgement.kept())),
                outputs.map(all -> all.scores(judgement.positive(examples.classCounts()))),
                own);
    }

    /** One more pass over the data. Published image data are large, and nothing is asked about them but accuracies. */
    private Optional<FinalOutputs> outputs() {
        if (trial.arm().regularizer(TunedThreshold.class).isPresent()) {
            return data.outputs(committee).map(this::decided);
        }
        return !(examples instanceof Images) || trial.judgement().kept() > 0
                ? data.outputs(committee)
                : Optional.empty();
    }

    /** The same with the decisions of the threshold that does best on the validation data, in the end of the learning curve, too. */
    private FinalOutputs decided(FinalOutputs all) {
        TestOutputs.Classes validation = (TestOutputs.Classes) all.validation().orElseThrow();
        double chosen = DecisionThreshold.chosen(
                validation.labels(),
                validation.probabilities(),
                Decisions.criterion(trial.judgement(), trial.judgement().positive(examples.classCounts())));
        threshold = OptionalDouble.of(chosen);
        FinalOutputs decided = all.withThreshold(chosen);
        LearningCurve.Point end = curve.end();
        curve = curve.withEnd(new LearningCurve.Point(
                end.epoch(),
                accuracy(end.train(), decided.train()),
                end.validation()
                        .map(score -> accuracy(score, decided.validation().orElseThrow())),
                accuracy(end.test(), decided.test()),
                end.learningRate(),
                end.seconds()));
        return decided;
    }

    private static Score accuracy(Score score, TestOutputs outputs) {
        return new Score(score.loss(), ((TestOutputs.Classes) outputs).accuracy());
    }

    /** Saves the current network under a trial's id, unless it diverged or there are several networks. */
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
                            data.ranges(),
                            threshold,
                            Optional.empty(),
                            Software.current()),
                    networks().get(0));
        }
    }

    /** The number of learned parameters: half of batch normalization's are running averages. */
    private static long learned(Network network) {
        return network.layers().stream()
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
     * Frees a network's memory immediately. {@code MultiLayerNetwork.close()} would also request two full garbage
     * collections, which stop parallel trials, and destroy the thread's workspaces, which the next trial reuses.
     */
    private static void close(Network network) {
        Stream.of(network.params(), network.gradients(), network.updaterState().orElse(null))
                .filter(array -> array != null && array.closeable())
                .forEach(INDArray::close);
    }
}
