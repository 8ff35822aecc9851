package org.dropoutlab.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * Compares regularizers on your own network and data: trains the network with each of them, on the same splits and seeds,
 * and reports the differences and their uncertainty. Immutable: each method returns a new comparison.
 *
 * <p><b>Data.</b> The iterator is read once and entirely into Java's memory, at 8 bytes per number; every running trial has
 * a copy at 4 bytes per number. Features are rows [example, feature] or images [example, channel, row, column]. Labels are
 * one-hot [example, class], or a single column: 0 and 1 for two classes that share an output, other numbers for regression.
 * Masks, other ranks and non-finite numbers are rejected.
 *
 * <p>Numbers are used unchanged. A normalizer fitted on all of them has seen the test data of every fold: leave it out and
 * call {@link #standardized}, which fits one on each training fold.
 *
 * <p><b>Network.</b> The configuration is copied, and regularizers are added to its dense layers and convolutions. Its own
 * regularizers stay in every arm, and so do its updaters unless you set an {@link #optimizer}. Its seed is not used. Layers
 * and losses must be Deeplearning4j's or this project's, because the run records the configuration as JSON.
 *
 * <p>Invalid input is rejected before anything is trained or written, with a one-line {@link IllegalArgumentException} or,
 * for arm texts and splits, {@link org.dropoutlab.experiment.InputException}.
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

    /** An arm, once its optimizer is known. */
    private record NamedArm(String name, Function<Optimizer, Arm> of) {}

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
     * A comparison without arms: five folds, 50 epochs, the iterator's batch size, unchanged numbers.
     *
     * @param network a network that ends with an {@code OutputLayer}
     * @param data all examples or, with {@link #test}, the training examples; reset, if possible, and read
     * @throws IllegalArgumentException if the data are not of a kind described above
     */
    public static NetworkComparison of(MultiLayerConfiguration network, DataSetIterator data) {
        return new NetworkComparison(new NetworkSpec.Configured(network.toJson()), IteratorData.read(data));
    }

    /**
     * Uses a test set instead of folds. Every repeat has new seeds and draws 90% of the training examples (see
     * {@link #validation}); there are five repeats unless you set {@link #repeats}.
     *
     * @param examples test examples of the same kind as the training examples
     * @throws IllegalArgumentException if they are of a different kind
     */
    public NetworkComparison test(DataSetIterator examples) {
        IteratorData read = IteratorData.read(examples);
        data.requireSameKind(read);
        return with(copy -> copy.test = Optional.of(read));
    }

    /** Standardizes every feature, and the regression target, over the training examples of each split. */
    public NetworkComparison standardized() {
        return with(copy -> copy.standardized = true);
    }

    /**
     * Adds arms in the text form of the command line. The first of all arms is the baseline.
     *
     * @param texts such as {@code plain}, {@code dropout=0.5}, {@code dropout=0.5+max-norm=3}
     * @throws org.dropoutlab.experiment.InputException if a text is not an arm; the one-line message says why
     */
    public NetworkComparison arms(String... texts) {
        NetworkComparison changed = this;
        for (String text : texts) {
            Arm typed = ArmText.arm(text, optimizer);
            changed = changed.adding(new NamedArm(typed.name(), other -> ArmText.arm(text, other)));
        }
        return changed;
    }

    /**
     * Adds an arm.
     *
     * @param name lower-case letters and digits
     * @param regularizers none for the plain network
     */
    public NetworkComparison arm(String name, Regularizer... regularizers) {
        List<Regularizer> all = List.of(regularizers);
        return adding(new NamedArm(name, with -> new Arm(name, all, with, List.of())));
    }

    private NetworkComparison adding(NamedArm arm) {
        List<NamedArm> more = new ArrayList<>(arms);
        more.add(arm);
        return with(copy -> copy.arms = List.copyOf(more));
    }

    /** Replaces the configuration's updaters. */
    public NetworkComparison optimizer(Optimizer other) {
        return with(copy -> copy.optimizer = other);
    }

    /** Number of training epochs. */
    public NetworkComparison epochs(int count) {
        return with(copy -> copy.epochs = count);
    }

    /** Mini-batch size. */
    public NetworkComparison batchSize(int examples) {
        return with(copy -> copy.batchSize = examples);
    }

    /** Number of cross-validation folds. */
    public NetworkComparison folds(int count) {
        return with(copy -> copy.folds = OptionalInt.of(count));
    }

    /** Number of repeats, each with new seeds and splits. */
    public NetworkComparison repeats(int count) {
        return with(copy -> copy.repeats = OptionalInt.of(count));
    }

    /**
     * Holds out a fraction of the training examples as validation data, to choose an epoch; early stopping needs it.
     *
     * @param share greater than 0 and less than 1
     */
    public NetworkComparison validation(double share) {
        return with(copy -> copy.validation = OptionalDouble.of(share));
    }

    /** Seed from which all others derive, by default 1. */
    public NetworkComparison seed(long number) {
        return with(copy -> copy.seed = OptionalLong.of(number));
    }

    /** Number of parallel trials, each in its own thread; by default the number of processors. */
    public NetworkComparison workers(int count) {
        return with(copy -> copy.workers = count);
    }

    /**
     * Attaches listeners to every network. With listeners, Deeplearning4j trains layer by layer, which for small dense
     * networks is much slower than direct training steps.
     *
     * @param fresh supplies new listeners, once per network and from several threads. They must not draw from the thread's
     *     random numbers
     */
    public NetworkComparison listeners(Supplier<List<TrainingListener>> fresh) {
        return with(copy -> copy.listeners = Optional.of(fresh));
    }

    /** Collects the test predictions in {@code kept}, for Deeplearning4j's evaluations. */
    public NetworkComparison predictions(TestPredictions kept) {
        return with(copy -> copy.predictions = Optional.of(kept));
    }

    /** Shows progress; by default none. */
    public NetworkComparison progress(Progress.Factory shown) {
        return with(copy -> copy.progress = shown);
    }

    /**
     * Trains all arms in threads of this process, and writes the run's record and report. Sets ND4J to one native thread per
     * trial, permanently.
     *
     * @param directory new or empty
     */
    public Report run(Path directory) {
        StudyRun run = prepared();
        return run.start(RunDirectory.at(directory), progress, observer());
    }

    /**
     * Resumes an interrupted run.
     *
     * @param directory a run of this comparison
     * @throws org.dropoutlab.experiment.InputException if it is a run of another one
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
            throw new IllegalArgumentException("nothing to compare: add arms, as in plain and dropout=0.5");
        }
        List<Arm> compared = arms.stream().map(arm -> arm.of().apply(optimizer)).toList();
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
                throw new IllegalArgumentException("folds cannot be combined with a test set");
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
