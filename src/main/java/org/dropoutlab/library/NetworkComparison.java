package org.dropoutlab.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.Metric.Wanted;
import org.dropoutlab.measurement.OwnMetric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.report.Report;
import org.dropoutlab.run.EngineChoice;
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
 * one-hot [example, class], or a single column: class numbers from 0 if the network has an output for each class or one for two, other
 * numbers for regression. Features may also be sequences [example, feature, step] with a mask [example, step], and labels one for each
 * sequence or step; an example is a sequence, in splits, too. Other ranks and non-finite numbers are rejected.
 *
 * <p>Numbers are used unchanged. A normalizer fitted on all of them has seen the test data of every fold: leave it out and
 * call {@link #standardized}, which fits one on each training fold.
 *
 * <p><b>Network.</b> A configuration, or a network; of a network, arms start anew from seeds, or {@linkplain #fromItsWeights from its
 * weights}. It is copied, and the regularizers of each arm are added to it. Its own treatments (dropout, noise, penalties,
 * constraints) stay in every arm, except those that a regularizer of the arm replaces: of the same kind, in the same place. A level of
 * 0 only takes out, and {@code bare} takes out everything. The report lists them and names arms that come out as the same network.
 * Its updaters stay unless you set an {@link #optimizer}. Its seed is not used.
 *
 * <p>Layers, dropout, losses, constraints and weight noise may be classes of your own. Every trial trains a copy of the
 * configuration, made by serialization, so such objects must be {@code Serializable}, as Deeplearning4j asks of them. The record
 * of such a run describes the network, but only your program can train it: resume the run from there. An interrupted trial of it starts
 * again from its beginning.
 *
 * <p><b>Treatments.</b> Arms are made of this project's regularizers, {@linkplain Treatment treatments of your own}, or both.
 *
 * <p>Invalid input is rejected before anything is trained or written, with a one-line {@link IllegalArgumentException} or,
 * for arm texts and splits, {@link org.dropoutlab.experiment.InputException}.
 */
public final class NetworkComparison {
    private static final int BATCH = 32;

    private final LiveNetwork network;
    private final IteratorData data;
    private final Options options;

    private NetworkComparison(LiveNetwork network, IteratorData data) {
        this(network, data, new Options(data.batch() > 0 ? data.batch() : BATCH));
    }

    private NetworkComparison(LiveNetwork network, IteratorData data, Options options) {
        this.network = network;
        this.data = data;
        this.options = options;
    }

    private NetworkComparison with(Consumer<Options> change) {
        return new NetworkComparison(network, data, options.with(change));
    }

    /**
     * A comparison without arms: five folds, 50 epochs, the iterator's batch size, unchanged numbers.
     *
     * @param network a network that ends with an output layer
     * @param data all examples or, with {@link #test}, the training examples; reset, if possible, and read
     * @throws IllegalArgumentException if the data are not of a kind described above
     */
    public static NetworkComparison of(MultiLayerConfiguration network, DataSetIterator data) {
        return of(new NetworkConfiguration.Stack(network), data);
    }

    /**
     * The same of a graph.
     *
     * @param network a graph with one input and one output
     * @param data all examples or, with {@link #test}, the training examples; reset, if possible, and read
     * @throws IllegalArgumentException if the data are not of a kind described above
     */
    public static NetworkComparison of(ComputationGraphConfiguration network, DataSetIterator data) {
        return of(new NetworkConfiguration.Graph(network), data);
    }

    /**
     * The same of a network that may be trained already. Unless you call {@link #fromItsWeights}, its weights are not used, and the
     * report says so.
     *
     * @param network is copied, and stays as it is
     * @param data all examples or, with {@link #test}, the training examples; reset, if possible, and read
     * @throws IllegalArgumentException if the data are not of a kind described above
     */
    public static NetworkComparison of(MultiLayerNetwork network, DataSetIterator data) {
        return new NetworkComparison(LiveNetwork.of(new Network.Stack(network)), IteratorData.read(data));
    }

    /**
     * The same of a graph that may be trained already. Unless you call {@link #fromItsWeights}, its weights are not used, and the report
     * says so.
     *
     * @param network a graph with one input and one output; it is copied, and stays as it is
     * @param data all examples or, with {@link #test}, the training examples; reset, if possible, and read
     * @throws IllegalArgumentException if the data are not of a kind described above
     */
    public static NetworkComparison of(ComputationGraph network, DataSetIterator data) {
        return new NetworkComparison(LiveNetwork.of(new Network.Graph(network)), IteratorData.read(data));
    }

    /**
     * The same on the records of a DataVec reader, in batches of 32.
     *
     * @param network a network that ends with an output layer, with an output for each class, or one for two classes or a number
     * @param records all examples or, with {@link #test}, the training examples
     * @throws IllegalArgumentException if a record does not fit
     */
    public static NetworkComparison of(MultiLayerConfiguration network, LabelledRecords records) {
        return of(LiveNetwork.of(new NetworkConfiguration.Stack(network)), records);
    }

    /** The same of a graph with one input and one output. */
    public static NetworkComparison of(ComputationGraphConfiguration network, LabelledRecords records) {
        return of(LiveNetwork.of(new NetworkConfiguration.Graph(network)), records);
    }

    /** The same of a network that may be trained already; see {@link #fromItsWeights}. */
    public static NetworkComparison of(MultiLayerNetwork network, LabelledRecords records) {
        return of(LiveNetwork.of(new Network.Stack(network)), records);
    }

    /** The same of a graph that may be trained already; see {@link #fromItsWeights}. */
    public static NetworkComparison of(ComputationGraph network, LabelledRecords records) {
        return of(LiveNetwork.of(new Network.Graph(network)), records);
    }

    private static NetworkComparison of(NetworkConfiguration network, DataSetIterator data) {
        return new NetworkComparison(LiveNetwork.of(network), IteratorData.read(data));
    }

    private static NetworkComparison of(LiveNetwork network, LabelledRecords records) {
        return new NetworkComparison(network, records.read(network.outputs()));
    }

    /**
     * Every arm starts from the weights of the network that was given, found by the names of their layers; weights that an
     * arm adds start from seeds, and updaters start anew.
     *
     * <p>If the network was trained on examples of these data, it has seen them all: its scores on held-out examples are better than on new
     * ones, in every arm.
     *
     * @throws IllegalArgumentException if it has none
     */
    public NetworkComparison fromItsWeights() {
        if (network.trained().isEmpty()) {
            throw new IllegalArgumentException(
                    "a configuration has no weights to start from: compare the MultiLayerNetwork or ComputationGraph");
        }
        return with(copy -> copy.fromWeights = true);
    }

    /** Every arm starts anew from seeds, whether or not the network has weights. This is the default. */
    public NetworkComparison anew() {
        return with(copy -> copy.fromWeights = false);
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
        Options changed = options;
        for (String text : texts) {
            Arm typed = ArmText.arm(text, options.optimizer);
            changed = changed.withArm(new Options.NamedArm(typed.name(), other -> ArmText.arm(text, other)));
        }
        return new NetworkComparison(network, data, changed);
    }

    /**
     * Adds an arm.
     *
     * @param name lower-case letters and digits
     * @param regularizers of this project, or {@linkplain Treatment your own}; none for the plain network
     */
    public NetworkComparison arm(String name, Regularizer... regularizers) {
        List<Regularizer> all = List.of(regularizers);
        return new NetworkComparison(
                network,
                data,
                options.withArm(new Options.NamedArm(name, with -> new Arm(name, all, with, List.of()))));
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
     * Adds a metric of your own, of which more is better. It is computed for every trial on its test data, recorded, and compared between
     * arms with interval and test like the others: in {@code summary.json}, the report and {@code report.summary().own()}. It judges no
     * arm.
     *
     * @param name its name, in one line
     */
    public NetworkComparison metric(String name, TestMetric value) {
        return metric(name, Wanted.MORE, value);
    }

    /**
     * The same of which more or less is better, or neither.
     *
     * @param name its name, in one line
     */
    public NetworkComparison metric(String name, Wanted wanted, TestMetric value) {
        OwnMetric metric = new OwnMetric(name, wanted);
        return with(copy -> copy.ownMetrics = copy.ownMetrics.with(metric, value));
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

    /** Number of parallel trials; by default the number of processors, of a cluster if there is one. */
    public NetworkComparison workers(int count) {
        return with(copy -> copy.workers = OptionalInt.of(count));
    }

    /**
     * Where trials run; by default in threads of this process. Results are the same to the bit.
     *
     * <p>Processes and executors of a cluster get a network's configuration, and call nothing of your program: with
     * {@link #listeners}, {@link #predictions}, metrics, treatments or classes of your own, or {@link #fromItsWeights}, a comparison runs
     * in threads only. They start with your program's class path; Spark needs the artifact {@code dropout-lab-spark} on it.
     *
     * @param chosen such as {@code EngineChoice.processes()} or {@code EngineChoice.spark("spark://HOST:7077")}; checked when the comparison
     *     runs
     */
    public NetworkComparison engine(EngineChoice chosen) {
        return with(copy -> copy.engine = chosen);
    }

    /**
     * Attaches listeners to every network. With listeners, Deeplearning4j trains layer by layer, which for small dense
     * networks is much slower than direct training steps.
     *
     * @param fresh supplies new listeners, once per network and from several threads. They must not draw from the thread's
     *     random numbers
     */
    public NetworkComparison listeners(Supplier<List<TrainingListener>> fresh) {
        return listeners(trial -> fresh.get());
    }

    /**
     * The same with listeners that are told which trial they listen to.
     *
     * @param fresh given a trial's arm, split and repeat, supplies new listeners
     */
    public NetworkComparison listeners(Function<TrialId, List<TrainingListener>> fresh) {
        return with(copy -> copy.listeners = Optional.of(fresh));
    }

    /** Collects the test predictions in {@code kept}, for Deeplearning4j's evaluations. */
    public NetworkComparison predictions(TestPredictions kept) {
        return with(copy -> copy.predictions = Optional.of(kept));
    }

    /**
     * Keeps each arm's network with the best validation result, without validation data that of the first split, as
     * {@code models/ARM.zip} in the run's directory ({@link Report#model}). {@code ModelSerializer} reads it, with the normalizer; for
     * classes of your own, your program does. A network whose classes cannot be written as JSON is not kept, which is said in one line
     * on standard error.
     */
    public NetworkComparison keepingModels() {
        return with(copy -> copy.keepsModels = true);
    }

    /** Shows progress; by default none. */
    public NetworkComparison progress(Progress.Factory shown) {
        return with(copy -> copy.progress = shown);
    }

    /**
     * Trains all arms, in threads of this process unless you set another {@link #engine}, and writes the run's record and report. Sets
     * ND4J to one native thread per trial, permanently. libnd4j takes that setting for sums over whole arrays only before it is loaded:
     * with {@code OMP_NUM_THREADS=1} in the environment, the last bits do not depend on the machine's number of cores. The report tells
     * the number of threads in force.
     *
     * <p>In a directory with an interrupted run of this comparison, trains what is missing; with a complete one, trains nothing and
     * returns its report, without calling listeners or collecting {@link #predictions}.
     *
     * @param directory new, empty, or with a run of this comparison
     * @throws org.dropoutlab.experiment.InputException if it has something else
     */
    public Report run(Path directory) {
        return Files.exists(directory.resolve("manifest.json"))
                ? resume(directory)
                : prepared().start(RunDirectory.at(directory), options.progress, observer());
    }

    /**
     * Resumes an interrupted run; of a complete one, returns the report.
     *
     * @param directory a run of this comparison
     * @throws org.dropoutlab.experiment.InputException if it is a run of another one
     */
    public Report resume(Path directory) {
        StudyRun run = prepared();
        RunDirectory existing = RunDirectory.existing(directory);
        run.requireResumable(existing);
        return complete(existing).orElseGet(() -> run.resume(existing, options.progress, observer()));
    }

    /** The report of a complete run; empty if the run is not. */
    private static Optional<Report> complete(RunDirectory directory) {
        Manifest manifest = directory.manifest();
        List<Manifest.Session> sessions = manifest.sessions();
        if (sessions.isEmpty() || sessions.get(sessions.size() - 1).end().isEmpty()) {
            return Optional.empty();
        }
        List<TrialResult> results = Journal.read(directory.journalFile());
        return results.size() == manifest.study().trials().size()
                ? Optional.of(new Report(directory, manifest, results))
                : Optional.empty();
    }

    private StudyRun prepared() {
        return new Preparation(network, data, options).run(note -> System.err.println("dropout-lab: " + note));
    }

    private TrialObserver observer() {
        return options.listeners
                .map(NetworkComparison::listening)
                .orElse(TrialObserver.none())
                .and(options.predictions.map(TestPredictions::observer).orElse(TrialObserver.none()))
                .and(options.ownMetrics.observer());
    }

    private static TrialObserver listening(Function<TrialId, List<TrainingListener>> fresh) {
        return new TrialObserver() {
            @Override
            public boolean listens() {
                return true;
            }

            @Override
            public void starts(TrialId trial, Network network) {
                network.listen(fresh.apply(trial));
            }
        };
    }
}
