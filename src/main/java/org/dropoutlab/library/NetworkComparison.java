package org.dropoutlab.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
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
import org.dropoutlab.study.OwnJudgement;
import org.dropoutlab.study.OwnSplits;
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
    private SplitKeys keys = SplitKeys.NONE;
    private boolean standardized;
    private List<NamedArm> arms = List.of();
    private Optimizer optimizer = new Optimizer.AsConfigured();
    private int epochs = EPOCHS;
    private int batchSize;
    private OptionalInt folds = OptionalInt.empty();
    private OptionalInt repeats = OptionalInt.empty();
    private OptionalDouble validation = OptionalDouble.empty();
    private OptionalLong seed = OptionalLong.empty();
    private OptionalDouble rope = OptionalDouble.empty();
    private int workers = Runtime.getRuntime().availableProcessors();
    private Optional<String> metric = Optional.empty();
    private Optional<String> positive = Optional.empty();
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
        keys = other.keys;
        standardized = other.standardized;
        arms = other.arms;
        optimizer = other.optimizer;
        epochs = other.epochs;
        batchSize = other.batchSize;
        folds = other.folds;
        repeats = other.repeats;
        validation = other.validation;
        seed = other.seed;
        rope = other.rope;
        workers = other.workers;
        metric = other.metric;
        positive = other.positive;
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
     * The same on the records of a DataVec reader, in batches of 32.
     *
     * @param network a network that ends with an {@code OutputLayer}, with an output for each class, or one for two classes or a number
     * @param records all examples or, with {@link #test}, the training examples
     * @throws IllegalArgumentException if a record does not fit
     */
    public static NetworkComparison of(MultiLayerConfiguration network, LabelledRecords records) {
        int last = network.getConfs().size() - 1;
        long outputs = network.getConf(last).getLayer() instanceof FeedForwardLayer layer ? layer.getNOut() : 0;
        return new NetworkComparison(
                new NetworkSpec.Configured(network.toJson()), records.read(Math.toIntExact(outputs)));
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

    /**
     * Keeps groups of examples together, such as those of one patient: in every fold, a group is in the training, the validation or
     * the test data.
     *
     * @param groups for each example of the iterator, the number of its group, at least 0
     * @throws IllegalArgumentException if their number is not that of the examples, or a number is negative
     */
    public NetworkComparison groups(int... groups) {
        requireOneEach(groups.length, "groups");
        if (Arrays.stream(groups).anyMatch(group -> group < 0)) {
            throw new IllegalArgumentException("numbers of groups must be at least 0");
        }
        int[] distinct = Arrays.stream(groups).sorted().distinct().toArray();
        int[] places = Arrays.stream(groups)
                .map(group -> Arrays.binarySearch(distinct, group))
                .toArray();
        return with(copy -> copy.keys = SplitKeys.NONE.withGroups(places));
    }

    /**
     * Splits by time: {@link #folds} is the number of test periods, each of which comes after its training data. Examples of one time
     * are never on different sides. Periods are not exchangeable, so there is no test, and differences are given by period.
     *
     * @param times for each example of the iterator, when it is from, in any unit
     * @throws IllegalArgumentException if their number is not that of the examples
     */
    public NetworkComparison times(long... times) {
        requireOneEach(times.length, "times");
        long[] distinct = Arrays.stream(times).sorted().distinct().toArray();
        int[] order = Arrays.stream(times)
                .mapToInt(time -> Arrays.binarySearch(distinct, time))
                .toArray();
        List<String> moments = Arrays.stream(distinct).mapToObj(Long::toString).toList();
        return with(copy -> copy.keys = SplitKeys.NONE.withTimes(new SplitKeys.Times(order, moments)));
    }

    /**
     * Uses your own splits. Repeats have the same splits and other seeds.
     *
     * @param own at least one; all of them with validation examples, or none
     * @throws IllegalArgumentException if an index is out of range, or only some have validation examples
     */
    public NetworkComparison splits(List<Split> own) {
        if (own.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one split");
        }
        if (own.stream().map(split -> split.validation().length > 0).distinct().count() > 1) {
            throw new IllegalArgumentException("either all splits have validation examples or none has");
        }
        List<SplitKeys.Given> given =
                own.stream().map(split -> split.roles(data.features().length)).toList();
        return with(copy -> copy.keys = SplitKeys.NONE.withGiven(given));
    }

    private void requireOneEach(int count, String what) {
        if (count != data.features().length) {
            throw new IllegalArgumentException(
                    "%d %s for the iterator's %d examples".formatted(count, what, data.features().length));
        }
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

    /**
     * The metric that judges the arms; all are measured. By default accuracy, or balanced accuracy if the rarest class has less than
     * half of an even share; for numbers R².
     *
     * @param name as the option {@code --metric} of {@code lab compare} takes it, such as {@code roc-auc}; checked when the
     *     comparison runs
     */
    public NetworkComparison metric(String name) {
        return with(copy -> copy.metric = Optional.of(name));
    }

    /**
     * The positive class of two, for F1 and average precision; the rarer one by default.
     *
     * @param name name of a class, checked when the comparison runs
     */
    public NetworkComparison positive(String name) {
        return with(copy -> copy.positive = Optional.of(name));
    }

    /** Seed from which all others derive, by default 1. */
    public NetworkComparison seed(long number) {
        return with(copy -> copy.seed = OptionalLong.of(number));
    }

    /**
     * The size up to which a difference is too small to matter: arms are practically the same if that is at least 95% probable.
     *
     * @param halfWidth at least 0, in the unit of the metric that judges the arms; 0.01 by default, one percentage point of accuracy
     */
    public NetworkComparison rope(double halfWidth) {
        return with(copy -> copy.rope = OptionalDouble.of(halfWidth));
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
        LoadedData read = data.with(test, standardized);
        OwnSplits splits = splits(read);
        LoadedData loaded = read.with(splits.examples());
        Architectures.check(network, loaded.examples());
        return new StudyRun(study(loaded, splits), loaded, EngineKind.THREADS, workers, List.of());
    }

    private Study study(LoadedData loaded, OwnSplits splits) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare: add arms, as in plain and dropout=0.5");
        }
        OwnJudgement judged = OwnJudgement.of(loaded.examples(), metric, positive);
        List<Arm> compared = arms.stream().map(arm -> arm.of().apply(optimizer)).toList();
        Study study = Study.of(
                        "comparison",
                        "Comparison of regularizers",
                        "Which of these regularizers help this network on these data?",
                        loaded.info().name(),
                        network,
                        compared,
                        Contrast.withFirst(compared),
                        new TrainingPlan(epochs, batchSize),
                        splits.resampling())
                .withSeed(seed.orElse(1))
                .withJudgement(judged.judgement())
                .withNotes(Stream.concat(splits.notes().stream(), judged.notes().stream())
                        .toList());
        return rope.isPresent() ? study.withRope(rope.getAsDouble()) : study;
    }

    private OwnSplits splits(LoadedData loaded) {
        if (test.isPresent() && folds.isPresent()) {
            throw new IllegalArgumentException("folds cannot be combined with a test set");
        }
        if (test.isPresent() && (keys.times().isPresent() || !keys.given().isEmpty())) {
            throw new IllegalArgumentException("times or splits of your own cannot be combined with a test set");
        }
        Table table = (Table) loaded.examples();
        return OwnSplits.of(
                table.withKeys(keys.groups().isPresent() ? keysOfAll(table.size()) : keys),
                new OwnSplits.Wishes(
                        keys.groups().map(groups -> "group"),
                        keys.times().map(times -> "time"),
                        keys.given().isEmpty() ? Optional.empty() : Optional.of("lists of indices"),
                        OptionalInt.empty(),
                        folds,
                        this::changed),
                seed.orElse(1));
    }

    /** The groups, and one of its own for each test example. */
    private SplitKeys keysOfAll(int examples) {
        int[] groups = keys.groups().orElseThrow();
        int[] all = Arrays.copyOf(groups, examples);
        for (int example = groups.length; example < examples; example++) {
            all[example] = groups.length + example;
        }
        return SplitKeys.NONE.withGroups(all);
    }

    /** This comparison's splits in place of the usual ones. */
    private Resampling changed(Resampling usual) {
        if (usual instanceof HeldOutTest) {
            return new HeldOutTest(
                    repeats.orElse(REPEATS_OF_HELD_OUT_TEST),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    validation.orElse(VALIDATION_BESIDE_TEST_DATA));
        }
        if (usual instanceof GivenSplits given) {
            folds.ifPresent(given::withFolds);
            GivenSplits repeated =
                    given.withRepeats(repeats.orElse(given.splits() == 1 ? REPEATS_OF_HELD_OUT_TEST : 1));
            return validation.isPresent()
                    ? repeated.withValidation(validation.getAsDouble())
                    : given.givenValidation() ? repeated : repeated.withoutValidation();
        }
        Resampling splits = usual.withFolds(folds.orElse(FOLDS)).withRepeats(repeats.orElse(1));
        return validation.isPresent() ? splits.withValidation(validation.getAsDouble()) : splits.withoutValidation();
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
            public void starts(TrialId trial, Network network) {
                network.listen(fresh.get());
            }
        };
    }
}
