package org.dropoutlab.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab tune}. */
@Command(
        name = "tune",
        description =
                "Chooses a level of one of a study's arms on validation data, in every split anew, and tests what was chosen"
                        + " once on that split's test data, against the arm as the study has it.",
        footer = {
            "",
            "Parameters: rate, learning-rate, momentum, max-norm, weight-decay, l2, l1, label-smoothing, width (a factor).",
            "For several at once, repeat --param and --values:",
            "  ./lab tune sonar --param rate --values 0,0.1,…,0.8",
            "  ./lab tune sonar --arm hidden-fast --param rate --values 0..0.8 --param learning-rate --values 0.001..1 \\",
            "      --search halving --budget 27"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TuneCommand implements Runnable {
    @Parameters(paramLabel = "STUDY", description = "Name of the study; see: ./lab list")
    private String studyName;

    @Option(names = "--arm", paramLabel = "ARM", description = "Arm to tune (default: the first that can be).")
    private String arm;

    @Option(names = "--param", paramLabel = "NAME", description = "What to tune.")
    private List<String> parameters;

    @Option(
            names = "--values",
            paramLabel = "LEVELS",
            description = "Levels to try, as in 0,0.1,…,0.8; or a range to draw from, as in 0..0.8.")
    private List<String> values;

    @Option(
            names = "--search",
            paramLabel = "SEARCH",
            description =
                    "grid: all combinations; random: as many as --budget says; halving: successive halving, which trains"
                            + " what is promising on validation data for longer (default: grid, or random with --budget).")
    private Kind search;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "Candidates that are trained in each split, drawn at random.")
    private Integer budget;

    @Option(
            names = "--keep-one-of",
            paramLabel = "N",
            description = "With halving: one of N goes on, for N times as many epochs (default ${DEFAULT-VALUE}).")
    private int keepOneOf = 3;

    @Mixin
    private StudyOptions options;

    @Mixin
    private DataOptions data;

    @Mixin
    private RunOptions running;

    @Spec
    private CommandSpec spec;

    /** Ways of searching. */
    enum Kind {
        GRID,
        RANDOM,
        HALVING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void run() {
        running.check();
        Optional<RunDirectory> resumed = running.resumed();
        Study study = parameters == null && resumed.isPresent()
                ? recorded(resumed.get())
                : tuning().of(
                                options.adjusted(options.published(Catalogue.named(studyName))),
                                Optional.ofNullable(arm));
        resumed.ifPresent(directory -> StudyRun.requireSame(directory, study));
        running.checkPlace();
        NativeSettings.apply();
        running.run(
                running.prepare(study, data.load(study.dataset(), options.data().mode(), spec)),
                "./lab tune " + studyName);
    }

    private Study recorded(RunDirectory directory) {
        Study recorded = directory.manifest().study();
        if (!recorded.name().equals("tune-" + studyName)) {
            throw new InputException("%s holds a run of %s, not one that tunes %s"
                    .formatted(directory.path(), recorded.name(), studyName));
        }
        return options.adjusted(recorded);
    }

    private Tuning tuning() {
        int named = parameters == null ? 0 : parameters.size();
        if (named == 0 || named != (values == null ? 0 : values.size())) {
            throw new InputException("each --param goes with one --values, as in: --param rate --values 0,0.1,…,0.8");
        }
        List<Tuning.Axis> axes = new ArrayList<>();
        Iterator<String> levels = values.iterator();
        for (String name : parameters) {
            axes.add(new Tuning.Axis(Parameter.named(name), Levels.of(levels.next())));
        }
        return new Tuning(axes, candidates(), strategy());
    }

    private OptionalInt candidates() {
        if (search == Kind.RANDOM && budget == null) {
            throw new InputException("a random search needs to know how many levels to try: --budget N");
        }
        if (search == Kind.GRID && budget != null) {
            throw new InputException("a grid is tried as a whole: leave out --budget, or choose --search random");
        }
        return budget == null ? OptionalInt.empty() : OptionalInt.of(budget);
    }

    private Search.Strategy strategy() {
        if (search != Kind.HALVING) {
            return new Search.Exhaustive();
        }
        try {
            return new Search.Halving(keepOneOf);
        } catch (IllegalArgumentException e) {
            throw new InputException("--keep-one-of: " + e.getMessage(), e);
        }
    }
}
