package org.dropoutlab.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.OwnArms;
import org.dropoutlab.study.OwnJudgement;
import org.dropoutlab.study.OwnSplits;

/**
 * A comparison as a study and its run.
 *
 * @param network its network
 * @param data its examples or, with test data, its training examples
 * @param options its settings
 */
record Preparation(LiveNetwork network, IteratorData data, Options options) {

    /**
     * The run, checked.
     *
     * @param notes receives a sentence about each model that is not saved as it should be
     * @throws IllegalArgumentException if something does not fit; the message is one line
     */
    StudyRun run(Consumer<String> notes) {
        LoadedData read = data.with(
                options.test,
                options.standardized,
                Architectures.of(spec()).head().outputs());
        OwnSplits splits = splits(read);
        LoadedData loaded = read.with(splits.examples());
        Architectures.check(spec(), loaded.examples());
        StudyRun run = new StudyRun(study(loaded, splits), loaded, engine(), List.of());
        return options.keepsModels ? run.keepingModels(Optional.empty(), List.of(), notes) : run;
    }

    /** The engine that was chosen; the one that chooses itself is threads for what only this process has. */
    private EngineChoice engine() {
        EngineChoice chosen =
                options.engine.kind() == EngineKind.LOCAL && onlyHere().isPresent()
                        ? EngineChoice.threads()
                        : options.engine;
        if (chosen.kind() != EngineKind.THREADS) {
            onlyHere().ifPresent(what -> {
                throw new IllegalArgumentException(
                        "%s cannot be used with the engine %s, which trains in other processes: use threads"
                                .formatted(what, chosen.kind()));
            });
        }
        OptionalInt workers = options.workers.isPresent() ? options.workers : options.engine.workers();
        EngineChoice combined = workers.isPresent() ? chosen.withWorkers(workers.getAsInt()) : chosen;
        combined.check();
        return combined;
    }

    /** Something of this comparison that cannot be sent to another process; empty if there is nothing. */
    private Optional<String> onlyHere() {
        if (spec() instanceof NetworkSpec.OfCaller) {
            return Optional.of(
                    options.fromWeights
                            ? "the weights of the network that was given"
                            : "classes of your own in a network");
        }
        if (options.listeners.isPresent()) {
            return Optional.of("listeners");
        }
        if (options.predictions.isPresent()) {
            return Optional.of("predictions");
        }
        if (!options.ownMetrics.metrics().isEmpty()) {
            return Optional.of("metrics of your own");
        }
        return options.arms.stream()
                .filter(arm -> arm.of().apply(options.optimizer).regularizers().stream()
                        .anyMatch(Regularizer.OfCaller.class::isInstance))
                .findFirst()
                .map(arm -> "arm %s's treatment of your own".formatted(arm.name()));
    }

    private NetworkSpec spec() {
        return options.fromWeights ? network.trained().orElseThrow() : network.anew();
    }

    private Study study(LoadedData loaded, OwnSplits splits) {
        if (options.arms.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare: add arms, as in plain and dropout=0.5");
        }
        OwnJudgement judged = OwnJudgement.of(loaded.examples(), options.metric, options.positive);
        List<Arm> compared = options.arms.stream()
                .map(arm -> arm.of().apply(options.optimizer))
                .toList();
        List<String> notes = new ArrayList<>(splits.notes());
        notes.addAll(judged.notes());
        start().ifPresent(notes::add);
        notes.addAll(Architectures.notes(spec(), loaded.examples()));
        Study study = Study.of(
                        "comparison",
                        "Comparison of regularizers",
                        "Which of these regularizers help this network on these data?",
                        loaded.info().name(),
                        spec(),
                        compared,
                        Contrast.withFirst(compared),
                        new TrainingPlan(options.epochs, options.batchSize),
                        splits.resampling())
                .withSeed(options.seed.orElse(1))
                .withJudgement(judged.judgement().withOwn(options.ownMetrics.metrics()))
                .withNotes(notes);
        Study named = OwnArms.named(study);
        return options.rope.isPresent() ? named.withRope(options.rope.getAsDouble()) : named;
    }

    /** How the networks of a comparison start that was given one with weights. */
    private Optional<String> start() {
        return network.trained()
                .map(any -> options.fromWeights
                        ? "every arm starts from the weights of the network that was given; its updaters start anew"
                        : "every arm starts anew from seeds: the weights of the network that was given are not used");
    }

    private OwnSplits splits(LoadedData loaded) {
        SplitKeys keys = options.keys;
        if (options.test.isPresent() && options.folds.isPresent()) {
            throw new IllegalArgumentException("folds cannot be combined with a test set");
        }
        if (options.test.isPresent()
                && (keys.times().isPresent() || !keys.given().isEmpty())) {
            throw new IllegalArgumentException("times or splits of your own cannot be combined with a test set");
        }
        SplitKeys all = keys.groups().isPresent() ? keysOfAll(loaded.examples().size()) : keys;
        return OwnSplits.of(
                loaded.examples() instanceof Sequences sequences
                        ? sequences.withKeys(all)
                        : ((Table) loaded.examples()).withKeys(all),
                new OwnSplits.Wishes(
                        keys.groups().map(groups -> "group"),
                        keys.times().map(times -> "time"),
                        keys.given().isEmpty() ? Optional.empty() : Optional.of("lists of indices"),
                        OptionalInt.empty(),
                        options.folds,
                        this::changed),
                options.seed.orElse(1));
    }

    /** The groups, and one of its own for each test example. */
    private SplitKeys keysOfAll(int examples) {
        int[] groups = options.keys.groups().orElseThrow();
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
                    options.repeats.orElse(Options.REPEATS_OF_HELD_OUT_TEST),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    options.validation.orElse(Options.VALIDATION_BESIDE_TEST_DATA));
        }
        if (usual instanceof GivenSplits given) {
            options.folds.ifPresent(given::withFolds);
            GivenSplits repeated = given.withRepeats(
                    options.repeats.orElse(given.splits() == 1 ? Options.REPEATS_OF_HELD_OUT_TEST : 1));
            return options.validation.isPresent()
                    ? repeated.withValidation(options.validation.getAsDouble())
                    : given.givenValidation() ? repeated : repeated.withoutValidation();
        }
        Resampling splits = usual.withFolds(options.folds.orElse(Options.FOLDS)).withRepeats(options.repeats.orElse(1));
        return options.validation.isPresent()
                ? splits.withValidation(options.validation.getAsDouble())
                : splits.withoutValidation();
    }
}
