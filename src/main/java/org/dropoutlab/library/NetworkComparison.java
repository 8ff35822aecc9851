package org.dropoutlab.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.CrossValidation;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.report.Report;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.training.TrialObserver;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Compares regularizers on one's own network and data: the network is trained with each of them on the same splits from the
 * same seeds, and the report says what the differences are and how sure. A value: each method returns another comparison.
 *
 * <p><b>Data.</b> The iterator is read once, whole, into Java's memory, 8 bytes a number; every trial in training has a copy of 4
 * bytes a number. Features are rows [example, feature] or images [example, channel, row, column]. Labels are one-hot
 * [example, class], or one column: of 0 and 1 for two classes that share an output, of other numbers for regression. Masks,
 * other ranks, and numbers that are not finite are refused.
 *
 * <p>Numbers are taken as the iterator gives them. A normalizer that was fitted on all of them has seen the test data of every
 * fold: leave it out and ask for {@link #standardized}, which fits one on each training fold.
 *
 * <p><b>Network.</b> The configuration is copied; regularizers are put in behind its dense layers and convolutions. What it
 * has itself stays in every arm, its updaters too unless {@link #optimizer} is given. Its seed is not used. Layers and losses
 * must be Deeplearning4j's or this project's, because the configuration goes into the run's record as JSON.
 *
 * <p>What cannot be used is refused with an {@link IllegalArgumentException} or, by what reads names of arms and splits data, an
 * {@link org.dropoutlab.experiment.InputException}, each with one line that says why, before anything is trained or written.
 */
public final class NetworkComparison {
    private static final int FOLDS = 5;
    private static final int REPEATS_OF_HELD_OUT_TEST = 5;
    private static final double VALIDATION_BESIDE_TEST_DATA = 0.1;
    private static final int EPOCHS = 50;
    private static final int BATCH = 32;

    private final NetworkSpec network;
    private final IteratorData data;
    private Optional<IteratorData> test = Optional.empty();
    private boolean standardized;
    private List<NamedArm> arms = List.of();
    private Optimizer optimizer = new Optimizer.AsConfigured();
    private int epochs = EPOCHS;
    private int batchSize;
    private OptionalInt folds = OptionalInt.empty();
    private OptionalInt repeats = OptionalInt.empty();
    private OptionalDouble validation = OptionalDouble.empty();
    private OptionalLong seed = OptionalLong.empty();
    private int workers = Runtime.getRuntime().availableProcessors();
    private Optional<Supplier<List<TrainingListener>>> listeners = Optional.empty();
    private Optional<TestPredictions> predictions = Optional.empty();
    private Progress.Factory progress = Progress.silent();

    private record NamedArm(String name, List<Regularizer> regularizers) {}

    private NetworkComparison(NetworkSpec network, IteratorData data) {
        this.network = network;
        this.data = data;
        this.batchSize = data.batch() > 0 ? data.batch() : BATCH;
    }

    private NetworkComparison(NetworkComparison other) {
        this(other.network, other.data);
        test = other.test;
        standardized = other.standardized;
        arms = other.arms;
        optimizer = other.optimizer;
        epochs = other.epochs;
        batchSize = other.batchSize;
        folds = other.folds;
        repeats = other.repeats;
        validation = other.validation;
        seed = other.seed;
        workers = other.workers;
        listeners = other.listeners;
        predictions = other.predictions;
        progress = other.progress;
    }

    private NetworkComparison with(Consumer<NetworkComparison> change) {
        NetworkComparison changed = new NetworkComparison(this);
        change.accept(changed);
        return changed;
    }

    /**
     * A comparison without arms as yet: five folds, 50 epochs, the iterator's batch size, numbers as they are.
     *
     * @param network with an {@code OutputLayer} at its end
     * @param data all examples or, with {@link #test}, those for training; it is reset, if it can be, and read
     * @throws IllegalArgumentException if data are of another kind than said above
     */
    public static NetworkComparison of(MultiLayerConfiguration network, DataSetIterator data) {
        return new NetworkComparison(new NetworkSpec.Configured(network.toJson()), IteratorData.read(data));
    }

    /**
     * Test data instead of folds: every repeat trains on other seeds and another draw of nine tenths of the training examples
     * (see {@link #validation}), and there are five repeats unless {@link #repeats} says how many.
     *
     * @param examples of the same kind as the others
     * @throws IllegalArgumentException if they are of another kind
     */
    public NetworkComparison test(DataSetIterator examples) {
        IteratorData read = IteratorData.read(examples);
        data.requireSameKind(read);
        return with(copy -> copy.test = Optional.of(read));
    }

    /** Every feature, and the target of regression, is given mean 0 and standard deviation 1 over the training examples of a split. */
    public NetworkComparison standardized() {
        return with(copy -> copy.standardized = true);
    }

    /**
     * Adds arms as they are typed on the command line. The first arm of all is the one that others are compared with.
     *
     * @param texts such as {@code plain}, {@code dropout=0.5}, {@code dropout=0.5+max-norm=3}
     * @throws org.dropoutlab.experiment.InputException if one is no arm; one line says what is wrong with it
     */
    public NetworkComparison arms(String... texts) {
        NetworkComparison changed = this;
        for (String text : texts) {
            Arm typed = ArmText.arm(text, optimizer);
            changed = changed.adding(new NamedArm(typed.name(), typed.regularizers()));
        }
        return changed;
    }

    /**
     * Adds an arm.
     *
     * @param name in small letters and digits
     * @param regularizers none for the plain network
     */
    public NetworkComparison arm(String name, Regularizer... regularizers) {
        return adding(new NamedArm(name, List.of(regularizers)));
    }

    private NetworkComparison adding(NamedArm arm) {
        List<NamedArm> more = new ArrayList<>(arms);
        more.add(arm);
        return with(copy -> copy.arms = List.copyOf(more));
    }

    /** This optimizer in place of the configuration's updaters. */
    public NetworkComparison optimizer(Optimizer other) {
        return with(copy -> copy.optimizer = other);
    }

    /** So many passes over the training examples. */
    public NetworkComparison epochs(int count) {
        return with(copy -> copy.epochs = count);
    }

    /** So many examples in a mini-batch. */
    public NetworkComparison batchSize(int examples) {
        return with(copy -> copy.batchSize = examples);
    }

    /** Cross-validation with so many folds. */
    public NetworkComparison folds(int count) {
        return with(copy -> copy.folds = OptionalInt.of(count));
    }

    /** Everything so many times, with other seeds and splits. */
    public NetworkComparison repeats(int count) {
        return with(copy -> copy.repeats = OptionalInt.of(count));
    }

    /**
     * Holds a share of the training examples back, to choose an epoch by; early stopping needs it.
     *
     * @param share greater than 0 and less than 1
     */
    public NetworkComparison validation(double share) {
        return with(copy -> copy.validation = OptionalDouble.of(share));
    }

    /** Another seed than 1, from which all others derive. */
    public NetworkComparison seed(long number) {
        return with(copy -> copy.seed = OptionalLong.of(number));
    }

    /** So many trials at a time, each in a thread of its own; as many as there are processors if this is not called. */
    public NetworkComparison workers(int count) {
        return with(copy -> copy.workers = count);
    }

    /**
     * Gives every network listeners. Networks that are listened to are trained layer by layer by Deeplearning4j, which for small
     * dense networks is much slower than the direct steps that they may be trained by otherwise.
     *
     * @param fresh listeners for one network; called by several threads. They must leave the thread's random numbers alone
     */
    public NetworkComparison listeners(Supplier<List<TrainingListener>> fresh) {
        return with(copy -> copy.listeners = Optional.of(fresh));
    }

    /** Keeps what the networks say of their test data in {@code kept}, for Deeplearning4j's evaluations. */
    public NetworkComparison predictions(TestPredictions kept) {
        return with(copy -> copy.predictions = Optional.of(kept));
    }

    /** Shows how the run gets on; nothing is shown if this is not called. */
    public NetworkComparison progress(Progress.Factory shown) {
        return with(copy -> copy.progress = shown);
    }

    /**
     * Trains all arms in threads of this process, and writes the record and the report. ND4J is set to one native thread per
     * trial, and stays so.
     *
     * @param directory new or empty
     */
    public Report run(Path directory) {
        StudyRun run = prepared();
        return run.start(RunDirectory.at(directory), progress, observer());
    }

    /**
     * Goes on with a run that was interrupted.
     *
     * @param directory of a run of this very comparison
     * @throws org.dropoutlab.experiment.InputException if it holds another one
     */
    public Report resume(Path directory) {
        StudyRun run = prepared();
        return run.resume(RunDirectory.existing(directory), progress, observer());
    }

    private StudyRun prepared() {
        LoadedData loaded = data.with(test, standardized);
        Architectures.check(
                network,
                ((Table) loaded.examples()).outputs(),
                data.shape().stream().mapToLong(Integer::longValue).toArray());
        return new StudyRun(study(loaded), loaded, EngineKind.THREADS, workers, List.of());
    }

    private Study study(LoadedData loaded) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to compare: name arms, as in plain and dropout=0.5");
        }
        List<Arm> compared = arms.stream()
                .map(arm -> new Arm(arm.name(), arm.regularizers(), optimizer, List.of()))
                .toList();
        return Study.of(
                        "comparison",
                        "Comparison of regularizers",
                        "Which of these regularizers help this network on these data?",
                        loaded.info().name(),
                        network,
                        compared,
                        Contrast.withFirst(compared),
                        new TrainingPlan(epochs, batchSize),
                        resampling())
                .withSeed(seed.orElse(1));
    }

    private Resampling resampling() {
        if (test.isPresent()) {
            if (folds.isPresent()) {
                throw new IllegalArgumentException("there are test data: folds are for data without");
            }
            return new HeldOutTest(
                    repeats.orElse(REPEATS_OF_HELD_OUT_TEST),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    validation.orElse(VALIDATION_BESIDE_TEST_DATA));
        }
        CrossValidation splits = Resampling.of(folds.orElse(FOLDS), repeats.orElse(1));
        return validation.isPresent() ? splits.withValidation(validation.getAsDouble()) : splits;
    }

    private TrialObserver observer() {
        TrialObserver listening = listeners.map(NetworkComparison::listening).orElse(TrialObserver.none());
        return predictions.map(TestPredictions::observer).map(listening::and).orElse(listening);
    }

    private static TrialObserver listening(Supplier<List<TrainingListener>> fresh) {
        return new TrialObserver() {
            @Override
            public boolean listens() {
                return true;
            }

            @Override
            public void starts(TrialId trial, MultiLayerNetwork network) {
                network.addListeners(fresh.get().toArray(TrainingListener[]::new));
            }
        };
    }
}
