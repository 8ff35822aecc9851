package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.audit.Audit;
import org.dropoutlab.data.image.ImageFolder;
import org.dropoutlab.data.image.ImageSize;
import org.dropoutlab.data.sequence.SequenceFile;
import org.dropoutlab.data.sequence.SequenceFolder;
import org.dropoutlab.data.sequence.SequenceRows;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TestRows;
import org.dropoutlab.dl4j.brought.Start;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork.Answers;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork.Hidden;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.report.words.WarningWords;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.study.OwnJudgement;
import org.dropoutlab.study.OwnNetwork;
import org.dropoutlab.study.OwnSplits;
import org.dropoutlab.study.OwnStudy;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code lab compare}. */
@Command(
        name = "compare",
        description =
                "Compare regularizers on your own data: train the same network with and without each, on the same splits and"
                        + " seeds, recommend one, state how certain the recommendation is, and save each arm's best model.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Runnable {
    private static final List<Integer> HIDDEN = List.of(64, 32);

    @ArgGroup(multiplicity = "1")
    private DataPlace place;

    @Mixin
    private TableReading reading;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "Image size to scale to (default: the images' own size if all match, otherwise 32x32).")
    private String size;

    @ArgGroup
    private NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--start",
            paramLabel = "START",
            description =
                    "How every arm starts: anew, from seeds, or trained, from the weights in the file of --config (default: anew).")
    private Start start;

    @Option(
            names = "--arms",
            split = ",",
            paramLabel = "ARM",
            description = "Arms to compare (the first is the baseline); see below (default: a standard set).")
    private List<String> arms;

    @Option(
            names = "--epochs",
            paramLabel = "E",
            description = "Number of training epochs (default: enough for about 5,000 steps).")
    private Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Mini-batch size (default: 32, or 16 for small data sets).")
    private Integer batchSize;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description =
                    "sgd or adam (default: sgd, or adam for images and sequences; with --config, the configuration's own).")
    private Kind optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Learning rate (default: 0.01 for sgd, 0.001 for adam).")
    private Double learningRate;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum for sgd (default: 0.9).")
    private Double momentum;

    @Mixin
    private OwnSplitOptions splitting;

    @Mixin
    private SplitOptions splits;

    @ArgGroup(exclusive = false)
    private JudgingOptions judging = new JudgingOptions();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed for all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private RunOptions running;

    private CommandSpec spec;

    /** Called with this command before parsing; adds the words for arms to its help. */
    @Spec
    void describe(CommandSpec command) {
        spec = command;
        Map<String, String> words = new LinkedHashMap<>();
        ArmText.vocabulary().forEach(word -> words.put(word.usage(), word.help()));
        command.usageMessage()
                .footerHeading(
                        "%nArm syntax; combine terms with +, as in dropout=0.5+max-norm=3; =tuned chooses the level in each split on its"
                                + " validation data:%n")
                .sectionMap()
                .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> help.createTextTable(words)
                        .toString());
    }

    /** The location of the user's data. */
    static final class DataPlace {
        @Option(names = "--csv", paramLabel = "FILE", description = "Delimited text file, one example per row.")
        private Path csv;

        @Option(
                names = "--images",
                paramLabel = "DIR",
                description =
                        "Folder with one subfolder of images per class, or with subfolders train and test laid out that way.")
        private Path images;

        @Option(
                names = "--sequences",
                paramLabel = "DIR",
                description =
                        "Folder with one subfolder of delimited text files per class, each file the steps of one sequence, or with"
                                + " subfolders train and test laid out that way.")
        private Path sequences;
    }

    /**
     * The user's data, and the parts of the study that follow from them.
     *
     * @param data the examples
     * @param schema the conversion of rows to numbers; empty for images
     * @param resampling how they are split
     * @param decisions what was detected in them
     * @param judgement how the arms are judged
     * @param question the study's question
     * @param arms the default arms
     */
    private record Problem(
            LoadedData data,
            Optional<TableSchema> schema,
            Resampling resampling,
            List<String> decisions,
            Judgement judgement,
            String question,
            List<String> arms) {

        /** The same with what the file of the network warns of. */
        private Problem with(OwnNetwork own) {
            return new Problem(
                    data.withWarnings(joined(data.info().warnings(), own.warnings())),
                    schema,
                    resampling,
                    decisions,
                    judgement,
                    question,
                    arms);
        }
    }

    /** The network that the arms regularize. */
    static final class NetworkOptions {
        @Option(
                names = "--hidden",
                split = ",",
                paramLabel = "UNITS",
                description =
                        "Sizes of the hidden layers (default: 64,32). With --sequence: lstm:N or simple:N (a simple recurrent layer),"
                                + " and dense:N after them (default: lstm:64).")
        private List<String> hidden;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "Your own network: a Deeplearning4j configuration as JSON or YAML, a model saved by ModelSerializer or by"
                                + " a run, or a Keras .h5 file.")
        private Path configuration;
    }

    /** By which metric arms are judged. */
    static final class JudgingOptions {
        @Option(
                names = "--metric",
                paramLabel = "NAME",
                description =
                        "Metric that judges the arms: accuracy, balanced-accuracy, macro-f1, f1, mcc, roc-auc, average-precision,"
                                + " log-loss or brier; for numbers r2, rmse or mae (default: accuracy, or balanced-accuracy if the"
                                + " rarest class has less than half of an even share; for numbers r2). All are measured.")
        private String metric;

        @Option(
                names = "--positive",
                paramLabel = "CLASS",
                description = "The positive class of two, for f1 and average-precision (default: the rarer one).")
        private String positive;

        private OwnJudgement of(Examples examples) {
            try {
                return OwnJudgement.of(examples, Optional.ofNullable(metric), Optional.ofNullable(positive));
            } catch (IllegalArgumentException e) {
                throw new InputException(e.getMessage(), e);
            }
        }
    }

    /** Optimizers. */
    enum Kind {
        SGD,
        ADAM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void run() {
        running.check();
        Backend.startEarly();
        Problem found = place.csv != null ? table() : place.images != null ? images() : sequencesOfFiles();
        // Checking that the network fits the data builds it.
        Backend.start();
        Optional<OwnNetwork> brought = brought();
        Problem problem = brought.map(found::with).orElse(found);
        List<String> ofNetwork = brought.map(own -> joined(own.decisions(), notes(own.network(), problem)))
                .orElse(List.of());
        Study study = study(problem, brought.map(OwnNetwork::network), ofNetwork);
        running.checkPlace();
        StudyRun run = running.prepare(running.withRegion(study), problem.data())
                .keepingModels(
                        problem.schema(),
                        problem.schema()
                                .filter(schema -> place.csv != null)
                                .map(schema -> TableFile.firstRows(place.csv, schema, reading.options()))
                                .orElse(List.of()),
                        note -> System.err.println("lab: " + note));
        running.resumed().ifPresent(run::requireResumable);
        show(problem, study, ofNetwork);
        running.run(brought.flatMap(OwnNetwork::weights).map(run::startingFrom).orElse(run));
    }

    private static List<String> notes(NetworkSpec own, Problem problem) {
        try {
            return Architectures.notes(own, problem.data().examples());
        } catch (IllegalArgumentException e) {
            // The check of the network, which comes next, says it.
            return List.of();
        }
    }

    private Problem table() {
        if (reading.label().isEmpty()) {
            TableFile.Columns columns = TableFile.columns(place.csv, reading.options());
            throw new InputException(
                    "--label is required: the column of %s to predict; columns: %s; for example %s --label %s"
                            .formatted(
                                    place.csv,
                                    TableRows.listed(columns.names()),
                                    running.typed().quoted(),
                                    TypedCommand.quoted(columns.likely())));
        }
        if (size != null) {
            throw new InputException("--size needs --images");
        }
        if (reading.sequence().isPresent()) {
            return sequences(reading.sequence().get(), reading.label().get());
        }
        splitting.check(reading.label().get());
        TableOptions options = reading.options();
        SplitColumns columns = splitting.columns();
        TableFile file = columns.of(TableFile.read(
                place.csv, reading.label().get(), options.withIgnored(joined(options.ignored(), columns.names()))));
        TableSchema schema = file.schema();
        List<String> decisions = new ArrayList<>(file.decisions());
        LoadedData loaded = Audit.loaded(file, options.kept());
        if (splitting.test().isPresent()) {
            loaded = withTest(loaded, schema, splitting.test().get(), decisions);
        }
        OwnSplits own = split(loaded.examples());
        decisions.addAll(own.notes());
        OwnJudgement judged = judging.of(own.examples());
        decisions.addAll(judged.notes());
        return new Problem(
                loaded.with(own.examples()),
                Optional.of(schema),
                own.resampling(),
                decisions,
                judged.judgement(),
                "Which regularizer helps this network predict column '%s' from %d other columns?"
                        .formatted(
                                schema.label(),
                                schema.columns().stream()
                                        .filter(column -> column.inputs() > 0)
                                        .count()),
                ArmText.forTables());
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static LoadedData withTest(LoadedData train, TableSchema schema, Path file, List<String> decisions) {
        TestRows rows = TestRows.read(file, schema, decisions::add);
        decisions.add(
                "%,d test rows from %s (sha256:%s)".formatted(rows.inputs().size(), file, rows.sha256()));
        return train.withTest(rows.after((Table) train.examples()), rows.sha256(), file.toString());
    }

    private Problem sequences(String column, String label) {
        SequenceFile.Columns columns = splitting.ofSequences(column, label);
        TableOptions options = reading.options();
        SequenceFile read = SequenceFile.of(
                TableFile.readSteps(place.csv, label, options.withIgnored(joined(options.ignored(), columns.names()))),
                columns);
        TableSchema schema = read.file().schema();
        List<String> decisions = new ArrayList<>(read.file().decisions());
        LoadedData loaded = read.loaded();
        if (splitting.test().isPresent()) {
            Path test = splitting.test().get();
            SequenceRows all = SequenceRows.read(test, schema, decisions::add);
            SequenceRows rows = schema.next().isPresent() ? all.labelled() : all;
            if (rows.size() < all.size()) {
                decisions.add("%,d test sequences have no step with a next value and are left out"
                        .formatted(all.size() - rows.size()));
            }
            decisions.add("%,d test sequences from %s (sha256:%s)".formatted(rows.size(), test, rows.sha256()));
            loaded = loaded.withTest(rows.after(read.sequences(), schema, test), rows.sha256(), test.toString());
        }
        return sequences(
                loaded,
                schema,
                decisions,
                "Which regularizer helps this network predict column '%s' %s?"
                        .formatted(
                                schema.label(),
                                read.sequences().answers().eachStep() ? "at each step of sequences" : "of sequences"));
    }

    private Problem sequences(LoadedData loaded, TableSchema schema, List<String> decisions, String question) {
        OwnSplits own = split(loaded.examples());
        decisions.addAll(own.notes());
        OwnJudgement judged = judging.of(own.examples());
        decisions.addAll(judged.notes());
        return new Problem(
                loaded.with(own.examples()),
                Optional.of(schema),
                own.resampling(),
                decisions,
                judged.judgement(),
                question,
                ArmText.forSequences());
    }

    private Problem sequencesOfFiles() {
        if (reading.label().isPresent() || reading.sequence().isPresent() || size != null) {
            throw new InputException(
                    size != null
                            ? "--size needs --images"
                            : "%s needs --csv: with --sequences, the label is the folder's name, and each file is a sequence"
                                    .formatted(reading.label().isPresent() ? "--label" : "--sequence"));
        }
        SequenceFolder folder = SequenceFolder.of(place.sequences, reading.options());
        SequenceFile.Columns columns = splitting.ofSequences(folder.sequence(), folder.label());
        if (splitting.test().isPresent()
                || (folder.hasTest() && splitting.given().isPresent())) {
            throw new InputException(
                    "with --sequences, test sequences are in a folder named test, next to one named train; use that alone");
        }
        SequenceFile read = folder.read(columns);
        TableSchema schema = read.file().schema();
        List<String> decisions = new ArrayList<>(read.file().decisions());
        LoadedData loaded = read.loaded();
        Optional<SequenceRows> rows = folder.test(read);
        if (rows.isPresent()) {
            Path test = place.sequences.resolve("test");
            decisions.add("%,d test sequences from %s (sha256:%s)"
                    .formatted(rows.get().size(), test, rows.get().sha256()));
            loaded = loaded.withTest(
                    rows.get().after(read.sequences(), schema, test), rows.get().sha256(), test.toString());
        }
        return sequences(
                loaded,
                schema,
                decisions,
                "Which regularizer helps this network tell %d kinds of sequences apart?"
                        .formatted(schema.classes().size()));
    }

    /** The splits of examples, as asked for and as they need. */
    private OwnSplits split(Examples examples) {
        try {
            return OwnSplits.of(
                    examples,
                    new OwnSplits.Wishes(
                            splitting.group(),
                            examples instanceof Sequences ? Optional.empty() : splitting.time(),
                            splitting.given(),
                            splitting.gap(),
                            splits.folds(),
                            usual -> splits.trainSize().isPresent()
                                    ? splits.adjusted(usual)
                                            .withTrainSize(splits.trainSize().getAsInt())
                                    : splits.adjusted(usual)),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Problem images() {
        refuseOptionsOfTables();
        if (network.hidden != null) {
            throw new InputException(
                    "--hidden needs --csv: for images the network is the CIFAR-10 study's, or your own with --config");
        }
        ImageFolder folder = ImageFolder.read(
                place.images,
                Optional.ofNullable(size).map(ImageSize::parse),
                reading.options().layout().badRows());
        OwnSplits own = split(folder.images());
        OwnJudgement judged = judging.of(folder.images());
        return new Problem(
                folder.loaded(),
                Optional.empty(),
                own.resampling(),
                joined(joined(folder.decisions(), own.notes()), judged.notes()),
                judged.judgement(),
                "Which regularizer helps this network tell %d kinds of images apart?"
                        .formatted(folder.images().classes().size()),
                ArmText.forImages());
    }

    private void refuseOptionsOfTables() {
        ParseResult typed = spec.commandLine().getParseResult();
        List<String> needless = Stream.of("reading", "splitting")
                .flatMap(mixin -> spec.mixins().get(mixin).options().stream())
                .filter(typed::hasMatchedOption)
                .map(OptionSpec::longestName)
                .filter(name -> !name.equals("--skip-bad-rows"))
                .toList();
        if (!needless.isEmpty()) {
            throw new InputException(
                    "%s %s --csv".formatted(String.join(", ", needless), needless.size() == 1 ? "needs" : "need"));
        }
    }

    /** The network of --config; that of a run to resume is in its record, too. */
    private Optional<OwnNetwork> brought() {
        if (network.configuration == null) {
            if (start != null) {
                throw new InputException("--start needs --config: a network from a file");
            }
            return Optional.empty();
        }
        Optional<RunDirectory> resumed = running.resumed();
        return Optional.of(
                resumed.isPresent() && !Files.exists(network.configuration)
                        ? OwnNetwork.recorded(
                                resumed.get().manifest().study().network(),
                                resumed.get().startingNetwork())
                        : OwnNetwork.read(network.configuration, start == null ? Start.ANEW : start));
    }

    private Study study(Problem problem, Optional<NetworkSpec> own, List<String> ofNetwork) {
        try {
            Examples examples = problem.data().examples();
            NetworkSpec chosen = fitting(own, problem);
            Optimizer with = optimizer(examples);
            OwnStudy typed = new OwnStudy(
                    problem.data().info().name(),
                    problem.question(),
                    chosen,
                    arms == null ? List.of() : ArmText.arms(String.join(",", arms), with),
                    training(examples),
                    problem.resampling(),
                    seed,
                    joined(problem.decisions(), ofNetwork),
                    problem.judgement());
            return (arms == null ? typed.withDefaults(problem.arms(), with, examples) : typed).study();
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /** The user's own network, or else one for their data, which takes them. */
    private NetworkSpec fitting(Optional<NetworkSpec> own, Problem problem) {
        try {
            if (problem.data().examples() instanceof Images images) {
                Images.Shape shape = images.shape();
                int classes = images.classes().size();
                NetworkSpec chosen = own.orElseGet(
                        () -> new NetworkSpec.ImageCnn(shape.height(), shape.width(), shape.channels(), classes));
                Architectures.check(chosen, images);
                return chosen;
            }
            if (problem.data().examples() instanceof Sequences sequences) {
                NetworkSpec chosen = own.orElseGet(() -> recurrentNetwork(sequences));
                Architectures.check(chosen, sequences);
                return chosen;
            }
            TableSchema schema = problem.schema().orElseThrow();
            NetworkSpec chosen = own.orElseGet(() -> denseNetwork(schema));
            Architectures.check(chosen, problem.data().examples());
            return chosen;
        } catch (IllegalArgumentException e) {
            if (network.configuration != null) {
                throw new InputException(network.configuration + ": " + e.getMessage(), e);
            }
            throw new InputException(e.getMessage() + (place.images == null ? "" : "; choose a larger --size"), e);
        }
    }

    private NetworkSpec denseNetwork(TableSchema schema) {
        List<Integer> widths = network.hidden == null
                ? HIDDEN
                : network.hidden.stream().map(CompareCommand::units).toList();
        return schema.task() == TableSchema.Task.REGRESSION
                ? new NetworkSpec.TableRegression(schema.inputs(), widths)
                : new NetworkSpec.TableMlp(schema.inputs(), widths, schema.outputs());
    }

    private static int units(String hidden) {
        Hidden layer = Hidden.parse(hidden);
        if (layer.kind() != SequenceNetwork.Kind.DENSE) {
            throw new InputException(
                    "--hidden %s needs --sequence: rows that are examples have no steps".formatted(hidden));
        }
        return layer.units();
    }

    private NetworkSpec recurrentNetwork(Sequences sequences) {
        List<Hidden> hidden = (network.hidden == null ? List.of("lstm:64") : network.hidden)
                .stream().map(Hidden::parse).toList();
        boolean each = sequences.answers().eachStep();
        boolean numbers = sequences.isRegression();
        return new SequenceNetwork(
                sequences.steps().inputs(),
                hidden,
                numbers ? each ? Answers.STEP_NUMBERS : Answers.NUMBERS : each ? Answers.STEP_CLASSES : Answers.CLASSES,
                // Deeplearning4j masks steps in a softmax's loss; the loss of a single probability has no masks.
                numbers || (sequences.classes().size() == 2 && !each)
                        ? 1
                        : sequences.classes().size());
    }

    private Optimizer optimizer(Examples examples) {
        if (network.configuration != null && optimizer == null) {
            if (learningRate != null || momentum != null) {
                throw new InputException(
                        "--learning-rate and --momentum need --optimizer: by default the configuration's own optimizer is used");
            }
            return new Optimizer.AsConfigured();
        }
        Kind kind = optimizer == null ? examples instanceof Table ? Kind.SGD : Kind.ADAM : optimizer;
        if (kind == Kind.ADAM) {
            if (momentum != null) {
                throw new InputException("--momentum needs --optimizer sgd");
            }
            return new Optimizer.Adam(learningRate == null ? 1e-3 : learningRate);
        }
        return new Optimizer.Momentum(learningRate == null ? 0.01 : learningRate, momentum == null ? 0.9 : momentum);
    }

    private TrainingPlan training(Examples examples) {
        TrainingPlan usual = OwnStudy.training(examples);
        return new TrainingPlan(
                epochs == null ? usual.epochs() : epochs, batchSize == null ? usual.batchSize() : batchSize);
    }

    private void show(Problem problem, Study study, List<String> ofNetwork) {
        PrintWriter console = spec.commandLine().getOut();
        problem.decisions()
                .forEach(decision ->
                        console.printf("%s: %s%n", problem.data().info().name(), decision));
        ofNetwork.forEach(console::println);
        problem.data().info().warnings().forEach(warning -> console.println(WarningWords.line(warning)));
        console.printf("Network: %s%n", study.network().describe());
        if (!study.treatments().isEmpty()) {
            console.println("What the network has of its own:");
            study.treatments().forEach(line -> console.println("  " + line));
        }
        console.printf(
                "Training: %s, mini-batches of %d; loss: %s%n",
                Wording.count(study.training().epochs(), "epoch"),
                study.training().batchSize(),
                study.network().loss().words());
        console.println("Arms:");
        study.arms().forEach(arm -> console.printf("  %-24s %s%n", arm.name(), arm.describe()));
        // What follows the decisions about data and network is about the arms.
        study.notes().stream()
                .skip(problem.decisions().size() + (long) ofNetwork.size())
                .forEach(console::println);
        console.flush();
    }
}
